import Diagnostics

/// The part of a line that is shown for a range, and where its marks go, both in terminal columns.
/// Lines of any length cost the same: only the shown window is decoded.
struct Excerpt {
  private(set) var text: [UInt8] = []
  private(set) var markStart = 0
  private(set) var markWidth = 1

  /// Columns shown of one line.
  private static let window = 160
  /// Scalars kept before the marks where a line is cut on its left.
  private static let lead = 60

  /// A range that goes on to further lines is marked to the end of its first.
  init(_ range: SourceRange, inLine line: Range<Int>) {
    let bytes = range.file.bytes
    let start = min(max(range.start, line.lowerBound), line.upperBound)
    let end = min(max(range.end, start), line.upperBound)

    var index = line.lowerBound
    var display = DisplayText()
    if start - line.lowerBound > Excerpt.window - Excerpt.lead {
      index = start
      for _ in 0..<Excerpt.lead where index > line.lowerBound {
        index -= 1
        // Back over at most three continuation bytes, so that no scalar is cut.
        for _ in 0..<3 where index > line.lowerBound && bytes[index] & 0xC0 == 0x80 { index -= 1 }
      }
      if index > line.lowerBound { display.append("…", rawByte: 0) }
    }

    var markEnd: Int?
    markStart = display.width
    while index < line.upperBound, display.width < Excerpt.window {
      if index <= start { markStart = display.width }
      if markEnd == nil, index >= end { markEnd = display.width }
      let (scalar, length) = decodeScalar(bytes, at: index, end: line.upperBound)
      display.append(scalar, rawByte: bytes[index])
      index += length
    }
    if index <= start { markStart = display.width }
    let shown = display.width
    if index < line.upperBound { display.append("…", rawByte: 0) }
    text = display.bytes
    markWidth = max(1, (markEnd ?? shown) - markStart)
  }
}
