import Languages

/// The scalar at an offset and its length in bytes; nil with length 1 for a byte that is no UTF-8.
func decodeScalar(_ bytes: [UInt8], at index: Int, end: Int) -> (scalar: Unicode.Scalar?, length: Int) {
  let first = bytes[index]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
  guard first >= 0xC2, first <= 0xF4, index + length <= end else { return (nil, 1) }
  var value = UInt32(first) & (0x7F >> UInt32(length))
  for next in index + 1..<index + length {
    guard bytes[next] & 0xC0 == 0x80 else { return (nil, 1) }
    value = value << 6 | UInt32(bytes[next] & 0x3F)
  }
  let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
  guard value >= least, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
  return (scalar, length)
}

/// Text as it may reach a terminal: nothing that moves the cursor, changes colours or reorders a line leaves here.
struct DisplayText {
  private(set) var bytes: [UInt8] = []
  /// Terminal columns used.
  private(set) var width = 0

  private static let tabStop = 4

  mutating func append(_ scalar: Unicode.Scalar?, rawByte: UInt8) {
    guard let scalar else { return append(escape: "\\x" + hex(UInt32(rawByte), digits: 2)) }
    if scalar == "\t" {
      let count = DisplayText.tabStop - width % DisplayText.tabStop
      for _ in 0..<count { bytes.append(UInt8(ascii: " ")) }
      width += count
    } else if scalar.value >= 0x20, scalar.value < 0x7F {
      bytes.append(UInt8(scalar.value))
      width += 1
    } else if isUnsafeToShow(scalar) {
      append(escape: "\\u{" + hex(scalar.value, digits: 2) + "}")
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar)!)
      width += terminalWidth(scalar)
    }
  }

  private mutating func append(escape text: String) {
    bytes.append(contentsOf: text.utf8)
    width += text.utf8.count
  }
}

/// A person's or our own text on one line, shortened past `limit` scalars.
func displayed(_ text: String, limit: Int = 600) -> [UInt8] {
  var display = DisplayText()
  var left = limit
  for scalar in text.unicodeScalars {
    if left == 0 {
      display.append("…", rawByte: 0)
      break
    }
    left -= 1
    display.append(scalar, rawByte: 0)
  }
  return display.bytes
}

private func hex(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// Control and format characters (with them all bidirectional overrides), line and paragraph separators, and what has no meaning at all.
private func isUnsafeToShow(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
  default: false
  }
}

/// Columns of a scalar on a terminal: 0 for combining marks, 2 for East Asian wide characters and emoji (Unicode TR11), else 1.
private func terminalWidth(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}
