extension SyscallGroup {
  /// Changing user, groups or capabilities. Needless to a service that starts as its own user, and without capabilities the kernel
  /// refuses what matters; but entrypoints of unknown images may try, or set what is already so.
  static let identity = SyscallGroup(
    "identity",
    [
      "capset", "setgid", "setgroups", "setregid", "setresgid", "setresuid", "setreuid", "setuid",
    ])
}
