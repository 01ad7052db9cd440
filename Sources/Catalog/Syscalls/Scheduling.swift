extension SyscallGroup {
  /// Priorities and processors of threads: libuv, V8, and Python's `os` module.
  static let scheduling = SyscallGroup(
    "scheduling",
    [
      "sched_get_priority_max", "sched_get_priority_min", "sched_getparam", "sched_getscheduler", "sched_setaffinity",
      "sched_setscheduler",
    ])
}
