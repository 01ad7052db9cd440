extension SyscallGroup {
  /// The C library's allocator, mapped files and what garbage collectors do with their heaps. Every runtime.
  /// `map_shadow_stack` is glibc's on processors with shadow stacks.
  static let memory = SyscallGroup(
    "memory",
    [
      "brk", "madvise", "map_shadow_stack", "membarrier", "mmap", "mprotect", "mremap", "munmap",
    ])
}
