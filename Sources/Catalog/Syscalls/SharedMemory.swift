extension SyscallGroup {
  /// System V shared memory and semaphores: postgres.
  static let sharedMemory = SyscallGroup(
    "sharedMemory",
    [
      "semctl", "semget", "semop", "semtimedop", "shmat", "shmctl", "shmdt", "shmget",
    ])
}
