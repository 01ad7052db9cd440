import Diagnostics
import Languages

/// Findings as one JSON document: counts and a list. Lines and columns count from 1, columns in Unicode scalars; `offset` is in bytes from 0;
/// an end is just past the last character. `range` and `suggestion` are null where a finding has none.
public func renderJSON(_ diagnostics: [Diagnostic]) -> [UInt8] {
  let indexes = LineIndexes()
  func count(_ severity: Severity) -> JSONValue { .integer(diagnostics.count { $0.severity == severity }) }
  let document = JSONValue.object([
    ("version", 1), ("errors", count(.error)), ("warnings", count(.warning)), ("notes", count(.note)),
    ("diagnostics", .array(diagnostics.map { finding($0, indexes) })),
  ])
  var output = Output()
  document.print(into: &output)
  return output.bytes
}

private func finding(_ diagnostic: Diagnostic, _ indexes: LineIndexes) -> JSONValue {
  .object([
    ("code", .string(diagnostic.code.description)),
    ("severity", .string(word(diagnostic.severity))),
    ("message", .string(diagnostic.message)),
    ("reason", .string(diagnostic.reason)),
    ("file", (diagnostic.range?.file.path ?? diagnostic.path).map(JSONValue.string) ?? .null),
    ("range", diagnostic.range.map { range($0, indexes) } ?? .null),
    (
      "related",
      .array(
        diagnostic.related.map { related in
          .object([
            ("text", .string(related.text)), ("file", .string(related.range.file.path)), ("range", range(related.range, indexes)),
          ])
        })
    ),
    ("suggestion", diagnostic.suggestion.map(JSONValue.string) ?? .null),
    ("references", .array(diagnostic.references.map(JSONValue.string))),
  ])
}

private func range(_ range: SourceRange, _ indexes: LineIndexes) -> JSONValue {
  func place(_ offset: Int) -> JSONValue {
    let position = indexes[range.file].position(at: offset)
    return .object([("line", .integer(position.line)), ("column", .integer(position.column)), ("offset", .integer(offset))])
  }
  return .object([("start", place(range.start)), ("end", place(range.end))])
}
