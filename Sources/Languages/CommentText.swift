/// One line of commentary in a generated file. What any reader of the file could take for a line break, and what could make
/// the line show otherwise than it reads, becomes a space: no text can leave its comment. Trailing spaces are dropped.
/// Example: `CommentText("a\nb")` prints `# a b`.
public struct CommentText: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public let text: String

  public init(_ text: String) {
    // Nearly every comment is printable ASCII and needs no second look.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), text.utf8.last != UInt8(ascii: " ") {
      self.text = text
      return
    }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(Self.isUnsafe(scalar.value) ? " " : scalar) }
    while scalars.last == " " { scalars.removeLast() }
    self.text = String(scalars)
  }
  public init(stringLiteral value: String) { self.init(value) }

  /// Control characters (C0, DEL, C1 with U+0085, which YAML 1.1 reads as a line break), the line and paragraph separators,
  /// the byte order mark, the bidirectional controls (CVE-2021-42574), and what YAML calls unprintable.
  private static func isUnsafe(_ value: UInt32) -> Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
