extension [SyscallGroup] {
  /// What every service needs: to be started by the engine, to serve, to be checked, looked into and stopped.
  static let everyProcess: [SyscallGroup] = [
    .containerStart, .process, .memory, .threads, .signals, .timers, .files, .fileAttributes, .network, .events, .shell,
  ]
}
