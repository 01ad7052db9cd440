import Languages

/// Where and how something can be put at the end of a collection, the best way first. Whether a way is right is seen by reading the result.
struct Insertions {
  let lines: Lines
  let collection: WrittenCollection
  /// How much deeper a mapping's own keys stand, for lines of ours.
  let step: Int

  /// Ways to add `key: value` to a mapping or `value` to a list.
  func ways(_ key: String?, _ value: YAMLValue, blankBefore: Bool, asLines: Bool) -> [Splice] {
    if collection.isFlow { return flowWays(key, value) }
    guard let last = collection.elements.last else { return [] }
    let column = collection.range.lowerBound - lines.start(collection.range.lowerBound)
    let text = key.map { blockEntry($0, value, column: column, asLines: asLines) } ?? [spaces(column) + Array("- ".utf8) + flow(value)]
    let ownEnd = lines.end(max(last.start, last.end - 1))
    let ends = [lines.afterDeeperComments(ownEnd, column: column), ownEnd]
    var ways: [Splice] = []
    for blank in [blankBefore, !blankBefore] {
      for end in ends {
        let way = insertion(of: (blank ? [[]] : []) + text, afterLineAt: end)
        if !ways.contains(way) { ways.append(way) }
      }
    }
    // Empty lines below a `|+` block are part of its text: then only what comes after them is free.
    var next = lines.afterBreak(ownEnd)
    while next < lines.bytes.count, case let content = lines.skippingBlanks(next), content < lines.bytes.count, lines.isBreak(content) {
      next = lines.afterBreak(content)
    }
    ways.append(Splice(at: next, Array((text + [[]]).joined(separator: lines.lineBreak))))
    // A block text whose last line is not ended would gain a line break by anything that follows: the new entry goes before it.
    let start = lines.start(last.start)
    let separated = text + (lines.blankLine(above: start) == nil ? [[]] : [[], []])
    ways.append(Splice(at: start, Array(separated.joined(separator: lines.lineBreak))))
    return ways
  }

  /// Whole lines after the line whose break is at `end`; the last line of a file without a final break stays without one.
  private func insertion(of text: [[UInt8]], afterLineAt end: Int) -> Splice {
    let joined = Array(text.joined(separator: lines.lineBreak))
    if end == lines.bytes.count { return Splice(at: end, lines.lineBreak + joined) }
    return Splice(at: lines.afterBreak(end), joined + lines.lineBreak)
  }

  // MARK: Block style

  private func blockEntry(_ key: String, _ value: YAMLValue, column: Int, asLines: Bool) -> [[UInt8]] {
    let name = spaces(column) + flow(.string(key)) + Array(":".utf8)
    guard asLines, case .mapping(let members) = value, !members.isEmpty else { return [name + Array(" ".utf8) + flow(value)] }
    // Routes are read one a line; all else of a service fits beside its key.
    return [name] + members.flatMap { blockEntry($0.key, $0.value, column: column + step, asLines: $0.key == "routes") }
  }

  // MARK: Flow style

  private func flowWays(_ key: String?, _ value: YAMLValue) -> [Splice] {
    let entry = (key.map { flow(.string($0)) + Array(": ".utf8) } ?? []) + flow(value)
    guard let last = collection.elements.last else {
      // The comma tells a removal that the brackets were here before.
      return [Splice(at: collection.range.lowerBound + 1, entry + Array(",".utf8))]
    }
    let inLine = Splice(at: last.end, Array(", ".utf8) + entry)
    let closing = collection.range.upperBound - 1
    guard lines.skippingBlanks(lines.start(closing)) == closing, lines.start(closing) > last.end else { return [inLine] }
    // The closing bracket has a line of its own: so gets the new entry.
    let afterLast = lines.skippingSpaceAndComments(last.end)
    let hasComma = lines.bytes[afterLast] == UInt8(ascii: ",")
    let lineOfLast = lines.start(last.start)
    let indent = Array(lines.bytes[lineOfLast..<lines.skippingBlanks(lineOfLast)])
    let line = indent + (hasComma ? entry + Array(",".utf8) : Array(", ".utf8) + entry)
    return [insertion(of: [line], afterLineAt: lines.end(hasComma ? afterLast : last.end - 1)), inLine]
  }

  /// A file whose keys are in quotes is JSON, or wants to look like it.
  private var asJSON: Bool {
    collection.isFlow && collection.elements.last.map { lines.bytes[$0.start] == UInt8(ascii: "\"") } == true
  }

  private func flow(_ value: YAMLValue) -> [UInt8] {
    var output = Output()
    value.printFlow(asJSON: asJSON, into: &output)
    return output.bytes
  }

  private func spaces(_ count: Int) -> [UInt8] { Array(repeating: UInt8(ascii: " "), count: count) }
}
