extension SyscallGroup {
  /// Linux's native asynchronous I/O, which an nginx built with `--with-file-aio` (the official one) sets up in every worker
  /// (nginx 1.30, src/event/modules/ngx_epoll_module.c, ngx_epoll_aio_init).
  static let asyncIO = SyscallGroup(
    "asyncIO",
    [
      "io_destroy", "io_getevents", "io_setup", "io_submit",
    ])
}
