extension YAMLValue {
  /// YAML's one quoting function: plain where no YAML 1.1 or 1.2 reader takes the text for anything but a string, else in
  /// double quotes, with escapes that both versions share (those of JSON).
  static func quote(_ text: String, into output: inout Output) {
    if isPlain(text) { output.write(text) } else { JSONValue.quote(text, into: &output) }
  }

  /// Stricter than the specification (YAML 1.2.2, 7.3.3): ASCII, begins with a letter, `_`, `/`, `./` or `${{` (GitHub's
  /// expressions), so that it is no number, date, sexagesimal, merge key or indicator; and no boolean or null of YAML 1.1.
  static func isPlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.last != UInt8(ascii: " "), bytes.last != UInt8(ascii: ":") else { return false }
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "/"): break
    case UInt8(ascii: "."): guard bytes.count > 2, bytes[1] == UInt8(ascii: "/") else { return false }
    case UInt8(ascii: "$"): guard bytes.starts(with: "${{".utf8) else { return false }
    default: return false
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: " "):
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "#") { return false }
      case UInt8(ascii: ":"):
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: " ") { return false }
      case 0x21...0x7E: break
      default: return false
      }
    }
    return bytes.count > 5 || !notStrings.contains(text.lowercased())
  }

  /// Booleans and null of YAML 1.1 (yaml.org/type/bool.html, null.html), in any case.
  private static let notStrings: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

  /// Whether a `|` block reads back as exactly this text: printable in YAML 1.1, no carriage return or Unicode line break
  /// (which a reader would normalise), and something else than line breaks in it.
  static func fitsBlock(_ text: String) -> Bool {
    var isBlank = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: break
      case 0x20...0x7E, 0xA0...0x2027, 0x202F...0x2065, 0x206A...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: isBlank = false
      case 0x09: if isBlank { return false }
      default: return false
      }
    }
    return !isBlank
  }
}
