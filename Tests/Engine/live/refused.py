"""Calls that every profile must refuse, made where nothing but the filter could: as root with the capabilities.

Each call has arguments that the kernel itself would reject without effect, so the control run, without a filter,
answers something else than the refusal.
"""
import json

from .engine import command

# Those that gate the calls below. Not `--privileged`: an engine inside a sandbox may lack one of them all.
CAPABILITIES = ["SYS_ADMIN", "SYS_PTRACE", "SYS_TIME", "SYS_MODULE", "SYS_BOOT", "SYS_CHROOT", "SYS_PACCT", "NET_RAW", "NET_ADMIN", "DAC_READ_SEARCH"]

# name: (number on x86-64, arguments). None of them does anything when it is let through.
CALLS = {
    "mount": (165, [0, 0, 0, 0, 0]), "umount2": (166, [0, 0]), "unshare": (272, [0x1]), "setns": (308, [-1, 0]), "pivot_root": (155, [0, 0]),
    "ptrace": (101, [16, 0x7FFFFFFF, 0, 0]), "process_vm_readv": (310, [0x7FFFFFFF, 0, 0, 0, 0, 0]), "bpf": (321, [9999, 0, 0]),
    "perf_event_open": (298, [0, 0, 0, 0, 0]), "io_uring_setup": (425, [0, 0]), "io_uring_enter": (426, [-1, 0, 0, 0, 0, 0]),
    "io_uring_register": (427, [-1, 0, 0, 0]), "userfaultfd": (323, [0x7FFFFFFF]), "keyctl": (250, [9999, 0, 0, 0, 0]), "add_key": (248, [0, 0, 0, 0, 0]),
    "request_key": (249, [0, 0, 0, 0]), "clock_settime": (227, [9999, 0]), "settimeofday": (164, [1, 1]), "init_module": (175, [0, 0, 0]),
    "finit_module": (313, [-1, 0, 0]), "kexec_load": (246, [0, 99, 0, 0xFFFF]), "open_by_handle_at": (304, [-1, 0, 0]), "swapon": (167, [0, 0]),
    "reboot": (169, [0, 0, 0, 0]), "chroot": (161, [0]), "acct": (163, [1]), "quotactl": (179, [0, 0, 0, 0]), "fsopen": (430, [0, 0]), "move_mount": (429, [-1, 0, -1, 0, 0]),
    "socket AF_ALG": (41, [38, 0x7FFFFFFF, 0]), "socket AF_VSOCK": (41, [40, 0x7FFFFFFF, 0]), "socket AF_PACKET": (41, [17, 0x7FFFFFFF, 0]),
    "socket AF_KEY": (41, [15, 0x7FFFFFFF, 0]), "clone with a user namespace": (56, [0x10000000 | 0x200 | 0x400, 0, 0, 0, 0]), "clone3": (435, [0, 0]),
}
PROGRAM = """
import ctypes, json, sys
call = ctypes.CDLL(None, use_errno=True).syscall
call.restype = ctypes.c_long
answers = {}
for name, (number, arguments) in json.loads(sys.argv[1]).items():
    ctypes.set_errno(0)
    value = call(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
    answers[name] = ctypes.get_errno() if value == -1 else 0
print(json.dumps(answers))
"""


def answers(image, profile):
    """{call: errno} in a container of a Python image under the profile, or `unconfined`."""
    status, out = command("docker", "run", "--rm", "--network", "none", "--user", "0:0",
                          *["--cap-add=" + name for name in CAPABILITIES], "--security-opt", "no-new-privileges",
                          "--security-opt", "seccomp=" + profile,
                          "--entrypoint", "python3", image, "-c", PROGRAM, json.dumps(CALLS))
    if status:
        raise RuntimeError(out)
    return json.loads(out)


def wrongly_answered(image, profile):
    """Calls that the profile does not refuse: EPERM, and ENOSYS for clone3."""
    return {name: errno for name, errno in answers(image, profile).items() if errno != (38 if name == "clone3" else 1)}
