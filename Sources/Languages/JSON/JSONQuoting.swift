extension JSONValue {
  /// JSON's one quoting function. Beyond what RFC 8259 section 7 asks for, it escapes what some reader of the file takes for a
  /// line break, what YAML 1.1 calls unprintable, and the bidirectional controls; so the result is also a YAML 1.1 and 1.2
  /// double-quoted scalar, and one physical line in a Dockerfile.
  static func quote(_ text: String, into output: inout Output) {
    output.write(byte: UInt8(ascii: "\""))
    // The common case, a test of four comparisons a byte: printable ASCII without `"` and `\`.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      output.write(text)
    } else {
      quoteEach(text, into: &output)
    }
    output.write(byte: UInt8(ascii: "\""))
  }

  /// Columns that `quote` takes for text without anything to escape; used only to decide where lines break.
  static func width(_ text: String) -> Int { text.utf8.count + 2 }

  private static let plain: UInt8 = 0
  /// A control character: `\u00XX` unless it has a short form.
  private static let control: UInt8 = 1
  /// A lead byte after which some scalars are escaped: C2 (C1 controls), E2 (separators, bidi), EF (BOM, noncharacters).
  private static let lead: UInt8 = 2
  /// Any other class is the letter that follows the backslash.
  private static let classes: [UInt8] = {
    var table = [UInt8](repeating: plain, count: 256)
    for byte in 0..<0x20 { table[byte] = control }
    table[0x7F] = control
    table[0x08] = UInt8(ascii: "b")
    table[0x09] = UInt8(ascii: "t")
    table[0x0A] = UInt8(ascii: "n")
    table[0x0C] = UInt8(ascii: "f")
    table[0x0D] = UInt8(ascii: "r")
    table[0x22] = UInt8(ascii: "\"")
    table[0x5C] = UInt8(ascii: "\\")
    table[0xC2] = lead
    table[0xE2] = lead
    table[0xEF] = lead
    return table
  }()

  private static func quoteEach(_ text: String, into output: inout Output) {
    let table = classes
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch table[Int(byte)] {
      case plain: output.write(byte: byte)
      case control: unicode(UInt32(byte), into: &output)
      case lead:
        let length = byte == 0xC2 ? 1 : 2
        var scalar = UInt32(byte & (length == 1 ? 0x1F : 0x0F))
        for offset in 0..<length { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        if isEscaped(scalar) {
          unicode(scalar, into: &output)
        } else {
          output.write(contentsOf: bytes[(index - 1)..<(index + length)])
        }
        index += length
      case let letter:
        output.write(byte: UInt8(ascii: "\\"))
        output.write(byte: letter)
      }
    }
  }

  private static func isEscaped(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func unicode(_ scalar: UInt32, into output: inout Output) {
    output.write("\\u")
    for shift in [12, 8, 4, 0] as [UInt32] {
      let digit = Int(scalar >> shift & 0xF)
      output.write(byte: digit < 10 ? UInt8(ascii: "0") + UInt8(digit) : UInt8(ascii: "a") + UInt8(digit - 10))
    }
  }
}
