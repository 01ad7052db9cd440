import Diagnostics

/// A place as people and tools name it: both counted from 1, columns in Unicode scalars.
public struct Position: Equatable, Sendable {
  public let line: Int
  public let column: Int
}

/// Line starts of one file. A line ends at LF, CR LF or a lone CR, as YAML and editors have it.
final class LineIndex {
  let file: SourceFile
  private let starts: [Int]
  /// The place last asked for: findings come in order, so one long line is counted once and not once per finding.
  private var memo = (line: -1, offset: 0, column: 1)

  init(_ file: SourceFile) {
    self.file = file
    var starts = [LineIndex.hasByteOrderMark(file.bytes) ? 3 : 0]
    let bytes = file.bytes
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n")) {
        starts.append(index + 1)
      }
    }
    self.starts = starts
  }

  /// A byte order mark is no column of the first line.
  private static func hasByteOrderMark(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// The line, counted from 0, that holds a byte offset.
  func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, counted from 0, without its line break.
  func content(ofLine line: Int) -> Range<Int> {
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] : file.bytes.count
    while end > start, file.bytes[end - 1] == UInt8(ascii: "\n") || file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  func position(at offset: Int) -> Position {
    let offset = min(max(offset, starts[0]), file.bytes.count)
    let line = line(at: offset)
    var (at, column) = (starts[line], 1)
    if memo.line == line, memo.offset <= offset { (at, column) = (memo.offset, memo.column) }
    while at < offset {
      at += decodeScalar(file.bytes, at: at, end: file.bytes.count).length
      column += 1
    }
    memo = (line, at, column)
    return Position(line: line + 1, column: column)
  }
}

/// Line indexes of the files a run's findings point into, each made once and only when asked for.
final class LineIndexes {
  private var indexes: [ObjectIdentifier: LineIndex] = [:]

  subscript(file: SourceFile) -> LineIndex {
    if let index = indexes[ObjectIdentifier(file)] { return index }
    let index = LineIndex(file)
    indexes[ObjectIdentifier(file)] = index
    return index
  }
}
