extension SyscallGroup {
  /// Forms that no libc of the catalog's images uses: older ones (musl, static binaries) and newer ones, for programs of unknown images.
  static let rare = SyscallGroup(
    "rare",
    [
      "capget", "epoll_pwait2", "eventfd", "execveat", "fork", "futex_requeue", "futex_wait", "futex_waitv", "futex_wake",
      "futimesat", "get_robust_list", "get_thread_area", "getdents", "getrlimit", "inotify_init", "io_cancel",
      "io_pgetevents", "lremovexattr", "mincore", "mknod", "mlock", "mlock2", "mlockall", "munlock", "munlockall", "pipe",
      "readahead", "recvmmsg", "rt_tgsigqueueinfo", "sched_setparam", "select", "semctl", "semget", "semop", "semtimedop",
      "set_thread_area", "setrlimit", "signalfd", "tee", "timer_getoverrun", "timer_gettime", "tkill", "utime", "utimes",
      "vmsplice",
    ])
}
