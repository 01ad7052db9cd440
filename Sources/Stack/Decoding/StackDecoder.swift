import Diagnostics
import YAMLSyntax

/// The state of one decoding: the sink, and the few facts about the stack that services are checked against.
/// Its methods lie beside this file, one file for each part of the language.
struct StackDecoder {
  let file: SourceFile
  let vocabulary: StackVocabulary
  var sink: DiagnosticSink
  /// Where a finding already refuses the text as the engine's socket: no second finding about the same text.
  var refusedStarts: Set<Int> = []
  /// The keys under `services` and `secrets`, valid or not, for references to them.
  var serviceNames: Set<String> = []
  var secretNames: Set<String> = []
  var usedSecrets: Set<String> = []
  /// Bounds the search for near names, which costs errors times names.
  var nearSearches = 0
  static let mostNearSearches = 50
  /// What was reported: an anchor used in many places is read in each, and refused once.
  private var reported: Set<Finding> = []

  private struct Finding: Hashable {
    let code: StackCode
    let start: Int
    let message: String
  }

  init(file: SourceFile, vocabulary: StackVocabulary, sink: DiagnosticSink) {
    self.file = file
    self.vocabulary = vocabulary
    self.sink = sink
  }

  mutating func report(
    _ code: StackCode, as severity: Severity = .error, _ message: String, at range: SourceRange, because reason: String,
    related: [Diagnostic.Related] = [], write suggestion: String? = nil
  ) {
    guard refusedStarts.isEmpty || !refusedStarts.contains(range.start),
      reported.insert(Finding(code: code, start: range.start, message: message)).inserted
    else { return }
    sink.report(
      Diagnostic(
        code.diagnosticCode, severity, message, at: range, reason: reason, related: related, write: suggestion,
        references: code.references))
  }
}

/// One key of a mapping with its value and what the language says of it.
struct Field {
  let key: KeyDescription
  let entry: YAMLEntry
  var node: YAMLNode { entry.value }
  var name: String { key.name }
}

/// The known keys of one mapping, in file order.
struct Fields {
  let found: [Field]
  /// Where a missing key is reported: the first key of the mapping.
  let firstKey: SourceRange

  subscript(name: String) -> Field? {
    for field in found where field.key.name == name { return field }
    return nil
  }
}

extension StackDecoder {
  /// Reads a mapping of the language: every key known or `x-…`, every required key there.
  /// - Parameter place: the key that holds the mapping, and what a right one looks like.
  mutating func fields(
    _ node: YAMLNode, _ table: KeyTable, as what: @autoclosure () -> String? = nil, example: @autoclosure () -> String
  ) -> Fields? {
    guard let entries = mapping(node, what() ?? table.subject, example: example()) else { return nil }
    var found: [Field] = []
    found.reserveCapacity(entries.count)
    for entry in entries {
      if let index = table.index(of: entry.key.value) {
        found.append(Field(key: table.keys[index], entry: entry))
      } else if !isExtension(entry.key.value) {
        reportUnknown(entry, table)
      }
    }
    let fields = Fields(found: found, firstKey: firstKey(of: node, entries))
    for key in table.required where fields[key.name] == nil {
      reportMissing(key, of: table.subject, at: fields.firstKey)
    }
    return fields
  }

  /// Entries of a mapping; anything else is reported at the value.
  mutating func mapping(_ node: YAMLNode, _ what: @autoclosure () -> String, example: @autoclosure () -> String) -> [YAMLEntry]? {
    if case .mapping(let entries) = node.content { return entries }
    reportType(node, what(), wanted: "a mapping", example: example())
    return nil
  }

  mutating func list(_ field: Field) -> [YAMLNode]? {
    if case .sequence(let items) = field.node.content { return items }
    reportType(field.node, field.name, wanted: "a list", example: field.key.corrected)
    return nil
  }

  /// The text of a scalar, as YAML undid its quotes and folding.
  mutating func text(_ node: YAMLNode, _ what: @autoclosure () -> String, example: @autoclosure () -> String) -> Located<String>? {
    if case .scalar(let text, _) = node.content { return Located(text, at: node.range) }
    reportType(node, what(), wanted: "text", example: example())
    return nil
  }

  /// The text of a key of the language; none of them has a use for no value at all.
  mutating func text(_ field: Field) -> Located<String>? {
    if case .scalar("", plain: true) = field.node.content {
      reportType(field.node, field.name, wanted: "text", example: field.key.corrected)
      return nil
    }
    return text(field.node, field.name, example: field.key.corrected)
  }

  /// `x-…`: ignored in every mapping whose keys are the language's, and wherever a user's own key could not be an entry.
  func isExtension(_ key: String) -> Bool { key.utf8.starts(with: "x-".utf8) }

  /// The first key as it is written: not a merged one that lies elsewhere, but the `<<` that brings it.
  private func firstKey(of node: YAMLNode, _ entries: [YAMLEntry]) -> SourceRange {
    let start = node.range.start
    if start + 2 <= min(node.range.end, file.bytes.count), file.bytes[start] == UInt8(ascii: "<"),
      file.bytes[start + 1] == UInt8(ascii: "<")
    {
      return SourceRange(file: file, start: start, end: start + 2)
    }
    return entries.first { $0.key.range.start >= start && $0.key.range.end <= node.range.end }?.key.range ?? node.range
  }
}

/// What every part of the decoder says in the same words.
extension StackDecoder {
  mutating func reportUnknown(_ entry: YAMLEntry, _ table: KeyTable) {
    let name = entry.key.value
    if let known = table.foreign.first(where: { $0.name == name }) {
      report(
        .unknownKey, "\(table.subject) has no key \(quoted(name))", at: entry.key.range,
        because: "it is another tool's word for what this language says differently", write: known.instead)
      return
    }
    nearSearches += 1
    let nearest = nearSearches <= Self.mostNearSearches ? nearestName(to: name, among: table.keys.lazy.map(\.name)) : nil
    report(
      .unknownKey, "\(table.subject) has no key \(quoted(name))", at: entry.key.range,
      because: "nothing would read it",
      write: nearest.map { $0 + ":" }
        ?? (nearSearches <= Self.mostNearSearches ? "one of " + table.keys.map(\.name).joined(separator: ", ") : "nothing"))
  }

  mutating func reportMissing(_ key: KeyDescription, of subject: String, at range: SourceRange) {
    report(
      .missingKey, "\(subject) needs the key '\(key.name)'", at: range, because: "it has no default",
      write: key.corrected)
  }

  mutating func reportType(_ node: YAMLNode, _ what: String, wanted: String, example: String) {
    let found: String
    switch node.content {
    case .scalar(let text, let plain): found = text.isEmpty && plain ? "nothing" : "text"
    case .sequence: found = "a list"
    case .mapping: found = "a mapping"
    }
    report(
      .wrongType, "\(what) is \(found) where \(wanted) belongs", at: node.range, because: "it can't be read as \(wanted)", write: example)
  }

  /// A word that is none of the allowed ones.
  /// - Parameters:
  ///   - synonyms: words other people use for one of them.
  ///   - otherwise: what to write where none is near.
  mutating func reportWord(
    _ value: Located<String>, _ what: String, among words: [String], key: String, synonyms: [String: String] = [:], otherwise: String
  ) {
    let meant = synonyms[value.value] ?? nearestName(to: value.value, among: words)
    report(
      .unknownWord, "\(what) \(quoted(value.value)) does not exist", at: value.range, because: "known: " + words.joined(separator: ", "),
      write: meant.map { key + $0 } ?? otherwise)
  }

  mutating func reportWord(_ value: Located<String>, _ what: String, among words: [String], key: String, example: String) {
    reportWord(value, what, among: words, key: key, otherwise: key + example)
  }

  /// A reference to something that is not declared.
  mutating func reportUnknownReference(_ value: Located<String>, _ kind: String, among names: Set<String>, write otherwise: String) {
    nearSearches += 1
    // Sorted, since a set's order differs between runs and equal distances are common.
    let nearest = nearSearches <= Self.mostNearSearches ? nearestName(to: value.value, among: names.sorted()) : nil
    report(
      .unknownReference, "no \(kind) is called \(quoted(value.value))", at: value.range,
      because: names.isEmpty ? "the stack declares no \(kind)" : "the stack declares no such \(kind)", write: nearest ?? otherwise)
  }

  /// The second of two that claim one thing.
  mutating func reportTwice(_ message: String, at second: SourceRange, first: SourceRange, because reason: String, write: String) {
    report(.clash, message, at: second, because: reason, related: [.init(first, "first here")], write: write)
  }
}

/// A user's text inside a message: one line, in quotes, shortened.
func quoted(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars {
    if shown.utf8.count > 60 { return "'\(shown)…'" }
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return "'\(shown)'"
}
