#!/usr/bin/python3
"""Collects the kernel's seccomp records (type 1326) while a command or a time runs.

The kernel writes them for the LOG action. Read from the audit socket they are complete;
in the kernel's ring buffer they would be rate limited. Needs root in the host's namespaces
and no auditd; only the standard library and libseccomp.so.2, which runc needs too.
"""
import ctypes
import os
import re
import select
import socket
import struct
import sys
import threading
import time

NLMSG_ERROR = 2
NETLINK_AUDIT, AUDIT_GET, AUDIT_SET, AUDIT_SECCOMP = 9, 1000, 1001, 1326
ENABLED, PID, RATE_LIMIT, BACKLOG_LIMIT, BACKLOG_WAIT = 1, 4, 8, 16, 32
RECORD = re.compile(rb'pid=(\d+) comm=("[^"]*"|\S+) exe=("[^"]*"|\S+).* arch=(\w+) syscall=(\d+)')


def _resolver():
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    resolve = library.seccomp_syscall_resolve_num_arch
    resolve.restype = ctypes.c_void_p
    resolve.argtypes = [ctypes.c_uint32, ctypes.c_int]
    free = ctypes.CDLL(None).free
    free.argtypes = [ctypes.c_void_p]

    def name(arch, number):
        pointer = resolve(arch, number)
        if not pointer:
            return "%d" % number
        text = ctypes.string_at(pointer).decode()
        free(pointer)
        return text

    return name


def recording(profile):
    """The profile with its refusals recorded instead: whatever it names keeps its answer, all else is logged and allowed.

    io_uring stays refused: libuv asks for it at every start, on purpose in vain, and would use it if it were allowed.
    """
    changed = {key: value for key, value in profile.items() if key != "defaultErrnoRet"}
    changed["defaultAction"] = "SCMP_ACT_LOG"
    names = ["io_uring_enter", "io_uring_register", "io_uring_setup"]
    changed["syscalls"] = profile["syscalls"] + [{"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]
    return changed


class SeccompLog:
    """with SeccompLog() as log: …; log.counts is {(comm, syscall): count}, log.lost the records missed."""

    def __init__(self, on_record=None):
        self.counts, self.lost, self.on_record = {}, 0, on_record
        self._name = _resolver()
        self._stop = threading.Event()

    def __enter__(self):
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_AUDIT)
        self._socket.bind((0, 0))
        self._socket.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
        self._set(ENABLED | PID | RATE_LIMIT | BACKLOG_LIMIT | BACKLOG_WAIT, pid=os.getpid())
        self._lost_before = self._status_lost()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        time.sleep(0.3)  # records on their way
        self._stop.set()
        self._thread.join()
        self.lost += self._status_lost() - self._lost_before
        self._set(PID, pid=0)
        self._socket.close()

    def _send(self, kind, payload):
        self._socket.sendto(struct.pack("=IHHII", 16 + len(payload), kind, 5, 1, 0) + payload, (0, 0))

    def _set(self, mask, pid):
        # struct audit_status: mask enabled failure pid rate_limit backlog_limit lost backlog features backlog_wait_time
        self._send(AUDIT_SET, struct.pack("=10I", mask, 1, 1, pid, 0, 200000, 0, 0, 0, 100))
        if not pid:
            return
        while True:  # records may come before the answer, which a second reader of the log gets as EEXIST
            data = self._socket.recv(65536)
            if struct.unpack_from("=IHHII", data)[1] == NLMSG_ERROR:
                break
        error = -struct.unpack_from("=i", data, 16)[0]
        if error:
            raise OSError(error, "the kernel's audit log cannot be read (does auditd, or another run, read it?): " + os.strerror(error))

    def _status_lost(self):
        probe = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_AUDIT)
        probe.settimeout(5)
        probe.sendto(struct.pack("=IHHII", 16, AUDIT_GET, 5, 1, 0), (0, 0))
        try:
            while True:
                data = probe.recv(65536)
                if struct.unpack_from("=IHHII", data)[1] == AUDIT_GET:
                    return struct.unpack_from("=10I", data, 16)[6]
        finally:
            probe.close()

    def _read(self):
        while True:
            ready, _, _ = select.select([self._socket], [], [], 0.1)
            if not ready:
                if self._stop.is_set():
                    return
                continue
            try:
                data = self._socket.recv(65536)
            except OSError:  # ENOBUFS: the socket overflowed
                self.lost += 1
                continue
            if struct.unpack_from("=IHHII", data)[1] != AUDIT_SECCOMP:
                continue
            found = RECORD.search(data)
            if not found:
                continue
            pid, comm, exe, arch, number = found.groups()
            key = (comm.decode().strip('"'), self._name(int(arch, 16), int(number)))
            self.counts[key] = self.counts.get(key, 0) + 1
            if self.on_record:
                self.on_record(int(pid), *key)

    def syscalls(self):
        return sorted({name for _, name in self.counts})


if __name__ == "__main__":
    import subprocess

    with SeccompLog() as log:
        status = subprocess.call(sys.argv[1:])
    for (comm, name), count in sorted(log.counts.items()):
        print("%-16s %-24s %d" % (comm, name, count))
    print("lost %d" % log.lost)
    sys.exit(status)
