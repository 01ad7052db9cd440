extension SyscallGroup {
  /// What `docker exec` of a shell and of Debian's coreutils adds: job control, `nice`, `nproc`, `cp`, `mkfifo`, `sync`, `tail -f`,
  /// bash 5.3 asking for its ids, and terminfo's reading under the file system's user. Health checks and a person's look inside.
  static let shell = SyscallGroup(
    "shell",
    [
      "copy_file_range", "getpriority", "getresgid", "getresuid", "inotify_add_watch", "inotify_init1", "inotify_rm_watch",
      "mknodat", "sched_getscheduler", "setfsgid", "setfsuid", "setpriority", "sync",
    ])
}
