extension SyscallGroup {
  /// System V shared memory, by which postgres keeps two servers off one data directory.
  static let sharedMemory = SyscallGroup(
    "sharedMemory",
    [
      "shmat", "shmctl", "shmdt", "shmget",
    ])
}
