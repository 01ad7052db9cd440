import Diagnostics
import Foundation
import YAMLSyntax

/// A value as readers of JSON and of the YAML 1.2 core schema see it.
indirect enum DataValue: Hashable {
  case null, bool(Bool), number(Double), text(String), list([DataValue]), object([String: DataValue])

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, plain: true): self = Self.plain(text)
    case .scalar(let text, plain: false): self = .text(text)
    case .sequence(let items): self = .list(items.map(DataValue.init))
    case .mapping(let entries):
      self = .object(Dictionary(entries.map { ($0.key.value, DataValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  private static func plain(_ text: String) -> DataValue {
    if text.isEmpty || ["~", "null", "Null", "NULL"].contains(text) { return .null }
    if ["true", "True", "TRUE"].contains(text) { return .bool(true) }
    if ["false", "False", "FALSE"].contains(text) { return .bool(false) }
    let number = "^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$"
    if text.range(of: number, options: .regularExpression) != nil, let value = Double(text) { return .number(value) }
    return .text(text)
  }

  subscript(key: String) -> DataValue? { if case .object(let members) = self { members[key] } else { nil } }
  var members: [String: DataValue] { if case .object(let members) = self { members } else { [:] } }
  var items: [DataValue] { if case .list(let items) = self { items } else { [] } }
  var string: String? { if case .text(let text) = self { text } else { nil } }
  var strings: [String] { items.compactMap(\.string) }
  var isObject: Bool { if case .object = self { true } else { false } }
}

/// The part of JSON Schema 2020-12 that our schemas use, so that `swift test` needs no other program; a keyword it does not know is a
/// problem. The schema itself is JSON, which the YAML parser reads.
struct SchemaValidator {
  let root: DataValue

  init(_ bytes: [UInt8]) throws {
    var sink = DiagnosticSink()
    guard let node = parseYAML(SourceFile(path: "schema.json", bytes: bytes), into: &sink) else {
      throw NSError(domain: "schema", code: 1, userInfo: [NSLocalizedDescriptionKey: "\(sink.diagnostics.map(\.message))"])
    }
    root = DataValue(node)
  }

  /// Problems, each with its place.
  func problems(_ node: YAMLNode) -> [String] { problems(DataValue(node), root, at: "") }

  private func problems(_ value: DataValue, _ schema: DataValue, at place: String) -> [String] {
    if case .bool(let allowed) = schema { return allowed ? [] : ["\(place): nothing is allowed here"] }
    return schema.members.keys.sorted().flatMap { check($0, schema[$0]!, value, schema, place) }
  }

  private func check(_ keyword: String, _ rule: DataValue, _ value: DataValue, _ schema: DataValue, _ place: String) -> [String] {
    func unless(_ holds: Bool, _ text: @autoclosure () -> String) -> [String] { holds ? [] : ["\(place): \(text())"] }
    func holds(_ schema: DataValue) -> Bool { problems(value, schema, at: place).isEmpty }
    switch keyword {
    case "$schema", "$id", "title", "description", "default", "examples", "$defs": return []
    case "properties", "patternProperties", "additionalProperties": return members(keyword, rule, value, schema, place)
    case "$ref": return problems(value, root["$defs"]![String(rule.string!.dropFirst("#/$defs/".count))] ?? .bool(false), at: place)
    case "type": return unless((rule.string.map { [$0] } ?? rule.strings).contains { Self.isType(value, $0) }, "no \(rule)")
    case "enum": return unless(rule.items.contains(value), "none of the words")
    case "const": return unless(rule == value, "not \(rule)")
    case "pattern": return unless(value.string.map { Self.matches($0, rule.string!) } ?? true, "not \(rule.string!)")
    case "minimum", "maximum":
      guard case .number(let number) = value, case .number(let bound) = rule else { return [] }
      return unless(keyword == "minimum" ? number >= bound : number <= bound, "out of range")
    case "items": return value.items.enumerated().flatMap { problems($1, rule, at: "\(place)[\($0)]") }
    case "uniqueItems": return unless(Set(value.items).count == value.items.count, "items are not unique")
    case "required": return value.isObject ? rule.strings.flatMap { unless(value[$0] != nil, "lacks \($0)") } : []
    case "not": return unless(!holds(rule), "is what it must not be")
    case "allOf": return rule.items.flatMap { problems(value, $0, at: place) }
    case "minItems":
      guard case .list(let items) = value, case .number(let least) = rule else { return [] }
      return unless(Double(items.count) >= least, "too few items")
    case "propertyNames": return value.members.keys.sorted().flatMap { problems(.text($0), rule, at: place) }
    case "anyOf": return unless(rule.items.contains(where: holds), "none of anyOf")
    case "oneOf": return unless(rule.items.count(where: holds) == 1, "not one of oneOf")
    case "dependentRequired":
      return rule.members.flatMap { key, needs in
        value[key] == nil ? [] : needs.strings.flatMap { unless(value[$0] != nil, "\(key) needs \($0)") }
      }
    case "dependentSchemas": return rule.members.flatMap { value[$0] == nil ? [] : problems(value, $1, at: place) }
    default: return ["the schema has a keyword this validator does not know: \(keyword)"]
    }
  }

  private func members(_ keyword: String, _ rule: DataValue, _ value: DataValue, _ schema: DataValue, _ place: String) -> [String] {
    let named = schema["properties"]?.members ?? [:]
    let patterns = schema["patternProperties"]?.members ?? [:]
    return value.members.keys.sorted().flatMap { key -> [String] in
      let child = value[key]!
      let inside = "\(place).\(key)"
      switch keyword {
      case "properties": return named[key].map { problems(child, $0, at: inside) } ?? []
      case "patternProperties": return patterns.flatMap { Self.matches(key, $0) ? problems(child, $1, at: inside) : [] }
      default:
        let known = named[key] != nil || patterns.keys.contains { Self.matches(key, $0) }
        return known ? [] : problems(child, rule, at: inside)
      }
    }
  }

  private static func isType(_ value: DataValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .list), ("string", .text), ("boolean", .bool), ("null", .null), ("number", .number): true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return false }
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }
}
