/// Something that was found in a source, with the place it was found at.
public struct Found<Value: Sendable>: Sendable {
  public var value: Value
  public var evidence: Evidence
  public init(_ value: Value, _ evidence: Evidence) {
    self.value = value
    self.evidence = evidence
  }
}

/// A line of a file that a proposal rests on.
public struct Evidence: Sendable, Equatable {
  public var file: String
  /// From 1; nil where the file's being there is the evidence.
  public var line: Int?
  /// The line without the blanks around it, shortened, its control characters shown.
  public var text: String

  public init(_ file: String, line: Int? = nil, _ text: String = "") {
    self.file = file
    self.line = line
    self.text = text
  }

  /// `package.json:5`
  public var place: String { line.map { "\(file):\($0)" } ?? file }
}

/// A version as a project's own file asks for it.
public struct VersionWish: Sendable, Equatable {
  /// `[3, 12]` for 3.12.
  public var numbers: [Int]
  /// Newer ones will do.
  public var orNewer: Bool

  /// Reads `24`, `^24.1`, `>=3.11,<4`, `24.x`, `~> 3.4`, `"3.12"`; nil where there is no number.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: Self.isDigit) else { return nil }
    var numbers: [Int] = []
    var index = first
    while index < bytes.count, Self.isDigit(bytes[index]), numbers.count < 3 {
      var number = 0
      var digits = 0
      while index < bytes.count, Self.isDigit(bytes[index]), digits < 6 {
        number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        index += 1
        digits += 1
      }
      numbers.append(number)
      guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), Self.isDigit(bytes[index + 1]) else { break }
      index += 1
    }
    self.numbers = numbers
    // `^24.1` and `~> 3.4` stay on their line.
    let before = bytes[..<first]
    orNewer = before.contains(UInt8(ascii: ">")) && !before.contains(UInt8(ascii: "~"))
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
