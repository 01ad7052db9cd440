/// One file a person wrote, held as the bytes that were read. Shared by reference: every range points back to it.
public final class SourceFile: Sendable {
  /// The path as the user gave it; it opens every message.
  public let path: String
  /// The content, byte for byte.
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A half-open range of bytes in one file. Lines and columns are computed from it only when a message is printed.
public struct SourceRange: Sendable {
  public let file: SourceFile
  /// Offset of the first byte.
  public let start: Int
  /// Offset just past the last byte; equal to `start` for a place between bytes.
  public let end: Int

  public init(file: SourceFile, start: Int, end: Int) {
    self.file = file
    self.start = start
    self.end = max(start, end)
  }
}

/// A value and the place in the source that it was read from.
public struct Located<Value: Sendable>: Sendable {
  public let value: Value
  public let range: SourceRange

  public init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }

  public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Located<Other> { Located<Other>(transform(value), at: range) }
}
