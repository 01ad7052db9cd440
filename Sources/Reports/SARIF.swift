import Diagnostics
import Languages

/// Findings as SARIF 2.1.0 (OASIS), one run. Columns are declared to count code points.
public func renderSARIF(_ diagnostics: [Diagnostic], toolVersion: String) -> [UInt8] {
  let indexes = LineIndexes()
  var rules: [DiagnosticCode] = []
  var numbers: [DiagnosticCode: Int] = [:]
  for diagnostic in diagnostics where numbers[diagnostic.code] == nil {
    numbers[diagnostic.code] = rules.count
    rules.append(diagnostic.code)
  }
  let driver = JSONValue.object([
    ("name", "securegen"), ("version", .string(toolVersion)),
    ("rules", .array(rules.map { .object([("id", .string($0.description))]) })),
  ])
  let document = JSONValue.object([
    ("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"),
    ("version", "2.1.0"),
    (
      "runs",
      .array([
        .object([
          ("tool", .object([("driver", driver)])),
          ("columnKind", "unicodeCodePoints"),
          ("results", .array(diagnostics.map { result($0, numbers[$0.code] ?? 0, indexes) })),
        ])
      ])
    ),
  ])
  var output = Output()
  document.print(into: &output)
  return output.bytes
}

private func result(_ diagnostic: Diagnostic, _ rule: Int, _ indexes: LineIndexes) -> JSONValue {
  var members: [(String, JSONValue)] = [
    ("ruleId", .string(diagnostic.code.description)), ("ruleIndex", .integer(rule)), ("level", .string(word(diagnostic.severity))),
    ("message", message([diagnostic.message, diagnostic.reason].filter { !$0.isEmpty }.joined(separator: ": "))),
  ]
  if let range = diagnostic.range {
    members.append(("locations", .array([.object([("physicalLocation", location(range, indexes))])])))
  } else if let path = diagnostic.path {
    members.append(("locations", .array([.object([("physicalLocation", .object([("artifactLocation", artifact(path))]))])])))
  }
  if !diagnostic.related.isEmpty {
    members.append(
      (
        "relatedLocations",
        .array(
          diagnostic.related.enumerated().map { number, related in
            .object([
              ("id", .integer(number)), ("physicalLocation", location(related.range, indexes)), ("message", message(related.text)),
            ])
          })
      ))
  }
  var properties: [(String, JSONValue)] = []
  if let suggestion = diagnostic.suggestion { properties.append(("suggestion", .string(suggestion))) }
  if !diagnostic.references.isEmpty { properties.append(("references", .array(diagnostic.references.map(JSONValue.string)))) }
  if !properties.isEmpty { members.append(("properties", .object(properties))) }
  return .object(members)
}

private func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

private func location(_ range: SourceRange, _ indexes: LineIndexes) -> JSONValue {
  let index = indexes[range.file]
  let (start, end) = (index.position(at: range.start), index.position(at: range.end))
  return .object([
    ("artifactLocation", artifact(range.file.path)),
    (
      "region",
      .object([
        ("startLine", .integer(start.line)), ("startColumn", .integer(start.column)), ("endLine", .integer(end.line)),
        ("endColumn", .integer(end.column)),
      ])
    ),
  ])
}

/// A path as a URI reference (RFC 3986): relative paths stay relative, so that the report fits any checkout.
private func artifact(_ path: String) -> JSONValue {
  let digits = Array("0123456789ABCDEF".utf8)
  var uri: [UInt8] = Array((path.utf8.first == UInt8(ascii: "/") ? "file://" : "").utf8)
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
      uri.append(byte)
    default: uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return .object([("uri", .string(String(decoding: uri, as: UTF8.self)))])
}
