import Glibc

/// Why an operation of the operating system failed, in a form callers can decide by and print.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Operation: String, Sendable {
    case open, read, write, list, inspect, make, rename, remove, resolve
  }

  /// What callers tell apart.
  public enum Kind: Equatable, Sendable {
    case missing
    case notPermitted
    case isDirectory
    /// A FIFO, a device or a socket where a regular file is wanted.
    case notAFile(FileKind)
    case notADirectory
    /// A symbolic link where none may be followed.
    case isLink
    /// More bytes than the caller's limit.
    case tooLarge(limit: Int)
    case full
    case readOnly
    /// The reader of our output has gone.
    case brokenPipe
    /// Anything else; `code` says which.
    case other
  }

  public let path: String
  /// The errno, 0 where the system itself reported none.
  public let code: Int32
  public let operation: Operation
  public let kind: Kind

  public init(path: String, code: Int32, operation: Operation, kind: Kind? = nil) {
    self.path = path
    self.code = code
    self.operation = operation
    self.kind = kind ?? SystemError.kind(code)
  }

  /// Whether the file system can't do this at all, rather than not now (rename(2)): it has no such flag, or the folder lies in a lower layer
  /// of overlayfs.
  public var isOfTheFileSystem: Bool { [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP, EXDEV].contains(code) }

  /// What went wrong without the path, e.g. "no such file or directory". The same in every locale.
  public var reason: String {
    switch kind {
    case .isDirectory: "it is a directory"
    case .notAFile(let kind): "it is \(kind.words), not a file"
    case .isLink: "it is a symbolic link, which could lead anywhere"
    case .tooLarge(let limit): "it is larger than \(limit) bytes"
    default: SystemError.words(code)
    }
  }

  /// E.g. "can't read stack.yaml: no such file or directory".
  public var description: String { "can't \(operation.rawValue) \(path): \(reason)" }

  private static func kind(_ code: Int32) -> Kind {
    switch code {
    case ENOENT: .missing
    case EACCES, EPERM: .notPermitted
    case EISDIR: .isDirectory
    case ENOTDIR: .notADirectory
    case ELOOP: .isLink
    case ENOSPC, EDQUOT: .full
    case EROFS: .readOnly
    case EPIPE: .brokenPipe
    default: .other
    }
  }

  /// Our own words, as the C library's follow the locale.
  private static func words(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file or directory"
    case EACCES: "permission denied"
    case EPERM: "the system does not permit it"
    case EISDIR: "it is a directory"
    case ENOTDIR: "part of the path is not a directory"
    case EEXIST: "it exists already"
    case ENOTEMPTY: "the directory is not empty"
    case ELOOP: "too many symbolic links"
    case ENAMETOOLONG: "the name is too long"
    case ENOSPC: "no space left on the disk"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "the file would be too large"
    case EROFS: "the file system is read-only"
    case EPIPE: "the reader of the output has gone"
    case EMFILE, ENFILE: "too many open files"
    case ENOMEM: "out of memory"
    case EBUSY, ETXTBSY: "it is in use"
    case EXDEV: "it lies on another file system"
    case EINVAL: "the system refuses this name or operation"
    case EIO: "input/output error"
    case ENXIO, ENODEV: "the device is not there"
    case ENOTSUP: "the file system does not support it"
    default: "system error \(code)"
    }
  }
}

/// Calls again while a signal interrupts; nil stands for the system's -1 and leaves `errno` readable.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result? {
  while true {
    let result = call()
    if result != -1 { return result }
    if errno != EINTR { return nil }
  }
}

/// C strings end at their first zero byte: a path with one in it would name another file.
func refuseZeroByte(_ path: String, _ operation: SystemError.Operation) throws(SystemError) {
  if path.utf8.contains(0) { throw SystemError(path: path, code: EINVAL, operation: operation) }
}
