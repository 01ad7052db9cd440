import CLinux
import Glibc

// What a whole folder needs to be replaced in one step.
extension Directory {
  /// Waits until no other process holds this directory, then holds it until the last reference to this value goes.
  public func lock() throws(SystemError) {
    guard retrying({ flock(descriptor, LOCK_EX) }) != nil else { throw SystemError(path: path, code: errno, operation: .open) }
  }

  /// Gives a file of this directory a second name in another one: content, times and permissions are shared. Links are not followed.
  public func link(_ name: String, into other: Directory, as newName: String) throws(SystemError) {
    guard unsafe linkat(descriptor, name, other.descriptor, newName, 0) == 0 else {
      throw SystemError(path: child(name), code: errno, operation: .write)
    }
  }

  /// Swaps two names in one step; nobody sees a moment without either.
  public func exchange(_ first: String, _ second: String) throws(SystemError) {
    guard unsafe securegen_exchange(descriptor, first, second) == 0 else {
      throw SystemError(path: child(first), code: errno, operation: .rename)
    }
  }

  /// Writes a new file; it must not be there.
  public func create(_ name: String, _ bytes: [UInt8], mode: UInt32) throws(SystemError) {
    let path = child(name)
    let opened = retrying { unsafe openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600)) }
    guard let opened else { throw SystemError(path: path, code: errno, operation: .write) }
    let file = OpenFile(opened, path: path)
    try writeAll(file.descriptor, bytes, path: path)
    // The exact bits, whatever the umask is.
    guard fchmod(file.descriptor, mode_t(mode)) == 0 else { throw SystemError(path: path, code: errno, operation: .write) }
  }

  /// Removes a name with all that is below it; no link is followed. Nothing there is no error.
  public func removeTree(_ name: String) throws(SystemError) {
    // Nearly all are files: what is none is told by the refusal.
    do throws(SystemError) {
      try removeFile(name)
      return
    } catch {
      guard try kind(name) == .directory else { throw error }
    }
    do {
      let inner = try subdirectory(name)
      for entry in try inner.list() { try inner.removeTree(entry) }
    }
    try removeDirectory(name)
  }

  /// Copies a tree by second names for its files; directories are made anew with the same permissions.
  public func linkTree(_ name: String, into other: Directory, as newName: String? = nil) throws(SystemError) {
    guard try kind(name) == .directory else { return try link(name, into: other, as: newName ?? name) }
    let inner = try subdirectory(name)
    let copy = try other.subdirectory(newName ?? name, makingWith: 0o755)
    for entry in try inner.list() { try inner.linkTree(entry, into: copy) }
    try copy.takePermissions(of: inner)
  }

  /// Takes the permission bits of a directory that this one stands in for, and where the system lets it, the owner.
  public func takePermissions(of other: Directory) throws(SystemError) {
    var status = stat()
    guard unsafe fstat(other.descriptor, &status) == 0 else { throw SystemError(path: other.path, code: errno, operation: .inspect) }
    // Only root may give a directory away; for others it is theirs already, or stays who made it.
    _ = fchown(descriptor, status.st_uid, status.st_gid)
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw SystemError(path: path, code: errno, operation: .write) }
  }
}
