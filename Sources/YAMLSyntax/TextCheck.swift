import Diagnostics

/// Where each Unicode scalar of a checked text begins. libyaml counts scalars, ranges count bytes; ASCII text needs no table.
struct ScalarOffsets {
  /// Bytes before the text (a byte order mark).
  let base: Int
  /// Byte offsets of every `stride`-th scalar, empty for ASCII.
  private let checkpoints: [Int32]
  private static let stride = 16

  fileprivate init(base: Int, checkpoints: [Int32]) {
    self.base = base
    self.checkpoints = checkpoints
  }

  fileprivate static func make(_ bytes: [UInt8], base: Int, ascii: Bool) -> ScalarOffsets {
    if ascii { return ScalarOffsets(base: base, checkpoints: []) }
    var checkpoints: [Int32] = []
    checkpoints.reserveCapacity(bytes.count / stride + 1)
    var count = 0
    for index in base..<bytes.count where bytes[index] & 0xC0 != 0x80 {
      if count % stride == 0 { checkpoints.append(Int32(index)) }
      count += 1
    }
    return ScalarOffsets(base: base, checkpoints: checkpoints)
  }

  /// The byte offset of the scalar with this number, counted from 0; the end of the text for any number past its last.
  func byte(ofScalar number: Int, in bytes: [UInt8]) -> Int {
    if checkpoints.isEmpty { return min(base + number, bytes.count) }
    let checkpoint = min(number / ScalarOffsets.stride, checkpoints.count - 1)
    var (offset, left) = (Int(checkpoints[checkpoint]), number - checkpoint * ScalarOffsets.stride)
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }
}

/// Checks that a file is UTF-8 without the characters YAML forbids (YAML 1.2.2, 5.1). libyaml checks too, but its places are
/// buffer offsets and its words are no help. Returns nil after a finding.
func checkText(_ file: SourceFile, into sink: inout DiagnosticSink) -> ScalarOffsets? {
  let bytes = file.bytes
  if let encoding = foreignEncoding(bytes) {
    sink.report(
      Diagnostic(
        .invalidUTF8, "the file is \(encoding), not UTF-8", at: SourceRange(file: file, start: 0, end: min(2, bytes.count)),
        reason: "stack files are read as UTF-8 only", write: "save the file with the encoding UTF-8"))
    return nil
  }
  let base = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  var index = base
  var ascii = true
  while index < bytes.count {
    let byte = bytes[index]
    if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
      continue
    }
    if byte < 0x80 {
      sink.report(forbidden(UInt32(byte), file, index..<index + 1))
      return nil
    }
    ascii = false
    guard let (scalar, length) = multibyteScalar(bytes, at: index) else {
      sink.report(invalid(file, index))
      return nil
    }
    if scalar < 0xA0 && scalar != 0x85 || scalar == 0xFFFE || scalar == 0xFFFF {
      sink.report(forbidden(scalar, file, index..<index + length))
      return nil
    }
    index += length
  }
  return ScalarOffsets.make(bytes, base: base, ascii: ascii)
}

/// UTF-16 and UTF-32 by their byte order marks, or by the zero bytes that ASCII text has in them.
private func foreignEncoding(_ bytes: [UInt8]) -> String? {
  if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
  guard bytes.count >= 4 else { return nil }
  let zeros = bytes.prefix(4).map { $0 == 0 }
  if zeros == [false, true, false, true] || zeros == [true, false, true, false] { return "UTF-16" }
  if zeros == [false, true, true, true] || zeros == [true, true, true, false] { return "UTF-32" }
  return nil
}

/// One scalar of two to four bytes, shortest form only, no surrogates (RFC 3629).
private func multibyteScalar(_ bytes: [UInt8], at index: Int) -> (scalar: UInt32, length: Int)? {
  let first = bytes[index]
  guard first >= 0xC2, first <= 0xF4 else { return nil }
  let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
  guard index + length <= bytes.count else { return nil }
  var value = UInt32(first) & (0x7F >> UInt32(length))
  for next in index + 1..<index + length {
    guard bytes[next] & 0xC0 == 0x80 else { return nil }
    value = value << 6 | UInt32(bytes[next] & 0x3F)
  }
  let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
  return value >= least && Unicode.Scalar(value) != nil ? (value, length) : nil
}

private func invalid(_ file: SourceFile, _ index: Int) -> Diagnostic {
  let byte = hexadecimal(UInt32(file.bytes[index]), digits: 2)
  return Diagnostic(
    .invalidUTF8, "byte 0x\(byte) is not UTF-8", at: SourceRange(file: file, start: index, end: index + 1),
    reason: "stack files are read as UTF-8 only; this one may be Latin-1, or not text at all",
    write: "save the file with the encoding UTF-8")
}

private func forbidden(_ scalar: UInt32, _ file: SourceFile, _ range: Range<Int>) -> Diagnostic {
  let escape = scalar < 0x100 ? "\\x" + hexadecimal(scalar, digits: 2) : "\\u" + hexadecimal(scalar, digits: 4)
  return Diagnostic(
    .malformed, "the character U+\(hexadecimal(scalar, digits: 4)) may not stand in a YAML file",
    at: SourceRange(file: file, start: range.lowerBound, end: range.upperBound), reason: "invisible characters hide what a file says",
    write: "remove it; where a text needs it, in double quotes as \(escape)")
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
