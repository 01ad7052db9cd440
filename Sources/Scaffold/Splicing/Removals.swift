/// How an element can be taken out of a collection, the best way first: each the inverse of a way of `Insertions`.
struct Removals {
  let lines: Lines
  let collection: WrittenCollection

  func ways(_ index: Int) -> [Splice] { collection.isFlow ? flowWays(index) : blockWays(index) }

  /// Whether the brackets stay when the only element goes: they were there before it.
  var keepsBrackets: Bool {
    guard collection.isFlow, collection.elements.count == 1, let only = collection.elements.first else { return false }
    return lines.bytes[lines.skippingSpaceAndComments(only.end)] == UInt8(ascii: ",")
  }

  private func blockWays(_ index: Int) -> [Splice] {
    let element = collection.elements[index]
    let column = collection.range.lowerBound - lines.start(collection.range.lowerBound)
    let start = lines.start(element.start)
    let ownEnd = lines.end(max(element.start, element.end - 1))
    var ways: [Splice] = []
    for end in [lines.afterDeeperComments(ownEnd, column: column), ownEnd] {
      for from in [lines.blankLine(above: start) ?? start, start] {
        let way =
          end == lines.bytes.count ? Splice(lines.beforeBreak(from)..<end) : Splice(from..<lines.afterBreak(end))
        if !ways.contains(way) { ways.append(way) }
      }
    }
    return ways
  }

  private func flowWays(_ index: Int) -> [Splice] {
    let elements = collection.elements
    let element = elements[index]
    let comma = UInt8(ascii: ",")
    var ways: [Splice] = []
    // Alone on its lines, with or without a comma before or after it.
    let lineStart = lines.start(element.start)
    var before = lines.skippingBlanks(lineStart)
    if lines.bytes[before] == comma { before = lines.skippingBlanks(before + 1) }
    var after = lines.skippingBlanks(element.end)
    if after < lines.bytes.count, lines.bytes[after] == comma { after = lines.skippingBlanks(after + 1) }
    let isCommentOrEnd = after == lines.bytes.count || lines.isBreak(after) || lines.bytes[after] == UInt8(ascii: "#")
    if before == element.start, isCommentOrEnd, lineStart > collection.range.lowerBound {
      ways.append(Splice(lineStart..<lines.afterBreak(lines.end(after))))
    }
    let next = lines.skippingSpaceAndComments(element.end)
    let hasComma = next < lines.bytes.count && lines.bytes[next] == comma
    if index > 0 { ways.append(Splice(elements[index - 1].end..<element.end)) }
    if index + 1 < elements.count { ways.append(Splice(element.start..<elements[index + 1].start)) }
    if elements.count == 1, hasComma { ways.append(Splice(element.start..<next + 1)) }
    return ways
  }
}
