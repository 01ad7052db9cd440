extension SyscallGroup {
  /// Opening, reading, writing and listing. Where glibc still uses an older call on x86-64, its `at` form is here too: arm64 has only that.
  /// Every runtime.
  static let files = SyscallGroup(
    "files",
    [
      "access", "chdir", "close", "close_range", "creat", "dup", "dup2", "dup3", "faccessat", "faccessat2", "fadvise64",
      "fchdir", "fcntl", "fstat", "fstatfs", "fsync", "ftruncate", "getcwd", "getdents64", "ioctl", "linkat", "lseek",
      "mkdir", "mkdirat", "newfstatat", "open", "openat", "openat2", "pipe2", "pread64", "preadv", "pwrite64", "pwritev",
      "read", "readlink", "readlinkat", "readv", "rename", "renameat", "renameat2", "rmdir", "statfs", "statx", "symlinkat",
      "unlink", "unlinkat", "write", "writev",
    ])
}
