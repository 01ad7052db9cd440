extension SyscallGroup {
  /// Modes, owners, times, and the reading of extended attributes (which `ls -l` and `cp` do). Every runtime, within the rights of its
  /// own user.
  static let fileAttributes = SyscallGroup(
    "fileAttributes",
    [
      "chmod", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fgetxattr", "flistxattr", "getxattr", "lgetxattr",
      "listxattr", "llistxattr", "utimensat",
    ])
}
