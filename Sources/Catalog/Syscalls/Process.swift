extension SyscallGroup {
  /// The life of a process: starting others, waiting for them, asking who one is and what one may use. Every runtime.
  static let process = SyscallGroup(
    "process",
    [
      "arch_prctl", "execve", "exit", "exit_group", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp",
      "getpid", "getppid", "getrandom", "getrusage", "gettid", "getuid", "prctl", "prlimit64", "setpgid", "setsid",
      "sysinfo", "times", "umask", "uname", "vfork", "wait4",
    ])
}
