extension SyscallGroup {
  /// Node asks whether it holds raised privileges before it trusts its environment; V8 guards its code by memory protection keys where
  /// the processor has them.
  static let nodeStart = SyscallGroup(
    "nodeStart",
    [
      "capget", "pkey_alloc", "pkey_free", "pkey_mprotect",
    ])
}
