extension SyscallGroup {
  /// What the container engine does between loading the filter and the program's own first call, and what `--init` does as process 1.
  /// Measured with runc 1.1.5 and docker-init under no-new-privileges, where the filter is loaded last: setting the user, the groups and the
  /// capabilities happens before it and is not needed. Newer runc and crun call close_range and openat2 instead of walking /proc.
  static let containerStart = SyscallGroup(
    "containerStart",
    [
      "arch_prctl", "brk", "close", "close_range", "epoll_create1", "epoll_ctl", "epoll_pwait", "eventfd2", "execve",
      "exit", "exit_group", "faccessat2", "fcntl", "fstat", "fstatfs", "futex", "getdents64", "getpgrp", "getpid",
      "getppid", "getrandom", "gettid", "ioctl", "madvise", "mmap", "mprotect", "munmap", "nanosleep", "newfstatat",
      "openat", "openat2", "pipe2", "prctl", "prlimit64", "read", "readlink", "readlinkat", "rseq", "rt_sigaction",
      "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "sched_getaffinity", "sched_yield", "set_robust_list",
      "set_tid_address", "setpgid", "sigaltstack", "tgkill", "wait4", "write",
    ])
}
