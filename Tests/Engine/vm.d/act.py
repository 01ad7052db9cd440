"""In the virtual machine: what an intruder would try, by a process that an AppArmor profile confines and by one that nothing does.

    act.py PID PROFILE USER WRITABLE...

Both processes are this program, in the namespaces of the process PID (a container without any other restriction), with the same user
and every capability; only one has changed into PROFILE. WRITABLE are the paths that the profile lets be written.
Prints {group: {act: [without, under]}} as JSON; an outcome is "done", or the name of the error.
"""
import ctypes
import errno
import json
import mmap
import os
import signal
import socket
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
NAMESPACES = ("uts", "ipc", "net", "mnt")
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE, MNT_DETACH = 32, 4096, 16384, 1 << 18, 2
PTRACE_ATTACH = 16
with open("/bin/true", "rb") as program:
    TRUE = program.read()


def call(name, *arguments):
    """A function of the C library; an error is raised."""
    if getattr(LIBC, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def mount(source, target, kind, flags=0):
    call("mount", source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), None)


def attempt(act):
    try:
        act()
        return "done"
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))


def in_child(work):
    """What `work` returns in a process of its own, as JSON."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writer, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    return json.loads(data or b"null")


def sleeper():
    """A process that does nothing, and ends by itself: the profile may refuse that it is ended."""
    child = os.fork()
    if not child:
        os.closerange(3, 256)  # whoever reads waits for the end of everybody that could write
        signal.alarm(20)
        signal.pause()
        os._exit(0)
    return child


def enter(pid):
    """Into the container, with mounts and a host name that nobody else sees."""
    opened = [os.open("/proc/%d/ns/%s" % (pid, kind), os.O_RDONLY) for kind in NAMESPACES]
    current = os.open("/proc/self/attr/current", os.O_WRONLY)
    for descriptor in opened:
        os.setns(descriptor)
        os.close(descriptor)
    os.unshare(os.CLONE_NEWNS | os.CLONE_NEWUTS)
    mount("none", "/", "none", MS_REC | MS_PRIVATE)
    # The engine mounts it without execution, which would refuse too.
    mount("none", "/dev/shm", "none", MS_REMOUNT | MS_BIND)
    os.chdir("/")
    return current


class Group:
    """Acts of one kind. `prepare` and `acts` run before the profile holds; what `acts` gives is then tried under it."""

    user = 0

    def __init__(self, writable, user):
        self.writable, self.owner = writable, user

    def prepare(self):
        pass

    def acts(self):
        raise NotImplementedError


def create(directory):
    path = os.path.join(directory, "securegen-act")
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    os.unlink(path)


class Write(Group):
    """A new file in every directory of two levels that is not declared writable."""

    def acts(self):
        found = {"/"}
        for top in os.listdir("/"):
            if top in ("proc", "sys", "dev"):
                continue
            below = os.listdir("/" + top) if os.path.isdir("/" + top) else []
            for path in ["/" + top] + ["/%s/%s" % (top, name) for name in below]:
                path = os.path.realpath(path)
                declared = any((path + "/").startswith(place + "/") for place in self.writable)
                # Of others' directories the files' own permissions keep it out as well.
                if os.path.isdir(path) and os.stat(path).st_uid == 0 and not declared:
                    found.add(path)
        return {"write " + path: lambda path=path: create(path) for path in sorted(found)}


class Kernel(Group):
    """The kernel's own files, opened for writing; nothing is written."""

    def acts(self):
        paths = ["/proc/sys/kernel/core_pattern", "/proc/sys/net/ipv4/ip_forward", "/proc/sysrq-trigger", "/sys/kernel/mm/ksm/run",
                 "/sys/kernel/uevent_helper", "/sys/class/net/lo/mtu"]
        return {"write " + path: lambda path=path: os.close(os.open(path, os.O_WRONLY)) for path in paths if os.path.exists(path)}


class Read(Group):
    def acts(self):
        paths = ["/etc/shadow", "/etc/debian_version", "/var/lib/dpkg/status", "/proc/kallsyms", "/proc/kcore", "/proc/1/environ",
                 "/dev/vda", "/dev/mem"]
        acts = {"read " + path: lambda path=path: os.close(os.open(path, os.O_RDONLY)) for path in paths if os.path.exists(path)}
        acts.update({"list " + path: lambda path=path: os.listdir(path) for path in ("/root", "/var/log", "/etc/apt", "/sys/kernel/security")})
        return acts


class Run(Group):
    """A program dropped where the service may write, and programs of the image that it has no use for; as the service's own user."""

    def prepare(self):
        self.user = self.owner
        for place in self.writable:
            path = place + "/securegen-dropped"
            with open(path, "wb") as file:
                file.write(TRUE)
            with open(path + ".sh", "w") as file:
                file.write("#!/bin/sh\n:\n")
            for name in (path, path + ".sh"):
                os.chown(name, self.owner, self.owner)
                os.chmod(name, 0o755)

    @staticmethod
    def run(*words):
        def work():
            null = os.open("/dev/null", os.O_RDWR)
            for number in range(3):
                os.dup2(null, number)
            os.execv(words[0], list(words))
        read, write = os.pipe()
        child = os.fork()
        if not child:
            try:
                work()
            except OSError as error:
                os.write(write, str(error.errno).encode())
            os._exit(1)
        os.close(write)
        with os.fdopen(read, "rb") as file:
            number = file.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if number or status:
            number = int(number or errno.ENOEXEC)
            raise OSError(number, os.strerror(number))

    @staticmethod
    def map(path):
        with open(path, "rb") as file:
            mmap.mmap(file.fileno(), 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC).close()

    def acts(self):
        acts = {}
        for place in self.writable:
            path = place + "/securegen-dropped"
            acts["run a program in " + place] = lambda path=path: self.run(path)
            acts["run a script in " + place] = lambda path=path: self.run(path + ".sh")
            acts["map code in " + place] = lambda path=path: self.map(path)
        for words in (("/usr/bin/uname",), ("/usr/bin/dpkg", "--version"), ("/usr/bin/apt-get", "--version")):
            acts["run " + words[0]] = lambda words=words: self.run(*words)
        return acts


class Mount(Group):
    def prepare(self):
        mount("tmpfs", "/mnt", "tmpfs")
        os.makedirs("/mnt/root/old")
        mount("/mnt/root", "/mnt/root", "none", MS_BIND)

    def acts(self):
        return {"mount a tmpfs": lambda: mount("tmpfs", "/srv", "tmpfs"), "bind mount": lambda: mount("/usr", "/opt", "none", MS_BIND),
                "remount": lambda: mount("none", "/", "none", MS_REC | MS_PRIVATE), "umount": lambda: call("umount2", b"/dev/shm", MNT_DETACH),
                "pivot_root": lambda: call("syscall", 155, b"/mnt/root", b"/mnt/root/old")}


class Trace(Group):
    """A process of the service's own, under the same profile; and one outside it, by a signal."""

    own = 0

    def prepare(self):
        self.stranger = sleeper()

    def child(self):
        if not self.own:
            self.own = sleeper()
        return self.own

    def acts(self):
        def attach():
            call("ptrace", PTRACE_ATTACH, self.child(), None, None)
            os.waitpid(self.own, 0)

        def read_memory():
            here = ctypes.create_string_buffer(8)

            class Piece(ctypes.Structure):
                _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
            local, remote = Piece(ctypes.addressof(here), 8), Piece(ctypes.addressof(here), 8)
            call("process_vm_readv", self.child(), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        return {"read the memory of its own process": read_memory, "trace its own process": attach,
                "signal a process outside the profile": lambda: os.kill(self.stranger, signal.SIGCONT)}


class Sockets(Group):
    def acts(self):
        kinds = {"packet": (socket.AF_PACKET, socket.SOCK_RAW, 0), "raw IPv4": (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
                 "raw IPv6": (socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6), "AF_ALG": (socket.AF_ALG, socket.SOCK_SEQPACKET, 0),
                 "AF_VSOCK": (socket.AF_VSOCK, socket.SOCK_STREAM, 0), "AF_KEY": (15, socket.SOCK_RAW, 2)}
        return {"open a socket: " + name: lambda kind=kind: socket.socket(*kind).close() for name, kind in kinds.items()}


class Capabilities(Group):
    """Root's powers, which the profile grants none of."""

    def prepare(self):
        self.file = "/dev/shm/securegen-given"
        with open(self.file, "w"):
            pass

    def acts(self):
        return {"give a file away": lambda: os.chown(self.file, 12345, 12345), "name the host": lambda: socket.sethostname("other"),
                "unshare the network": lambda: os.unshare(os.CLONE_NEWNET), "a higher priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
                "ask for the ports of the hardware": lambda: call("syscall", 173, 0x378, 3, 1), "become another user": lambda: os.setuid(12345)}


class Leave(Group):
    """Out of the profile: the same request by which this program went into one."""

    def prepare(self):
        self.current = None

    def acts(self):
        return {"become unconfined": lambda: os.write(self.current, b"changeprofile unconfined")}


class Allowed(Group):
    """What the service needs, which nothing may refuse; as its own user."""

    def prepare(self):
        self.user = self.owner

    def acts(self):
        acts = {"write " + path: lambda path=path: create(path) for path in self.writable}
        acts.update({"read " + path: lambda path=path: os.close(os.open(path, os.O_RDONLY))
                     for path in ("/etc/passwd", "/etc/hosts", "/etc/resolv.conf", "/proc/meminfo", "/proc/1/status", "/dev/urandom")})
        acts["run sh"] = lambda: Run.run("/bin/sh", "-c", ":")
        kinds = {"TCP": (socket.AF_INET, socket.SOCK_STREAM), "UDP": (socket.AF_INET, socket.SOCK_DGRAM), "unix": (socket.AF_UNIX, socket.SOCK_STREAM)}
        for name, kind in kinds.items():
            acts["open a socket: " + name] = lambda kind=kind: socket.socket(*kind).close()
        return acts


GROUPS = {"writing outside the declared paths": Write, "writing to the kernel's files": Kernel, "reading what it has no use for": Read,
          "running what it may not": Run, "mounting": Mount, "tracing and signals": Trace, "sockets": Sockets, "capabilities": Capabilities,
          "leaving the profile": Leave, "what it needs": Allowed}


def outcomes(kind, pid, profile, user, writable):
    group = kind(writable, user)
    current = enter(pid)
    group.prepare()
    if group.user:
        os.setgroups([])
        os.setresgid(group.user, group.user, group.user)
        os.setresuid(group.user, group.user, group.user)
    acts = group.acts()
    if profile:
        os.write(current, b"changeprofile " + profile.encode())
    group.current = current
    found = {name: attempt(act) for name, act in acts.items()}
    for child in (getattr(group, "own", 0), getattr(group, "stranger", 0)):
        if child:
            try:
                os.kill(child, signal.SIGKILL)
            except OSError:
                pass  # refused too; it dies with the test's machine
    return found


def main():
    pid, profile, user, writable = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    found = {}
    for name, kind in GROUPS.items():
        free = in_child(lambda: outcomes(kind, pid, None, user, writable)) or {}
        under = in_child(lambda: outcomes(kind, pid, profile, user, writable)) or {}
        found[name] = {act: [free.get(act), under.get(act)] for act in sorted(set(free) | set(under))}
    print(json.dumps(found))


main()
