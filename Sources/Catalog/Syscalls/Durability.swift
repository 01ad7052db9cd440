extension SyscallGroup {
  /// Write-back, space and truncation under the program's own control: databases.
  static let durability = SyscallGroup(
    "durability",
    [
      "fallocate", "fdatasync", "fsync", "msync", "sync_file_range", "syncfs", "truncate",
    ])
}
