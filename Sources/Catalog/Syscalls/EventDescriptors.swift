extension SyscallGroup {
  /// Signals and timers by file descriptor: postgres' latches, Python's `os`, event libraries.
  static let eventDescriptors = SyscallGroup(
    "eventDescriptors",
    [
      "signalfd4", "timerfd_create", "timerfd_gettime", "timerfd_settime",
    ])
}
