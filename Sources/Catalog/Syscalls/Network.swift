extension SyscallGroup {
  /// Sockets and the event loops around them; `socket` itself has a rule of its own.
  static let network = SyscallGroup(
    "network",
    [
      "accept", "accept4", "bind", "connect", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2",
      "epoll_wait", "eventfd", "eventfd2", "getpeername", "getsockname", "getsockopt", "listen", "poll", "ppoll", "pselect6",
      "recvfrom", "recvmmsg", "recvmsg", "select", "sendfile", "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown",
      "signalfd", "signalfd4", "socketpair", "timerfd_create", "timerfd_gettime", "timerfd_settime",
    ])
}
