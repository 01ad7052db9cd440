extension SyscallGroup {
  /// TCP, UDP and local sockets. `socket` itself has a rule of its own, by address family. Every runtime.
  static let network = SyscallGroup(
    "network",
    [
      "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmsg",
      "sendfile", "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown", "socketpair",
    ])
}
