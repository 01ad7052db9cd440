extension SyscallGroup {
  /// Waiting for many things at once: libc, nginx, redis' ae, libuv, asyncio, postgres' latches. Every runtime.
  static let events = SyscallGroup(
    "events",
    [
      "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait", "eventfd2", "poll", "ppoll", "pselect6",
    ])
}
