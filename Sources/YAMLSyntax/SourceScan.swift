import Diagnostics

/// Small look-ups in the source text, by byte offset.
struct SourceScan {
  let file: SourceFile
  var bytes: [UInt8] { file.bytes }

  func byte(_ index: Int) -> UInt8? { index >= 0 && index < bytes.count ? bytes[index] : nil }
  func isBreak(_ index: Int) -> Bool { bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") }
  func isBlank(_ index: Int) -> Bool { bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") }

  func range(_ range: Range<Int>) -> SourceRange { SourceRange(file: file, start: range.lowerBound, end: range.upperBound) }
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func lineStart(_ index: Int) -> Int {
    var index = min(index, bytes.count)
    while index > 0, !isBreak(index - 1) { index -= 1 }
    // The byte order mark is no part of the first line.
    return index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : index
  }

  func lineEnd(_ index: Int) -> Int {
    var index = index
    while index < bytes.count, !isBreak(index) { index += 1 }
    return index
  }

  /// The first byte of a line that is neither space nor tab.
  func contentStart(ofLineAt index: Int) -> Int { skippingBlanks(lineStart(index)) }

  func skippingBlanks(_ index: Int) -> Int {
    var index = index
    while index < bytes.count, isBlank(index) { index += 1 }
    return index
  }

  /// From `start` to the end of its line without a comment and trailing blanks.
  func restOfLine(_ start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, !isBreak(end) {
      if bytes[end] == UInt8(ascii: "#"), end > start, isBlank(end - 1) { break }
      end += 1
    }
    while end > start, isBlank(end - 1) { end -= 1 }
    return start..<end
  }

  /// Past white space, line breaks and comments.
  func skippingSpaceAndComments(_ index: Int) -> Int {
    var index = index
    while index < bytes.count {
      if isBlank(index) || isBreak(index) {
        index += 1
      } else if bytes[index] == UInt8(ascii: "#"), index == 0 || isBlank(index - 1) || isBreak(index - 1) {
        index = lineEnd(index)
      } else {
        break
      }
    }
    return index
  }

  /// The range of the tag and the start of the value behind a node's anchor and tag.
  func properties(from start: Int) -> (tag: Range<Int>?, value: Int) {
    var tag: Range<Int>?
    var index = start
    while let byte = byte(index), byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
      let from = index
      while index < bytes.count, !isBlank(index), !isBreak(index) {
        if index > from, ",[]{}".utf8.contains(bytes[index]) { break }
        index += 1
      }
      if byte == UInt8(ascii: "!") { tag = from..<index }
      index = skippingSpaceAndComments(index)
    }
    return (tag, index)
  }

  /// Where a block scalar's last line with content ends; libyaml ends it where the next token begins.
  func blockScalarEnd(start: Int, end: Int) -> Int {
    var end = end
    while end > start, isBlank(end - 1) || isBreak(end - 1) { end -= 1 }
    return min(lineEnd(end), bytes.count)
  }
}
