import Glibc

/// An open file descriptor, closed with its last reference.
final class OpenFile: Sendable {
  let descriptor: Int32
  let path: String

  init(_ descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens for reading without waiting for a FIFO's writer and without following into an exec'd child.
  static func reading(at directory: Int32 = AT_FDCWD, _ name: String, flags: Int32 = 0, shownAs path: String) throws(SystemError)
    -> OpenFile
  {
    try refuseZeroByte(name, .read)
    let descriptor = retrying { unsafe openat(directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags) }
    guard let descriptor else {
      let code = errno
      // A socket can't be opened at all, which the system reports as a missing device.
      if code == ENXIO, let kind = try fileKind(at: directory, name, followLinks: true, shownAs: path), kind != .regular {
        throw SystemError(path: path, code: code, operation: .read, kind: .notAFile(kind))
      }
      throw SystemError(path: path, code: code, operation: .read)
    }
    return OpenFile(descriptor, path: path)
  }

  deinit { close(descriptor) }

  func status() throws(SystemError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError(path: path, code: errno, operation: .inspect) }
    return status
  }

  /// Throws where this is no regular file.
  func regularStatus() throws(SystemError) -> stat {
    let status = try status()
    switch FileKind(mode: status.st_mode) {
    case .regular: return status
    case .directory: throw SystemError(path: path, code: EISDIR, operation: .read)
    case let kind: throw SystemError(path: path, code: 0, operation: .read, kind: .notAFile(kind))
    }
  }

  /// The next bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    let count = retrying { unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    guard let count else { throw SystemError(path: path, code: errno, operation: .read) }
    return count
  }
}

/// Reads a regular file of at most `limit` bytes. Directories, FIFOs, devices and sockets are refused by kind, and none can block us.
public func readFile(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
  try readAll(OpenFile.reading(path, shownAs: path), limit: limit)
}

func readAll(_ file: OpenFile, limit: Int) throws(SystemError) -> [UInt8] {
  let status = try file.regularStatus()
  guard status.st_size <= limit else { throw SystemError(path: file.path, code: EFBIG, operation: .read, kind: .tooLarge(limit: limit)) }
  // One byte more than the size tells the end without another round; files of /proc say 0 and grow as they are read.
  var capacity = Int(status.st_size) + 1
  var bytes: [UInt8] = []
  while true {
    var failure: SystemError?
    var ended = false
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(SystemError) {
        while count < capacity {
          let read = unsafe try file.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
          if read == 0 {
            ended = true
            break
          }
          count += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    if bytes.count > limit { throw SystemError(path: file.path, code: EFBIG, operation: .read, kind: .tooLarge(limit: limit)) }
    if ended { return bytes }
    capacity = min(max(capacity * 2, 4096), limit + 1)
  }
}

/// Writes all bytes to a descriptor, e.g. 1 or 2. Throws `.brokenPipe` where the reader has gone: the caller ignores SIGPIPE.
public func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
  try writeAll(
    descriptor, bytes, path: descriptor == 1 ? "standard output" : descriptor == 2 ? "standard error" : "descriptor \(descriptor)")
}

func writeAll(_ descriptor: Int32, _ bytes: [UInt8], path: String) throws(SystemError) {
  var code: Int32 = 0
  unsafe bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count {
      if let count = retrying({ unsafe write(descriptor, buffer.baseAddress! + written, buffer.count - written) }) {
        written += count
      } else if errno == EAGAIN {
        // A terminal or pipe that another process made non-blocking: wait until it takes more.
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe Glibc.poll(&poll, 1, -1)
      } else {
        code = errno
        return
      }
    }
  }
  if code != 0 { throw SystemError(path: path, code: code, operation: .write) }
}
