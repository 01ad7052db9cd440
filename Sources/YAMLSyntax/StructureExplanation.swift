import Diagnostics

/// Failures of structure: colons, dashes and indentation.
extension FailureExplanation {
  /// A ':' where no key can be: a second one in a line, a line deeper than it may be, or a line above that lacks its space.
  var unexpectedColon: Diagnostic {
    let line = scan.contentStart(ofLineAt: place)
    if let above = previousLine(line), let pair = pairWithoutSpace(above) { return missingSpace(pair) }
    if let colon = firstColon(line), colon < place {
      let value = rest(scan.skippingBlanks(colon + 1))
      return finding(
        value, "': ' inside a text without quotes", "YAML reads a second key here", quoted(value) ?? "the text in quotes")
    }
    if let above = previousLine(line), indentation(above) < indentation(line) {
      return finding(
        line..<place, "'\(shown(line..<place) ?? "this key")' is indented deeper than the lines above allow",
        "the key above it has its value already", indented(line..<scan.restOfLine(line).upperBound, to: indentation(above)),
        related: [Diagnostic.Related(scan.range(scan.restOfLine(above)), "this line's value ends on its line")])
    }
    return finding(place..<place + 1, "':' is not allowed here", "no key can begin in this place", nil)
  }

  /// A line that should be `key: value` and isn't.
  var missingColon: Diagnostic {
    let line = scan.contentStart(ofLineAt: opening)
    if let pair = pairWithoutSpace(line) { return missingSpace(pair) }
    let quote = scan.byte(opening)
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), scan.lineStart(opening) != scan.lineStart(place) {
      return unclosedQuote(at: opening)
    }
    let text = rest(opening)
    return finding(
      text, "a key without ':'", "every line of a mapping is 'key: value'", shown(text).map { "\($0):" })
  }

  /// Text that belongs to no key: a line with odd indentation, or something behind a finished value.
  var unexpectedText: Diagnostic {
    if let lastScalar, let quote = scan.byte(lastScalar.lowerBound), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      scan.lineStart(lastScalar.lowerBound) != scan.lineStart(lastScalar.upperBound),
      scan.lineStart(lastScalar.upperBound) == scan.lineStart(place)
    {
      return unclosedQuote(at: lastScalar.lowerBound)
    }
    let line = scan.contentStart(ofLineAt: place)
    if scan.byte(place) == UInt8(ascii: ":") { return emptyKey(scan.range(place..<place + 1)) }
    guard line == place else { return afterEnd }
    let began = Diagnostic.Related(scan.range(scan.restOfLine(opening)), "what it would have to line up with begins here")
    let isDash = scan.byte(place) == UInt8(ascii: "-")
    let wantsDash = failure.problem.contains("'-'")
    if wantsDash || isDash, indentation(opening) == indentation(place) {
      return finding(
        rest(place), wantsDash ? "a key among the items of a list" : "an item among the keys of a mapping",
        "one place holds a list or a mapping, not both", wantsDash ? shown(rest(place)).map { "- \($0)" } : nil, related: [began])
    }
    let above = previousLine(line) ?? opening
    return finding(
      rest(place), "this line's indentation fits nothing above it", "lines of one block begin in one column",
      indented(rest(place), to: indentation(above)),
      related: [Diagnostic.Related(scan.range(scan.restOfLine(above)), "the line above begins in this column")])
  }

  /// Something behind a value that was complete.
  var afterEnd: Diagnostic {
    let extra = rest(place)
    if let above = previousLine(scan.lineStart(place)), scan.text(scan.restOfLine(above)) == "..." { return secondDocument(extra, scan) }
    if let lastScalar, lastScalar.upperBound <= place, let quote = scan.byte(lastScalar.lowerBound),
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), scan.lineStart(lastScalar.upperBound) == scan.lineStart(place)
    {
      let whole = lastScalar.lowerBound..<extra.upperBound
      // A word that goes on right behind its quote, as in 'it's', ends in the quote that was meant to be the last.
      let isApostrophe = lastScalar.upperBound == place && scan.byte(whole.upperBound - 1) == quote && whole.count > 2
      return finding(
        extra, "text behind the closing quote", "the quote before it ended the text",
        quoted(isApostrophe ? whole.lowerBound + 1..<whole.upperBound - 1 : whole))
    }
    return finding(extra, "text behind a value that is complete", "one line holds one value", nil)
  }

  var dashInLine: Diagnostic {
    let line = scan.contentStart(ofLineAt: place)
    let item = rest(place)
    let key = line < place ? shown(scan.restOfLine(line).lowerBound..<place) : nil
    let text = shown(place + 1..<item.upperBound)?.drop(while: { $0 == " " })
    let suggestion = key.flatMap { key in text.map { "\(key.trimmed) [\($0)]" } }
    return finding(item, "a list can't begin behind its key", "'- ' begins an item on a line of its own", suggestion)
  }

  private func missingSpace(_ pair: (line: Range<Int>, colon: Int)) -> Diagnostic {
    let (key, value) = (shown(pair.line.lowerBound..<pair.colon), shown(pair.colon + 1..<pair.line.upperBound))
    return finding(
      pair.line, "':' without a space after it", "YAML reads the whole as one text, not as a key and its value",
      key.flatMap { key in value.map { "\(key): \($0)" } })
  }

  /// `key:value`, the whole content of a line.
  private func pairWithoutSpace(_ line: Int) -> (line: Range<Int>, colon: Int)? {
    var start = line
    if scan.byte(start) == UInt8(ascii: "-"), scan.byte(start + 1) == UInt8(ascii: " ") { start = scan.skippingBlanks(start + 1) }
    let rest = scan.restOfLine(start)
    for index in rest {
      let byte = scan.bytes[index]
      if byte == UInt8(ascii: ":") {
        let isPair = index > start && index + 1 < rest.upperBound && !scan.isBlank(index + 1) && firstColon(start) == nil
        return isPair ? (rest, index) : nil
      }
      guard isWordByte(byte) else { return nil }
    }
    return nil
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// The first ':' of a line that ends a key: followed by a blank or the line's end.
  private func firstColon(_ line: Int) -> Int? {
    let rest = scan.restOfLine(line)
    return rest.first { index in
      scan.bytes[index] == UInt8(ascii: ":") && (index + 1 >= rest.upperBound || scan.isBlank(index + 1))
    }
  }

  /// The content start of the nearest line above that has content besides comments.
  private func previousLine(_ line: Int) -> Int? {
    var start = scan.lineStart(line)
    while start > 0 {
      var end = start - 1
      while end > 0, scan.isBreak(end) { end -= 1 }
      if scan.isBreak(end) { return nil }
      start = scan.lineStart(end)
      let content = scan.skippingBlanks(start)
      if content <= end, scan.bytes[content] != UInt8(ascii: "#") { return content }
      if start <= 3 { return nil }
    }
    return nil
  }

  private func indentation(_ index: Int) -> Int { scan.contentStart(ofLineAt: index) - scan.lineStart(index) }

  private func indented(_ range: Range<Int>, to columns: Int) -> String? {
    shown(range).map { String(repeating: " ", count: columns) + $0 }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
