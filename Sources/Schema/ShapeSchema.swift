import Diagnostics
import Languages
import Stack
import YAMLSyntax

/// Writes the schema of one language: the tables of keys become `$defs`, in the order they are met.
struct SchemaWriter {
  /// Runtimes that this compiler builds, in the language's order.
  let runtimes: [String]
  private(set) var definitions: [(String, JSONValue)] = []
  private var names: Set<String> = []

  init(runtimes: [String]) { self.runtimes = runtimes }

  // MARK: Tables

  /// A reference to a table's definition, which is written at the first one.
  mutating func reference(_ table: KeyTable) -> JSONValue {
    let name = Self.definitionName(table.subject)
    if names.insert(name).inserted {
      let position = definitions.count
      definitions.append((name, .null))
      definitions[position].1 = .object(object(table))
    }
    return .object([("$ref", .string("#/$defs/" + name))])
  }

  /// A mapping with the language's keys; any other key but `x-…` is refused.
  mutating func object(_ table: KeyTable) -> [(String, JSONValue)] {
    var properties: [(String, JSONValue)] = []
    for key in table.keys { properties.append((key.name, property(key, of: table))) }
    var schema: [(String, JSONValue)] = [
      ("type", "object"), ("properties", .object(properties)),
      ("patternProperties", .object([("^x-", .bool(true))])), ("additionalProperties", false),
    ]
    let required = table.keys.filter(\.required).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema.append(("required", .array(required))) }
    return schema + SchemaRules.of(table)
  }

  private mutating func property(_ key: KeyDescription, of table: KeyTable) -> JSONValue {
    guard key.isBuilt else {
      return .object([("description", .string(key.documentation + " Not built in this version.")), ("not", .object([]))])
    }
    let isRuntime = table.subject == ServiceKeys.service.subject && key.name == "runtime"
    var members: [(String, JSONValue)] = [("description", .string(key.documentation))]
    members += isRuntime ? words(runtimes) : schema(key.shape)
    let rules = SchemaRules.of(key, in: table)
    if !rules.isEmpty { members.append(("allOf", .array(rules))) }
    if let value = key.defaultText { members.append(("default", Self.json(value))) }
    members.append(("examples", .array([Self.json(key.example)])))
    return .object(members)
  }

  private static func definitionName(_ subject: String) -> String {
    let words = subject.hasPrefix("a ") ? String(subject.dropFirst(2)) : subject
    return words.split(separator: "'").joined().split(separator: " ").joined(separator: "-")
  }

  // MARK: Shapes

  /// - Parameter inside: the shape of an item or of a user's own entry, where `~` and `null` are texts.
  private mutating func schema(_ shape: KeyShape, inside: Bool = false) -> [(String, JSONValue)] {
    switch shape {
    case .text:
      // A scalar is read from its source text; JSON's readers have made numbers and booleans of some.
      return [("type", .array(["string", "number", "boolean"] + (inside ? ["null"] : [])))]
    case .words(let list): return words(list)
    case .pattern(let pattern):
      let type: JSONValue =
        pattern == KeyPattern.words
        ? ["string", "number", "boolean"] : Self.numericPatterns.contains(pattern) ? ["string", "number"] : "string"
      return [("type", type), ("pattern", .string(pattern))]
    case .boolean: return [("enum", [true, false, "true", "false"])]
    case .integer(let range):
      return [
        (
          "anyOf",
          .array([
            .object([("type", "integer"), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]),
            .object([("type", "string"), ("pattern", "^[0-9]+$")]),
          ])
        )
      ]
    case .null: return [("type", "null")]
    case .list(let item):
      var members: [(String, JSONValue)] = [("type", "array"), ("items", .object(schema(item, inside: true)))]
      // Names are listed once; a command may well repeat a word.
      if case .text = item {} else { members.append(("uniqueItems", true)) }
      return members
    case .map(let keys, let values):
      // A name may begin with `x-` by its grammar, but such a key is a note; headers and labels are data, whatever they are called.
      let isData = keys == KeyPattern.headerName || keys == KeyPattern.label
      let pattern = keys == KeyPattern.name ? "^(?!x-)" + keys.dropFirst() : keys
      return [
        ("type", "object"),
        (
          "patternProperties",
          .object([(pattern, .object(schema(values, inside: true)))] + (isData ? [] : [("^x-", .bool(true))]))
        ),
        ("additionalProperties", false),
      ]
    case .mapping(let table):
      guard case .object(let members) = reference(table) else { return [] }
      return members
    case .either(let shapes):
      var schemas: [JSONValue] = []
      for shape in shapes { schemas.append(.object(schema(shape, inside: inside))) }
      return [("anyOf", .array(schemas))]
    }
  }

  /// Grammars whose texts YAML may read as numbers: `version: 24`, `cpus: 0.5`.
  private static let numericPatterns: Set<String> = [
    KeyPattern.runtimeVersion, KeyPattern.size, KeyPattern.cpus, KeyPattern.user, KeyPattern.release, KeyPattern.relativePath,
    KeyPattern.secretFile, KeyPattern.publish,
  ]

  private func words(_ list: [String]) -> [(String, JSONValue)] {
    var values: [JSONValue] = []
    for word in list {
      if let number = Int(word) { values.append(.integer(number)) }
      if word == "true" { values.append(true) }
      values.append(.string(word))
    }
    return [("enum", .array(values))]
  }

  /// A value of the tables, written as YAML, as JSON.
  static func json(_ text: String) -> JSONValue {
    var sink = DiagnosticSink()
    guard let node = parseYAML(SourceFile(path: "example", bytes: Array(text.utf8)), into: &sink) else { return .string(text) }
    return json(node)
  }

  private static func json(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .scalar("true", plain: true): true
    case .scalar("false", plain: true): false
    case .scalar("null", plain: true): .null
    case .scalar(let text, let plain): plain && Int(text)?.description == text ? .integer(Int(text) ?? 0) : .string(text)
    case .sequence(let items): .array(items.map(json))
    case .mapping(let entries): .object(entries.map { ($0.key.value, json($0.value)) })
    }
  }
}
