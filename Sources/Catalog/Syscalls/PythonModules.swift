extension SyscallGroup {
  /// What Python's `os`, `signal` and `shutil` offer beyond other runtimes.
  static let pythonModules = SyscallGroup(
    "pythonModules",
    [
      "alarm", "fremovexattr", "fsetxattr", "getpgid", "getresgid", "getresuid", "getsid", "lsetxattr", "pause",
      "removexattr", "rt_sigpending", "rt_sigqueueinfo", "sched_rr_get_interval", "setxattr",
    ])
}
