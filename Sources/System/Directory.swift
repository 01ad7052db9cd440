import Glibc

/// An open directory. All that is done by name below it stays below it: no symbolic link is followed, however it got there
/// and even if somebody puts one there while we write.
public final class Directory: Sendable {
  private let file: OpenFile
  /// The path it was opened by, for messages.
  public var path: String { file.path }

  var descriptor: Int32 { file.descriptor }

  private init(_ file: OpenFile) { self.file = file }

  /// Opens a directory by a path whose links are followed: the user's own choice of place.
  public convenience init(_ path: String) throws(SystemError) {
    self.init(try OpenFile.reading(path, flags: O_DIRECTORY, shownAs: path))
  }

  /// A directory directly in this one, made with this mode (less the umask) if it isn't there and a mode is given.
  public func subdirectory(_ name: String, makingWith mode: UInt32? = nil) throws(SystemError) -> Directory {
    try refuseSeparator(name, .open)
    let path = child(name)
    if let mode, unsafe mkdirat(file.descriptor, name, mode_t(mode)) != 0, errno != EEXIST {
      throw SystemError(path: path, code: errno, operation: .make)
    }
    do throws(SystemError) {
      return Directory(try OpenFile.reading(at: file.descriptor, name, flags: O_DIRECTORY | O_NOFOLLOW, shownAs: path))
    } catch {
      throw try linkError(name, error)
    }
  }

  /// What a name in this directory is; links are not followed; nil where there is nothing.
  public func kind(_ name: String) throws(SystemError) -> FileKind? {
    try refuseSeparator(name, .inspect)
    return try fileKind(at: file.descriptor, name, followLinks: false, shownAs: child(name))
  }

  /// Reads a regular file of at most `limit` bytes.
  public func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8] { try readAll(open(name), limit: limit) }

  /// Whether a regular file has exactly these bytes, and the permission bits as far as they can be kept: a checkout by git under some
  /// umask is still the same file, one that others may write or that lost its executable bit is not. False where it isn't there or is
  /// anything else.
  public func contentsEqual(_ name: String, _ bytes: [UInt8], mode: UInt32) throws(SystemError) -> Bool {
    let file: OpenFile
    do throws(SystemError) {
      file = try open(name)
    } catch {
      switch error.kind {
      // What can't be read is not equal: the write that follows will say why, if it fails too.
      case .missing, .isLink, .notAFile, .isDirectory, .notPermitted: return false
      default: throw error
      }
    }
    let status = try file.status()
    guard FileKind(mode: status.st_mode) == .regular, status.st_size == bytes.count, isKept(UInt32(status.st_mode), mode)
    else { return false }
    var failure: SystemError?
    let equal = unsafe withUnsafeTemporaryAllocation(byteCount: min(max(bytes.count, 1), 1 << 16), alignment: 16) { chunk in
      var compared = 0
      do throws(SystemError) {
        while compared < bytes.count {
          let count = unsafe try file.read(into: chunk)
          if count == 0 || compared + count > bytes.count { return false }
          let same = unsafe bytes.withUnsafeBytes { unsafe memcmp($0.baseAddress! + compared, chunk.baseAddress!, count) == 0 }
          if !same { return false }
          compared += count
        }
      } catch {
        failure = error
        return false
      }
      return true
    }
    if let failure { throw failure }
    return equal
  }

  /// Replaces or makes a file in one step: readers see the old content or the new, never a part. After any failure the old file stands
  /// and nothing else is left. `synchronize` waits for the disk, which only a file that can't be made again needs.
  public func writeAtomically(_ name: String, _ bytes: [UInt8], mode: UInt32, synchronize: Bool = false) throws(SystemError) {
    try refuseSeparator(name, .write)
    let path = child(name)
    let (temporary, output) = try makeTemporary(path)
    do throws(SystemError) {
      try writeAll(output.descriptor, bytes, path: path)
      // The exact bits, whatever the umask is.
      guard fchmod(output.descriptor, mode_t(mode)) == 0, !synchronize || fsync(output.descriptor) == 0,
        unsafe renameat(file.descriptor, temporary, file.descriptor, name) == 0
      else { throw SystemError(path: path, code: errno, operation: .write) }
    } catch {
      _ = unsafe unlinkat(file.descriptor, temporary, 0)
      throw error
    }
  }

  /// Removes a file or a link, never what a link leads to; false where there was nothing.
  @discardableResult
  public func removeFile(_ name: String) throws(SystemError) -> Bool { try remove(name, flags: 0) }

  /// Removes an empty directory; false where there was nothing.
  @discardableResult
  public func removeDirectory(_ name: String) throws(SystemError) -> Bool { try remove(name, flags: AT_REMOVEDIR) }

  /// Renames within this directory, replacing a file of the new name.
  public func rename(_ old: String, to new: String) throws(SystemError) {
    try refuseSeparator(old, .rename)
    try refuseSeparator(new, .rename)
    guard unsafe renameat(file.descriptor, old, file.descriptor, new) == 0 else {
      throw SystemError(path: child(old), code: errno, operation: .rename)
    }
  }

  /// Names in this directory but `.` and `..`, in byte order.
  public func list() throws(SystemError) -> [String] {
    // A descriptor of its own, as reading the list moves and closes it.
    let descriptor = retrying { unsafe openat(file.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let descriptor else { throw SystemError(path: path, code: errno, operation: .list) }
    guard let stream = unsafe fdopendir(descriptor) else {
      close(descriptor)
      throw SystemError(path: path, code: errno, operation: .list)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw SystemError(path: path, code: errno, operation: .list) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  // MARK: Helpers

  func child(_ name: String) -> String { path == "." ? name : path.hasSuffix("/") ? path + name : path + "/" + name }

  /// Names of this directory only; a path could lead out of it.
  private func refuseSeparator(_ name: String, _ operation: SystemError.Operation) throws(SystemError) {
    if name.isEmpty || name == "." || name == ".." || name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(0) {
      throw SystemError(path: child(name), code: EINVAL, operation: operation)
    }
  }

  private func open(_ name: String) throws(SystemError) -> OpenFile {
    try refuseSeparator(name, .read)
    return try OpenFile.reading(at: file.descriptor, name, flags: O_NOFOLLOW, shownAs: child(name))
  }

  /// With O_DIRECTORY the system says "not a directory" of a link.
  private func linkError(_ name: String, _ error: SystemError) throws(SystemError) -> SystemError {
    guard error.code == ENOTDIR, try kind(name) == .link else { return error }
    return SystemError(path: error.path, code: ELOOP, operation: error.operation)
  }

  /// Owner's executable bit equal, owner may read, nobody else may write beyond the group, nothing special.
  private func isKept(_ bits: UInt32, _ wanted: UInt32) -> Bool {
    bits & 0o100 == wanted & 0o100 && bits & 0o400 != 0 && bits & 0o7002 == 0
  }

  private func makeTemporary(_ path: String) throws(SystemError) -> (name: String, file: OpenFile) {
    var number = 0
    while true {
      // No part of the name is the target's, so that it can't become too long; a left-over of an earlier process is passed by.
      let name = ".securegen-\(getpid())-\(number)"
      let descriptor = retrying { unsafe openat(file.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600) }
      if let descriptor { return (name, OpenFile(descriptor, path: path)) }
      guard errno == EEXIST, number < 1000 else { throw SystemError(path: path, code: errno, operation: .write) }
      number += 1
    }
  }

  private func remove(_ name: String, flags: Int32) throws(SystemError) -> Bool {
    try refuseSeparator(name, .remove)
    if unsafe unlinkat(file.descriptor, name, flags) == 0 { return true }
    if errno == ENOENT { return false }
    throw SystemError(path: child(name), code: errno, operation: .remove)
  }
}
