"""nginx, the real one, under a stack's own unchanged configuration: in namespaces of its own, with the upstreams' addresses on loopback."""

import fcntl
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# nginx must run without any rights, as in the container (the catalog's account).
ACCOUNT = 10101
PORT = 8080


def enter_namespaces():
    """Re-executes this process in new mount and network namespaces, once."""
    if os.environ.get("SECUREGEN_NGINX_INSIDE") == "1":
        return
    os.environ["SECUREGEN_NGINX_INSIDE"] = "1"
    command = ["unshare", "--mount", "--net"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    os.execvp("unshare", command + [sys.executable, *sys.argv])


def raise_interface(name, address=None):
    """What `ip link set up` and `ip address add` do (netdevice(7))."""
    SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        if address:
            for request, value in ((SIOCSIFADDR, address), (SIOCSIFNETMASK, "255.255.255.255")):
                field = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(value))
                fcntl.ioctl(control, request, struct.pack("16s16s", name.encode(), field))
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), 0x1 | 0x40))


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


class Site:
    """The configuration of one service, laid where the image has it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.log = self.folder / "access.log"
        self.errors = self.folder / "error.log"

    def render(self, stack):
        tool = os.environ.get("SECUREGEN", str(ROOT / ".build/debug/securegen"))
        subprocess.run([tool, "build", stack / "stack.yaml", "--output", self.folder / "out"], check=True, stdout=subprocess.DEVNULL)
        [self.output] = [path for path in (self.folder / "out").iterdir() if path.is_dir()]

    def lay_out(self, service, source):
        mount("--make-rprivate", "/")
        etc = self.folder / "etc-nginx"
        etc.mkdir()
        shutil.copy("/etc/nginx/mime.types", etc)
        shutil.copy(self.output / service / "nginx.conf", etc)
        shutil.copytree(self.output / service / "snippets", etc / "snippets")
        www = self.folder / "www"
        shutil.copytree(source, www)
        # What build.sh would never send, but an image might hold for other reasons.
        for name in (".env", ".git/config", "sub/.htpasswd"):
            (www / "html" / name).parent.mkdir(exist_ok=True)
            (www / "html" / name).write_text("root:secret\n")
        (www / "html" / "link").symlink_to("/etc/passwd")
        subprocess.run(["chmod", "-R", "a+rX", self.folder], check=True)
        mount("-t", "tmpfs", "tmpfs", "/srv")
        Path("/srv/www").mkdir()
        mount("--bind", www, "/srv/www")
        mount("--bind", etc, "/etc/nginx")
        # Last: the folder itself may lie below /tmp.
        self.log.touch()
        self.errors.touch()
        self.log.chmod(0o666)
        self.errors.chmod(0o666)
        self.output_files = self.log.open("ab"), self.errors.open("ab")
        self.readers = self.log.open("rb"), self.errors.open("rb")
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/tmp")

    def unprivileged(self, command):
        if os.environ.get("SECUREGEN_NGINX_ROOT") == "1":
            return ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", *command]
        return ["unshare", "--user", f"--map-user={ACCOUNT}", f"--map-group={ACCOUNT}", *command]

    def test(self):
        out = self.output_files[0]
        return subprocess.run(self.unprivileged(["nginx", "-t"]), stdout=out, stderr=subprocess.PIPE, text=True)

    def start(self):
        out, errors = self.output_files
        self.process = subprocess.Popen(self.unprivileged(["nginx", "-g", "daemon off;"]), stdout=out, stderr=errors)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", PORT), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("nginx did not start: " + self.error_text())
                time.sleep(0.05)
        raise SystemExit("nginx does not listen: " + self.error_text())

    def stop(self):
        self.process.send_signal(3)
        self.process.wait(20)

    def access_lines(self):
        self.readers[0].seek(0)
        return [json.loads(line) for line in self.readers[0].read().decode().splitlines()]

    def access_text(self):
        self.readers[0].seek(0)
        return self.readers[0].read().decode()

    def error_text(self):
        self.readers[1].seek(0)
        return self.readers[1].read().decode()

    def upstreams(self, service):
        text = (self.output / service / "nginx.conf").read_text()
        return {name: (address, int(port)) for name, address, port in re.findall(r"upstream (\S+) \{\s+server ([\d.]+):(\d+);", text)}


class Answer:
    """One response, headers as they came: a dictionary would hide a second value."""

    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.raw = raw
        self.status = int(lines[0].split(" ")[1]) if raw else None
        self.headers = [tuple(part.strip(" ") for part in line.split(":", 1)) for line in lines[1:]]

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


def exchange(data, timeout=15, wait=True):
    """Sends raw bytes and reads until the server closes."""
    with socket.create_connection(("127.0.0.1", PORT), timeout) as connection:
        connection.settimeout(timeout)
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass
        return received


def ask(target="/", method="GET", host="shop.example", headers=(), body=b"", version="1.1"):
    lines = [f"{method} {target} HTTP/{version}"] + ([f"Host: {host}"] if host is not None else []) + ["Connection: close", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return Answer(exchange("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body))
