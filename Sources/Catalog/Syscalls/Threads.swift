extension SyscallGroup {
  /// glibc's threads. `clone` itself has a rule of its own. Every runtime.
  static let threads = SyscallGroup(
    "threads",
    [
      "exit", "futex", "getcpu", "gettid", "rseq", "sched_getaffinity", "sched_yield", "set_robust_list", "set_tid_address",
      "tgkill",
    ])
}
