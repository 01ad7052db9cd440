"""Who can open a connection to whom, tried for real from inside each network namespace; and an outside of our own."""
import ctypes
import os
import socket
import subprocess
import threading

from .engine import command

CLONE_NEWNET = 0x40000000
OUTSIDE_SPACE, OUTSIDE_ADDRESS, HOST_ADDRESS, OUTSIDE_PORT = "sg-outside", "198.51.100.254", "198.51.100.253", 9


def attempt(pid, address, port, timeout=1.5):
    """open, refused or silent, as seen from the network namespace of `pid` (None: this host's)."""
    result = []

    def work():
        if pid is not None:
            space = os.open("/proc/%d/ns/net" % pid, os.O_RDONLY)
            if ctypes.CDLL(None, use_errno=True).setns(space, CLONE_NEWNET):
                result.append("no namespace")
                return
            os.close(space)
        with socket.socket() as probe:
            probe.settimeout(timeout)
            try:
                probe.connect((address, port))
                result.append("open")
            except ConnectionRefusedError:
                result.append("refused")
            except OSError:
                result.append("silent")

    thread = threading.Thread(target=work)  # setns changes this thread alone, which then ends
    thread.start()
    thread.join()
    return result[0]


def matrix(stacks, listening):
    """{(client, server, port): open} for every ordered pair of services, over every address of the server."""
    services = [service for stack in stacks for service in stack.services]
    found = {}
    for client in services:
        pid = client.pid
        for server in services:
            if server is client or server.container not in listening:
                continue
            port = listening[server.container]
            answers = [attempt(pid, address, port) for address in server.addresses]
            found[(client.container, server.container, port)] = "open" in answers
    return found


class Outside:
    """A host of our own in a network namespace, at an address for documentation (RFC 5737), with a listener."""

    def __enter__(self):
        self.__exit__()
        for line in ("netns add %s" % OUTSIDE_SPACE, "link add sg-out0 type veth peer name sg-out1 netns %s" % OUTSIDE_SPACE,
                     "address add %s/30 dev sg-out0" % HOST_ADDRESS, "link set sg-out0 up",
                     "-n %s address add %s/30 dev sg-out1" % (OUTSIDE_SPACE, OUTSIDE_ADDRESS), "-n %s link set sg-out1 up" % OUTSIDE_SPACE,
                     "-n %s link set lo up" % OUTSIDE_SPACE, "-n %s route add default via %s" % (OUTSIDE_SPACE, HOST_ADDRESS)):
            status, out = command("ip", *line.split())
            if status:
                raise RuntimeError("ip %s: %s" % (line, out))
        program = "import socket\ns = socket.create_server(('', %d))\nprint('ready', flush=True)\nwhile True: s.accept()[0].close()" % OUTSIDE_PORT
        self.listener = subprocess.Popen(["ip", "netns", "exec", OUTSIDE_SPACE, "/usr/bin/env", "python3", "-c", program], stdout=subprocess.PIPE)
        self.listener.stdout.readline()
        return self

    def __exit__(self, *_):
        if getattr(self, "listener", None):
            self.listener.kill()
            self.listener.wait()
        command("ip", "netns", "delete", OUTSIDE_SPACE)
        command("ip", "link", "delete", "sg-out0")
