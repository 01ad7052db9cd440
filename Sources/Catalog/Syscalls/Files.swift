extension SyscallGroup {
  /// Reading and writing files and directories.
  static let files = SyscallGroup(
    "files",
    [
      "access", "chdir", "chmod", "chown", "close", "copy_file_range", "creat", "dup", "dup2", "dup3", "faccessat",
      "faccessat2", "fadvise64", "fallocate", "fchdir", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fcntl",
      "fdatasync", "fgetxattr", "flistxattr", "flock", "fstat", "fstatfs", "fsync", "ftruncate", "futimesat", "getcwd",
      "getdents", "getdents64", "getxattr", "inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch", "ioctl",
      "lchown", "lgetxattr", "link", "linkat", "listxattr", "llistxattr", "lseek", "lstat", "memfd_create", "mkdir", "mkdirat",
      "newfstatat", "open", "openat", "openat2", "pipe", "pipe2", "pread64", "preadv", "preadv2", "pwrite64", "pwritev",
      "pwritev2", "read", "readahead", "readlink", "readlinkat", "readv", "rename", "renameat", "renameat2", "rmdir", "splice",
      "stat", "statfs", "statx", "symlink", "symlinkat", "sync", "sync_file_range", "syncfs", "tee", "truncate", "unlink",
      "unlinkat", "utime", "utimensat", "utimes", "vmsplice", "write", "writev",
    ])
}
