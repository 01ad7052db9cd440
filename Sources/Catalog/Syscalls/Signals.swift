extension SyscallGroup {
  /// Sending, blocking and handling signals. Every runtime; a graceful stop stands on it.
  static let signals = SyscallGroup(
    "signals",
    [
      "kill", "restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait",
      "sigaltstack", "tgkill",
    ])
}
