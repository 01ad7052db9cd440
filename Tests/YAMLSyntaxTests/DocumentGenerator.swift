import TestSupport

/// A node as the generator wrote it, with the place it gave it.
indirect enum ExpectedNode {
  case scalar(text: String, plain: Bool, range: Range<Int>)
  case sequence([ExpectedNode], range: Range<Int>)
  case mapping([(key: String, keyRange: Range<Int>, value: ExpectedNode)], range: Range<Int>)

  var range: Range<Int> {
    switch self {
    case .scalar(_, _, let range), .sequence(_, let range), .mapping(_, let range): range
    }
  }
}

/// Writes random documents in every style of YAML and knows the place of each node, as it put it there.
struct DocumentGenerator {
  private(set) var bytes: [UInt8] = []
  private var random: SeededGenerator
  private let lineBreak: String
  private var nextKey = 0

  private static let words = [
    "shop", "node:24", "a#b", "./web", "10.89.0.0/20", "x y  z", "größer", "日本", "😀", "true", "-1", "it''s", "C:",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    lineBreak = ["\n", "\n", "\r\n"].randomElement(using: &random)!
    if Int.random(in: 0..<8, using: &random) == 0 { bytes = [0xEF, 0xBB, 0xBF] }
  }

  mutating func document() -> ExpectedNode {
    if chance(4) { write("---" + lineBreak) }
    let node = blockCollection(indentation: 0, depth: 0)
    if chance(4) { write(lineBreak + "# the end" + lineBreak) }
    return node
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }
  private mutating func write(_ text: String) { bytes += Array(text.utf8) }
  private mutating func spaces(_ count: Int) { write(String(repeating: " ", count: count)) }

  /// The rest of a line, and lines that mean nothing.
  private mutating func endLine() {
    if chance(5) { write("   # größer ] } : - " + (chance(2) ? "'" : "\"")) }
    write(lineBreak)
    while chance(6) { write(chance(2) ? lineBreak : "      # comment" + lineBreak) }
  }

  /// Begins in the current line, at the column `indentation`; ends before a line break is due or after one.
  private mutating func blockCollection(indentation: Int, depth: Int) -> ExpectedNode {
    let start = bytes.count
    let count = Int.random(in: 1...4, using: &random)
    if chance(3) {
      var items: [ExpectedNode] = []
      for number in 0..<count {
        if number > 0 || depth == 0 { spaces(indentation) }
        write("-")
        items.append(blockValue(indentation: indentation, depth: depth, afterDash: true))
      }
      let first = depth == 0 ? firstContent(from: start) : start
      return .sequence(items, range: first..<items.last!.range.upperBound)
    }
    var entries: [(key: String, keyRange: Range<Int>, value: ExpectedNode)] = []
    for number in 0..<count {
      if number > 0 || depth == 0 { spaces(indentation) }
      let (key, range) = writeKey()
      write(chance(10) ? " :" : ":")
      entries.append((key, range, blockValue(indentation: indentation, depth: depth, afterDash: false)))
    }
    let first = depth == 0 ? firstContent(from: start) : start
    return .mapping(entries, range: first..<entries.last!.value.range.upperBound)
  }

  private func firstContent(from start: Int) -> Int { bytes[start...].firstIndex { $0 != UInt8(ascii: " ") } ?? start }

  private mutating func blockValue(indentation: Int, depth: Int, afterDash: Bool) -> ExpectedNode {
    if depth < 4, chance(3) {
      let deeper = indentation + Int.random(in: 1...4, using: &random)
      if afterDash, chance(2) {
        // A compact collection begins in the line of its dash.
        spaces(deeper - indentation)
        return blockCollection(indentation: deeper + 1, depth: depth + 1)
      }
      endLine()
      spaces(deeper)
      return blockCollection(indentation: deeper, depth: depth + 1)
    }
    if chance(8) {
      // Nothing: a null right behind the colon or dash.
      let place = bytes.count
      endLine()
      return .scalar(text: "", plain: true, range: place..<place)
    }
    spaces(Int.random(in: 1...3, using: &random))
    if chance(6) { return blockScalar(indentation: indentation) }
    let node = flowValue(depth: depth, inFlow: false)
    endLine()
    return node
  }

  private mutating func blockScalar(indentation: Int) -> ExpectedNode {
    let start = bytes.count
    write(chance(2) ? "|" : "|-")
    let keepsBreak = bytes.last == UInt8(ascii: "|")
    var lines: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      write(lineBreak)
      spaces(indentation + 2)
      let line = DocumentGenerator.words.randomElement(using: &random)! + (chance(3) ? "\t# kept" : "")
      lines.append(line)
      write(line)
    }
    let end = bytes.count
    write(lineBreak)
    while chance(3) { write(lineBreak) }
    return .scalar(text: lines.joined(separator: "\n") + (keepsBreak ? "\n" : ""), plain: false, range: start..<end)
  }

  private mutating func flowValue(depth: Int, inFlow: Bool) -> ExpectedNode {
    guard depth < 5, chance(4) else { return scalar(inFlow: inFlow) }
    let start = bytes.count
    let count = Int.random(in: 0...3, using: &random)
    if chance(2) {
      write("[")
      var items: [ExpectedNode] = []
      for number in 0..<count {
        if number > 0 { write(",") }
        flowSpace()
        items.append(flowValue(depth: depth + 1, inFlow: true))
        flowSpace()
      }
      write("]")
      return .sequence(items, range: start..<bytes.count)
    }
    write("{")
    var entries: [(key: String, keyRange: Range<Int>, value: ExpectedNode)] = []
    for number in 0..<count {
      if number > 0 { write(", ") }
      let (key, range) = writeKey()
      write(": ")
      entries.append((key, range, flowValue(depth: depth + 1, inFlow: true)))
      flowSpace()
    }
    write("}")
    return .mapping(entries, range: start..<bytes.count)
  }

  private mutating func flowSpace() { if chance(3) { write(chance(3) ? lineBreak + "            " : " ") } }

  /// Keys are numbered, so that none stands twice.
  private mutating func writeKey() -> (String, Range<Int>) {
    nextKey += 1
    let key = ["k\(nextKey)", "key \(nextKey)", "schlüssel-\(nextKey)", "/x\(nextKey)/"].randomElement(using: &random)!
    let start = bytes.count
    write(chance(4) ? "\"\(key)\"" : chance(4) ? "'\(key)'" : key)
    return (key, start..<bytes.count)
  }

  private mutating func scalar(inFlow: Bool) -> ExpectedNode {
    let start = bytes.count
    let word = DocumentGenerator.words.randomElement(using: &random)!
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      write("'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'")
      return .scalar(text: word, plain: false, range: start..<bytes.count)
    case 1:
      write("\"\\u00e9\\t\\\\" + word + "\\\"\"")
      return .scalar(text: "é\t\\" + word + "\"", plain: false, range: start..<bytes.count)
    case 2 where !inFlow:
      write("\"a" + lineBreak + "            " + word + "\"")
      return .scalar(text: "a " + word, plain: false, range: start..<bytes.count)
    default:
      // A colon at the end of a plain text would make it a key.
      let plain = word.hasSuffix(":") ? "plain" : word
      write(plain)
      return .scalar(text: plain, plain: true, range: start..<bytes.count)
    }
  }
}
