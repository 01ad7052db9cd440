import Glibc

public enum FileKind: Sendable, Equatable {
  case regular, directory, link, fifo, socket, characterDevice, blockDevice, unknown

  init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .unknown
      }
  }

  /// With its article, for messages.
  public var words: String {
    switch self {
    case .regular: "a regular file"
    case .directory: "a directory"
    case .link: "a symbolic link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .characterDevice, .blockDevice: "a device"
    case .unknown: "of an unknown kind"
    }
  }
}

/// The kind of what a path names; nil where nothing is there.
public func fileKind(_ path: String, followLinks: Bool = true) throws(SystemError) -> FileKind? {
  try refuseZeroByte(path, .inspect)
  return try fileKind(at: AT_FDCWD, path, followLinks: followLinks, shownAs: path)
}

func fileKind(at directory: Int32, _ name: String, followLinks: Bool, shownAs path: String) throws(SystemError) -> FileKind? {
  var status = stat()
  guard unsafe fstatat(directory, name, &status, followLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else {
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw SystemError(path: path, code: errno, operation: .inspect)
  }
  return FileKind(mode: status.st_mode)
}

/// The absolute path without links, `.` and `..`.
public func realPath(_ path: String) throws(SystemError) -> String {
  try refuseZeroByte(path, .resolve)
  guard let resolved = unsafe realpath(path, nil) else { throw SystemError(path: path, code: errno, operation: .resolve) }
  defer { unsafe free(resolved) }
  return unsafe String(cString: resolved)
}

/// The permission bits of what a path names, links followed.
public func filePermissions(_ path: String) throws(SystemError) -> UInt32 {
  try refuseZeroByte(path, .inspect)
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { throw SystemError(path: path, code: errno, operation: .inspect) }
  return UInt32(status.st_mode & 0o7777)
}
