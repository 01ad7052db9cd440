extension SyscallGroup {
  /// Processes by file descriptor: asyncio's and subprocess' child watchers, newer glibc's `posix_spawn`.
  static let processHandles = SyscallGroup(
    "processHandles",
    [
      "pidfd_open", "pidfd_send_signal", "waitid",
    ])
}
