import Diagnostics
import YAMLSyntax

/// Variables, labels and the secrets a service uses.
extension StackDecoder {
  mutating func decodeEnv(_ field: Field) -> [EnvSpec] {
    guard let entries = freeMapping(field, wanted: "a mapping") else { return [] }
    var variables: [EnvSpec] = []
    variables.reserveCapacity(entries.count)
    for entry in entries {
      // A variable's name can't hold a dash, so such a key can only be a note.
      if isExtension(entry.key.value) { continue }
      let name = EnvName(entry.key.value)
      if name == nil { reportVariable(entry.key) }
      guard let value = text(entry.value, "variable \(quoted(entry.key.value))", example: field.key.corrected),
        checkArgument(value, "variable \(quoted(entry.key.value))", prefix: entry.key.value.utf8.count + 1)
      else { continue }
      if let kind = credentialKind(name: entry.key.value, value: value.value) {
        let secret = properSecret(entry.key.value)
        report(
          .credential, "\(kind) in env, where anyone who can inspect the container reads it: use secrets", at: value.range,
          because: "this belongs into secrets, as a file only the service can read",
          write: "secrets: { \(name?.description ?? "PASSWORD")_FILE: \(secret) }")
        continue
      }
      if let name { variables.append(EnvSpec(name: Located(name, at: entry.key.range), value: value)) }
    }
    return variables
  }

  /// A mapping with the user's own keys; a list gets the mapping it means shown.
  private mutating func freeMapping(_ field: Field, wanted: String) -> [YAMLEntry]? {
    guard case .sequence(let items) = field.node.content else { return mapping(field.node, field.name, example: field.key.corrected) }
    var pairs: [String] = []
    for item in items.prefix(3) {
      guard case .scalar(let text, _) = item.content, text.utf8.count <= 60, !text.utf8.contains(where: { $0 < 0x20 }) else { continue }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, credentialKind(name: String(parts[0]), value: String(parts[1])) == nil else { continue }
      pairs.append("\(parts[0]): \"\(parts[1])\"")
    }
    let example = pairs.isEmpty ? field.key.corrected : "\(field.name): { \(pairs.joined(separator: ", ")) }"
    reportType(field.node, field.name, wanted: wanted, example: example)
    return nil
  }

  private mutating func reportVariable(_ key: Located<String>) {
    report(
      .invalidVariable, "\(quoted(key.value)) is not the name of a variable", at: key.range,
      because: "it is letters, digits and '_', and does not begin with a digit", write: properVariable(key.value))
  }

  private func properVariable(_ text: String) -> String {
    let bytes = text.utf8.prefix(60).map { NameGrammar.isAlphanumeric($0) ? $0 : UInt8(ascii: "_") }
    let name = String(decoding: bytes, as: UTF8.self)
    return EnvName(name) != nil ? name : "_" + name
  }

  private func properSecret(_ variable: String) -> String {
    let bytes = variable.utf8.prefix(31).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : NameGrammar.isUpper($0) ? $0 + 32 : $0 }
    let name = String(decoding: bytes, as: UTF8.self)
    return NameGrammar.accepts(name) ? name : "password"
  }

  mutating func decodeLabels(_ field: Field) -> [LabelSpec] {
    guard let entries = freeMapping(field, wanted: "a mapping") else { return [] }
    var labels: [LabelSpec] = []
    for entry in entries {
      let key = entry.key.value.utf8
      let keyIsValid =
        (1...255).contains(key.count)
        && key.allSatisfy {
          NameGrammar.isAlphanumeric($0) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/")].contains($0)
        }
      if !keyIsValid {
        report(
          .invalidText, "\(quoted(entry.key.value)) is not a label's key", at: entry.key.range,
          because: "it is letters, digits, '.', '_', '-' and '/', at most 255", write: "com.example.team: shop")
      }
      guard let value = text(entry.value, "label \(quoted(entry.key.value))", example: field.key.corrected),
        checkArgument(value, "label \(quoted(entry.key.value))", prefix: key.count + 1), keyIsValid
      else { continue }
      labels.append(LabelSpec(key: entry.key, value: value))
    }
    return labels
  }

  /// `[name, …]`, or `{ VARIABLE: name }`. Whether the stack declares them is checked with all references.
  mutating func decodeSecretUses(_ field: Field) -> [SecretUse] {
    switch field.node.content {
    case .sequence(let items):
      var uses: [SecretUse] = []
      var seen: [SecretName: SourceRange] = [:]
      for item in items {
        guard let value = text(item, "a secret", example: field.key.corrected), let name = secretReference(value) else { continue }
        if let first = seen[name.value] {
          reportTwice(
            "secret '\(name.value)' is listed twice", at: name.range, first: first, because: "one mount is enough",
            write: "each secret once")
          continue
        }
        seen[name.value] = name.range
        uses.append(SecretUse(secret: name))
      }
      return uses
    case .mapping(let entries):
      var uses: [SecretUse] = []
      for entry in entries where !isExtension(entry.key.value) {
        let variable = EnvName(entry.key.value)
        if variable == nil { reportVariable(entry.key) }
        guard let value = text(entry.value, "a secret", example: "secrets: { PASSWORD_FILE: db-password }"),
          let name = secretReference(value), let variable
        else { continue }
        uses.append(SecretUse(secret: name, variable: Located(variable, at: entry.key.range)))
      }
      return uses
    case .scalar:
      reportType(field.node, "secrets", wanted: "a list or a mapping", example: field.key.corrected)
      return []
    }
  }

  private mutating func secretReference(_ value: Located<String>) -> Located<SecretName>? {
    guard secretNames.contains(value.value) else {
      reportUnknownReference(
        value, "secret", among: secretNames, write: "a secret declared at the top: secrets: { NAME: { file: ./secrets/NAME } }")
      return nil
    }
    usedSecrets.insert(value.value)
    // One that is declared under an invalid name was reported there.
    return SecretName(value.value).map { Located($0, at: value.range) }
  }

  /// One variable can't be literal text and a secret's path.
  mutating func checkVariables(_ spec: ServiceSpec) {
    guard !spec.env.isEmpty, spec.secrets.contains(where: { $0.variable != nil }) else { return }
    let literals = Dictionary(spec.env.map { ($0.name.value, $0.name.range) }) { first, _ in first }
    for use in spec.secrets {
      guard let variable = use.variable, let literal = literals[variable.value] else { continue }
      let (first, second) = variable.range.start < literal.start ? (variable.range, literal) : (literal, variable.range)
      reportTwice(
        "variable '\(variable.value)' is set by env and by secrets", at: second, first: first, because: "only one of them could win",
        write: "it in secrets alone")
    }
  }
}
