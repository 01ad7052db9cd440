extension SyscallGroup {
  /// Linux's native asynchronous I/O: nginx and databases.
  static let asyncIO = SyscallGroup(
    "asyncIO",
    [
      "io_cancel", "io_destroy", "io_getevents", "io_pgetevents", "io_setup", "io_submit",
    ])
}
