extension SyscallGroup {
  /// Clocks and timers. Every runtime: most clock reads are served without a call, but not on every virtual machine.
  static let timers = SyscallGroup(
    "timers",
    [
      "clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "gettimeofday", "nanosleep", "setitimer", "time",
      "timer_create", "timer_delete", "timer_settime",
    ])
}
