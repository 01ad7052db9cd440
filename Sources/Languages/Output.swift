/// What every printer writes into: bytes, never String (architecture: 2 ms against 4.4 ms for 1.2 MB).
public struct Output: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
  /// Code of ours, of up to tens of kilobytes: its description would be a copy.
  mutating func write(literal text: StaticString) { text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) } }
  public mutating func write(byte: UInt8) { bytes.append(byte) }
  public mutating func write(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }
  public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }
  public mutating func spaces(_ count: Int) { for _ in 0..<count { bytes.append(UInt8(ascii: " ")) } }

  /// Bytes since the last line break at or after `start`, for printers that fill lines.
  func column(since start: Int) -> Int {
    var count = 0
    var index = bytes.count - 1
    while index >= start, bytes[index] != UInt8(ascii: "\n") {
      count += 1
      index -= 1
    }
    return count
  }

  /// `# text`, indented; the languages with comments share the form. A comment of more than 1,000 bytes takes several lines,
  /// for nginx refuses a comment of 4 KiB and apparmor_parser one of 16 KiB.
  mutating func comment(_ comment: CommentText, indent: Int = 0, mark: String = "#") {
    let text = comment.text
    if text.utf8.count <= Self.longestComment {
      spaces(indent)
      write(mark)
      if !text.isEmpty { write(byte: UInt8(ascii: " ")) }
      write(text)
      return newline()
    }
    var rest = Array(text.utf8)[...]
    repeat {
      spaces(indent)
      write(mark)
      let line = rest.prefix(Self.commentLength(rest))
      if !line.isEmpty {
        write(byte: UInt8(ascii: " "))
        write(contentsOf: line)
      }
      newline()
      rest = rest.dropFirst(line.count).drop { $0 == UInt8(ascii: " ") }
    } while !rest.isEmpty
  }

  private static let longestComment = 1_000

  /// How much of a comment goes on one line: up to the last space within the limit, else up to the last whole scalar.
  private static func commentLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let limit = longestComment
    if bytes.count <= limit { return bytes.count }
    let line = bytes.prefix(limit)
    if let space = line.lastIndex(of: UInt8(ascii: " ")), space > line.startIndex { return space - line.startIndex }
    var length = limit
    while bytes[bytes.startIndex + length] & 0xC0 == 0x80 { length -= 1 }
    return length
  }
}

/// A language tree that can be printed as one file.
public protocol Printable: Sendable {
  func print(into output: inout Output)
}

extension Printable {
  public var printed: [UInt8] { printed(reserving: 4096) }

  /// `size` is about how much it will be.
  public func printed(reserving size: Int) -> [UInt8] {
    var output = Output(reserving: size)
    print(into: &output)
    // Thousands of these are held until they are written: none keeps much that it doesn't fill.
    if output.bytes.capacity - output.bytes.count < output.bytes.count / 8 { return output.bytes }
    var exact: [UInt8] = []
    exact.reserveCapacity(output.bytes.count)
    exact += output.bytes
    return exact
  }
}
