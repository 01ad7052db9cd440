"""A virtual machine under qemu with an agent in it that runs commands: no network, its disk never changed, gone at the end."""
import json
import os
import shutil
import socket
import subprocess
import time

from .engine import command

# Without KVM all is interpreted. One processor: with two, interpreters fall over a kernel that patches its own code (int3 in
# a static branch). What they can't do fast is left out: ERMS is copying byte by byte, the mitigations flush what was translated.
ACCELERATOR = os.environ.get("SECUREGEN_VM_ACCELERATOR", "tcg,thread=multi")
MODEL = "max,-erms,-la57" if ACCELERATOR.startswith("tcg") else "host"
KERNEL_LINE = "root=/dev/vda rw console=ttyS0 apparmor=1 security=apparmor quiet loglevel=4 log_buf_len=4M mitigations=off systemd.show_status=0"


class Machine:
    """`folder` holds disk, kernel and initrd; further disks are read as /dev/vdb, /dev/vdc and so on."""

    def __init__(self, folder, scratch, disks=()):
        self.folder, self.scratch, self.disks = folder, scratch, [os.path.join(folder, "disk"), *disks]
        self.console = os.path.join(scratch, "console")
        self.process = self.port = self.boot = None
        self.pending, self.number, self.keep = b"", 0, False

    def start(self, seconds=300):
        """Boots it; how long until it ran commands."""
        began = time.time()
        address = os.path.join(self.scratch, "agent")
        words = ["qemu-system-x86_64", "-no-user-config", "-nodefaults", "-display", "none", "-monitor", "none", "-nic", "none",
                 "-accel", ACCELERATOR, "-cpu", MODEL, "-smp", "1", "-m", "4G", "-kernel", os.path.join(self.folder, "kernel"),
                 "-initrd", os.path.join(self.folder, "initrd"), "-append", KERNEL_LINE, "-serial", "file:" + self.console,
                 "-device", "virtio-serial-pci", "-chardev", "socket,id=agent,server=on,wait=off,path=" + address,
                 "-device", "virtserialport,chardev=agent,name=securegen"]
        for disk in self.disks:
            words += ["-drive", "if=virtio,format=raw,cache=unsafe,snapshot=%s,file=%s" % ("off" if self.keep else "on", disk)]
        with open(os.path.join(self.scratch, "qemu"), "w") as said:
            # Writes to the disks go into files that have no name any more in the scratch folder.
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=dict(os.environ, TMPDIR=self.scratch))
        while not os.path.exists(address):
            if self.process.poll() is not None or time.time() - began > 20:
                raise RuntimeError("qemu did not start: " + self.said())
            time.sleep(0.1)
        self.port = socket.socket(socket.AF_UNIX)
        self.port.connect(address)
        self.boot = self.booted(seconds)
        return time.time() - began

    def said(self):
        text = ""
        for name in ("qemu", "console"):
            try:
                with open(os.path.join(self.scratch, name), errors="replace") as file:
                    text += file.read()[-1500:]
            except OSError:
                pass
        return text.strip()

    def receive(self, end):
        """The next line of the agent."""
        while b"\n" not in self.pending:
            left = end - time.time()
            if left <= 0:
                raise TimeoutError
            self.port.settimeout(left)
            got = self.port.recv(1 << 16)
            if not got:
                raise RuntimeError("the machine is gone: " + self.said())
            self.pending += got
        line, self.pending = self.pending.split(b"\n", 1)
        return json.loads(line)

    def booted(self, seconds):
        end = time.time() + seconds
        try:
            while True:
                said = self.receive(end)
                if said.get("boot", self.boot) != self.boot:
                    return said["boot"]
        except TimeoutError:
            raise RuntimeError("the machine did not boot in %d s: %s" % (seconds, self.said())) from None

    def run(self, *words, timeout=120):
        """(exit status, both outputs) of a command in the machine."""
        self.number += 1
        self.port.settimeout(30)
        self.port.sendall((json.dumps({"number": self.number, "words": words, "timeout": timeout}) + "\n").encode())
        try:
            end = time.time() + timeout + 60
            while True:
                said = self.receive(end)
                if said.get("number") == self.number:
                    return said["status"], said["output"]
        except TimeoutError:
            raise RuntimeError("the machine did not answer in %d s: %s" % (timeout + 60, " ".join(words)[:200])) from None

    def get(self, *words, timeout=120):
        """The output of a command that must succeed."""
        status, out = self.run(*words, timeout=timeout)
        if status:
            raise RuntimeError("%s: exit %d in the machine: %s" % (" ".join(words)[:200], status, out.strip()[-600:]))
        return out

    def reboot(self, seconds=400):
        """By its own systemd; how long until it ran commands again."""
        began = time.time()
        self.run("systemctl", "--no-block", "reboot")
        self.boot = self.booted(seconds)
        return time.time() - began

    def power_off(self, seconds=120):
        self.run("systemctl", "--no-block", "poweroff")
        self.process.wait(seconds)

    def stop(self):
        if self.port:
            self.port.close()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def install_qemu():
    """What is missing, where no qemu can be had."""
    if not shutil.which("qemu-system-x86_64"):
        if not shutil.which("apt-get"):
            return "there is no qemu-system-x86_64, and no apt-get to install it"
        command("apt-get", "update", timeout=300)
        status, out = command("apt-get", "install", "-y", "--no-install-recommends", "qemu-system-x86", timeout=900,
                              env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
        if status or not shutil.which("qemu-system-x86_64"):
            return "there is no qemu-system-x86_64: " + out.strip()[-300:]
    return None
