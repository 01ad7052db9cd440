extension SyscallGroup {
  /// Starting, threads, signals and memory: what the C library and the container engine need of every process.
  static let process = SyscallGroup(
    "process",
    [
      "arch_prctl", "brk", "capget", "capset", "clock_getres", "clock_gettime", "clock_nanosleep", "close_range", "execve",
      "execveat", "exit", "exit_group", "fork", "futex", "futex_requeue", "futex_wait", "futex_waitv", "futex_wake",
      "get_robust_list", "get_thread_area", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getitimer", "getpgid",
      "getpgrp", "getpid", "getppid", "getpriority", "getrandom", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid",
      "gettid", "gettimeofday", "getuid", "kill", "madvise", "map_shadow_stack", "membarrier", "mincore", "mlock", "mlock2",
      "mmap", "mprotect", "mremap", "msync", "munlock", "munmap", "nanosleep", "pause", "pidfd_open", "pidfd_send_signal",
      "pkey_alloc", "pkey_free", "pkey_mprotect", "prctl", "prlimit64", "restart_syscall", "rseq", "rt_sigaction",
      "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait",
      "rt_tgsigqueueinfo", "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getparam",
      "sched_getscheduler", "sched_setaffinity", "sched_yield", "set_robust_list", "set_thread_area", "set_tid_address",
      "setgid", "setgroups", "setitimer", "setpgid", "setpriority", "setresgid", "setresuid", "setrlimit", "setsid", "setuid",
      "sigaltstack", "sysinfo", "tgkill", "time", "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime",
      "timer_settime", "times", "tkill", "umask", "uname", "vfork", "wait4", "waitid",
    ])
}
