/// Lines of a file by byte offset. A line ends in LF, CRLF or CR, or at the end of the file.
struct Lines {
  let bytes: [UInt8]
  /// The file's own line break, that of its first line.
  let lineBreak: [UInt8]

  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let first = bytes.firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn }
    guard let first, bytes[first] == Self.carriageReturn else {
      lineBreak = [Self.lineFeed]
      return
    }
    lineBreak = first + 1 < bytes.count && bytes[first + 1] == Self.lineFeed ? [Self.carriageReturn, Self.lineFeed] : [Self.carriageReturn]
  }

  func isBreak(_ index: Int) -> Bool { bytes[index] == Self.lineFeed || bytes[index] == Self.carriageReturn }
  func isBlank(_ index: Int) -> Bool { bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") }

  /// The start of the line that holds this byte; the byte order mark is no part of the first.
  func start(_ index: Int) -> Int {
    var index = index
    while index > 0, !isBreak(index - 1) { index -= 1 }
    return index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : index
  }

  /// The line break that ends the line of this byte, or the end of the file.
  func end(_ index: Int) -> Int {
    var index = index
    while index < bytes.count, !isBreak(index) { index += 1 }
    return index
  }

  /// The start of the next line: past the line break at this offset.
  func afterBreak(_ index: Int) -> Int {
    guard index < bytes.count else { return index }
    let isPair = bytes[index] == Self.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == Self.lineFeed
    return index + (isPair ? 2 : 1)
  }

  /// The start of the line break that ends just before this offset.
  func beforeBreak(_ index: Int) -> Int {
    guard index > 0, isBreak(index - 1) else { return index }
    let isPair = index > 1 && bytes[index - 1] == Self.lineFeed && bytes[index - 2] == Self.carriageReturn
    return index - (isPair ? 2 : 1)
  }

  func skippingBlanks(_ index: Int) -> Int {
    var index = index
    while index < bytes.count, isBlank(index) { index += 1 }
    return index
  }

  /// Past white space, line breaks and comments.
  func skippingSpaceAndComments(_ index: Int) -> Int {
    var index = index
    while index < bytes.count {
      if isBlank(index) || isBreak(index) {
        index += 1
      } else if bytes[index] == UInt8(ascii: "#"), index == 0 || isBlank(index - 1) || isBreak(index - 1) {
        index = end(index)
      } else {
        break
      }
    }
    return index
  }

  /// The start of the empty line directly above the line that starts here; nil where there is none.
  func blankLine(above start: Int) -> Int? {
    guard start > 0, isBreak(start - 1) else { return nil }
    let breakStart = beforeBreak(start)
    let above = self.start(breakStart)
    return breakStart > 0 && skippingBlanks(above) == breakStart && above > 0 ? above : nil
  }

  /// Past the comment lines below a line that are indented deeper than `column`: they speak of what stands above them. Empty lines
  /// between are taken along, none at the end. `index` is the end of a line (at its break), and so is the result.
  func afterDeeperComments(_ index: Int, column: Int) -> Int {
    var last = index
    var line = afterBreak(index)
    while line < bytes.count {
      let content = skippingBlanks(line)
      if content == bytes.count { break }
      if isBreak(content) {
        line = afterBreak(content)
        continue
      }
      guard bytes[content] == UInt8(ascii: "#"), content - line > column else { break }
      last = end(content)
      line = afterBreak(last)
    }
    return last
  }
}
