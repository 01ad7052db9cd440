import Diagnostics

/// Says in plain words why libyaml could not go on, at the place of the cause rather than where it was noticed.
struct FailureExplanation {
  let failure: YAMLFailure
  let scan: SourceScan
  /// The last scalar that was read: where a quote that closed too late was opened.
  let lastScalar: Range<Int>?

  init(_ failure: YAMLFailure, _ scan: SourceScan, lastScalar: Range<Int>?) {
    self.failure = failure
    self.scan = scan
    self.lastScalar = lastScalar
  }

  var place: Int { failure.place }
  /// Where the construct began that libyaml was reading.
  var opening: Int { failure.contextPlace ?? failure.place }

  var diagnostic: Diagnostic {
    if let tab { return tab }
    switch failure.problem {
    case "found unexpected end of stream", "found unexpected document indicator": return unclosedQuote(at: opening)
    case "found unknown escape character", "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return badEscape
    case "found character that cannot start any token": return badStart(place)
    case "did not find expected alphabetic or numeric character": return badStart(opening)
    case "mapping values are not allowed in this context": return unexpectedColon
    case "could not find expected ':'": return missingColon
    case "did not find expected key", "did not find expected '-' indicator": return unexpectedText
    case "did not find expected <document start>": return afterEnd
    case "block sequence entries are not allowed in this context": return dashInLine
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return brokenFlow
    case "did not find expected comment or line break" where failure.context == "while scanning a block scalar": return textAfterBar
    case "found incompatible YAML document":
      return finding(scan.restOfLine(scan.lineStart(opening)), "this YAML version is not supported", "YAML 1.1 and 1.2 are", "%YAML 1.2")
    case "did not find expected node content": return missingValue
    case "found undefined tag handle": return tag
    case _ where failure.context == "while scanning a directive": return badStart(opening)
    default: return failure.context.contains("tag") && !failure.context.contains("directive") ? tag : other
    }
  }

  func finding(
    _ range: Range<Int>, _ message: String, _ reason: String, _ suggestion: String?, code: SyntaxCode = .malformed,
    related: [Diagnostic.Related] = []
  ) -> Diagnostic {
    Diagnostic(code, message, at: scan.range(range), reason: reason, related: related, write: suggestion)
  }

  /// A text from the source, short enough to show in a message.
  func shown(_ range: Range<Int>) -> String? { range.count <= 80 && !range.isEmpty ? scan.text(range) : nil }

  /// A text from the source as a quoted scalar, where it is short.
  func quoted(_ range: Range<Int>) -> String? {
    guard let text = shown(range) else { return nil }
    if !text.utf8.contains(UInt8(ascii: "\"")), !text.utf8.contains(UInt8(ascii: "\\")) { return "\"\(text)\"" }
    return text.utf8.contains(UInt8(ascii: "'")) ? nil : "'\(text)'"
  }

  /// One token's worth of a line: never empty before the end of the file.
  func rest(_ start: Int) -> Range<Int> {
    let rest = scan.restOfLine(start)
    return rest.isEmpty ? start..<min(start + 1, scan.bytes.count) : rest
  }

  // MARK: Tabs

  /// Failures that a tab before a line's content can cause; libyaml blames what follows it.
  private static let indentationProblems = [
    "did not find expected key", "did not find expected '-' indicator", "mapping values are not allowed in this context",
    "could not find expected ':'", "block sequence entries are not allowed in this context",
  ]

  private var tab: Diagnostic? {
    let start = scan.lineStart(place)
    let content = scan.skippingBlanks(start)
    let isAtTab = scan.byte(place) == UInt8(ascii: "\t")
    let isBlamed = failure.problem.contains("tab character") || Self.indentationProblems.contains(failure.problem)
    guard isAtTab || isBlamed else { return nil }
    let leading = scan.bytes[start..<content].firstIndex(of: UInt8(ascii: "\t"))
    guard let at = leading ?? (isAtTab ? place : nil) else { return nil }
    var end = at
    while scan.byte(end) == UInt8(ascii: "\t") { end += 1 }
    let line = shown(start..<scan.restOfLine(start).upperBound)
    return finding(
      at..<end, "a tab where YAML wants spaces", "tabs have no fixed width, so YAML refuses them as indentation",
      line.map { $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ") }, code: .tab)
  }

  // MARK: Quotes

  func unclosedQuote(at quote: Int) -> Diagnostic {
    let rest = rest(quote)
    let mark = scan.text(quote..<quote + 1)
    return finding(
      rest, "the quote \(mark) is never closed", "all that follows would be part of this text", shown(rest).map { $0 + mark })
  }

  private var badEscape: Diagnostic {
    // libyaml stands behind the backslash and its letter where digits are missing.
    let start = scan.byte(place - 2) == UInt8(ascii: "\\") ? place - 2 : place
    let end = min(place + 2, scan.lineEnd(place))
    let closing = scan.bytes[min(opening + 1, end)..<scan.lineEnd(place)].firstIndex(of: UInt8(ascii: "\""))
    let content = closing.map { opening + 1..<$0 }
    let single = content.flatMap(shown).flatMap { $0.utf8.contains(UInt8(ascii: "'")) ? nil : "'\($0)'" }
    return finding(
      start..<end, "'\(scan.text(start..<end))' is no escape of YAML", "a backslash in double quotes begins an escape",
      single ?? "\\\\ for a backslash, or single quotes around the text")
  }

  // MARK: First characters

  private func badStart(_ start: Int) -> Diagnostic {
    let rest = withoutOuterBrackets(rest(start))
    guard let byte = scan.byte(start) else { return other }
    return finding(
      rest, "a text must not begin with '\(String(decoding: [byte], as: UTF8.self))' without quotes",
      byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&")
        ? "it would be an alias or anchor of YAML, and its name is not one" : "YAML reserves this character",
      quoted(rest) ?? "the text in quotes")
  }

  /// Up to the comma or bracket that ends this entry, where the text stands in a list or mapping in brackets.
  private func withoutOuterBrackets(_ range: Range<Int>) -> Range<Int> {
    var depth = 0
    var comma: Int?
    for index in range {
      switch scan.bytes[index] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0, index > range.lowerBound { return range.lowerBound..<(comma ?? index) }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0 && comma == nil && index > range.lowerBound: comma = index
      default: break
      }
    }
    return range
  }

  private var textAfterBar: Diagnostic {
    let rest = rest(place)
    let bar = scan.text(opening..<opening + 1)
    return finding(
      rest, "text beside the '\(bar)' of a block text", "the text of a block begins on the next line",
      shown(rest).map { "\(bar)\n  \($0)" })
  }

  private var missingValue: Diagnostic {
    let character = place..<min(place + 1, scan.bytes.count)
    let isComma = scan.byte(place) == UInt8(ascii: ",")
    return finding(
      character, "a value is expected here\(shown(character).map { ", not '\($0)'" } ?? "")",
      isComma ? "commas stand between values" : "YAML gives this character a meaning of its own", isComma ? nil : quoted(rest(place)))
  }

  // MARK: Flow collections

  private var brokenFlow: Diagnostic {
    let isList = failure.problem.hasSuffix("']'")
    let bracket = isList ? "[" : "{"
    let close = isList ? "]" : "}"
    let openingPlace = Diagnostic.Related(scan.range(opening..<opening + 1), "opened here")
    // On the line of its bracket the odd token is the cause; further down it is the bracket that nobody closed.
    if place < scan.bytes.count, scan.lineStart(place) == scan.lineStart(opening) {
      return finding(
        rest(place), "expected ',' or '\(close)' here", "entries of a \(isList ? "list" : "mapping") in brackets are separated by commas",
        nil,
        related: [openingPlace])
    }
    let line = rest(opening)
    return finding(
      line, "the bracket \(bracket) is never closed", "what follows does not belong to it", shown(line).map { "\($0)\(close)" })
  }

  // MARK: The rest

  private var tag: Diagnostic {
    finding(rest(opening), "tags have no meaning here", "what a key expects decides how its value is read, not a tag", nil, code: .tag)
  }

  private var other: Diagnostic {
    finding(
      rest(place), "this is not YAML: \(failure.problem)", failure.context.isEmpty ? "it can't be read past here" : failure.context, nil)
  }
}
