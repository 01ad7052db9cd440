"""A host outside of every stack: a network namespace of the test's own at 198.51.100.202 (TEST-NET-2, RFC 5737).

It answers TCP on 7070, DNS-like datagrams on 53, and notes the source of every datagram that reaches it. Routes lead back to
this host, so that packets without masquerade could be answered too: what is refused there is refused by the stack, not by a missing route.
"""
import os
import subprocess
import sys
import time

from stacks import Failure, run, until

ADDRESS, HOST_SIDE, PORT = "198.51.100.202", "198.51.100.201", 7070

SERVER = r"""
import socket, sys, threading
log = open(sys.argv[1], "a", buffering=1)
def stream():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("198.51.100.202", 7070))
    server.listen(64)
    log.write("ready\n")
    while True:
        connection, peer = server.accept()
        connection.close()
def datagrams(port):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("198.51.100.202", port))
    log.write("ready\n")
    while True:
        data, peer = server.recvfrom(2048)
        log.write("datagram %d %s %s\n" % (port, peer[0], data[:64].hex()))
        if port == 53:
            # The question back, marked as an answer "no such name".
            server.sendto(data[:2] + b"\x81\x83" + data[4:], peer)
for port in (53, 7071):
    threading.Thread(target=datagrams, args=(port,), daemon=True).start()
stream()
"""


class Outside:
    def __init__(self, workspace):
        self.space, self.link = "sgout%d" % os.getpid(), "sgo%d" % os.getpid()
        self.log = os.path.join(workspace, "outside.log")
        self.server, self.seen = None, 0

    def __enter__(self):
        try:
            run("ip", "netns", "add", self.space)
            run("ip", "link", "add", self.link, "type", "veth", "peer", "name", "out0", "netns", self.space)
            run("ip", "address", "add", HOST_SIDE + "/30", "dev", self.link)
            run("ip", "link", "set", self.link, "up")
            for words in (("address", "add", ADDRESS + "/30", "dev", "out0"), ("link", "set", "out0", "up"), ("link", "set", "lo", "up"),
                          ("route", "add", "default", "via", HOST_SIDE)):
                run("ip", "-n", self.space, *words)
            self.server = subprocess.Popen(["ip", "netns", "exec", self.space, sys.executable, "-c", SERVER, self.log])
            if not until(lambda: self.lines().count("ready\n") == 3, 15, 0.05):
                raise Failure("the outside host does not listen")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.kill()
            self.server.wait()
        run("ip", "link", "delete", self.link, check=False)
        run("ip", "netns", "delete", self.space, check=False)

    def lines(self):
        try:
            with open(self.log) as file:
                return file.readlines()
        except FileNotFoundError:
            return []

    def forget(self):
        """Only what comes from now on counts."""
        self.seen = len(self.lines())

    def datagrams(self):
        """(port, source, hexadecimal payload) of all that came."""
        time.sleep(0.3)
        return [tuple(line.split()[1:4]) for line in self.lines()[self.seen:] if line.startswith("datagram ")]
