extension SyscallGroup {
  /// What `docker exec` of a shell and of Debian's coreutils adds: job control, `nice`, `cp`, `mkfifo`, `sync`, `tail -f`, and terminfo's
  /// reading under the file system's user. Health checks and a person's look inside a container.
  static let shell = SyscallGroup(
    "shell",
    [
      "copy_file_range", "getpriority", "inotify_add_watch", "inotify_init1", "inotify_rm_watch", "mknodat", "setfsgid",
      "setfsuid", "setpriority", "sync",
    ])
}
