extension SyscallGroup {
  /// What code written for Node's `fs` and Python's `os` and `shutil` may ask of files, and SQLite with it.
  static let applicationFiles = SyscallGroup(
    "applicationFiles",
    [
      "chown", "copy_file_range", "fallocate", "fdatasync", "flock", "lchown", "link", "lstat", "memfd_create", "msync",
      "preadv2", "pwritev2", "splice", "stat", "symlink", "truncate",
    ])
}
