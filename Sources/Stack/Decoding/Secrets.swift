import Diagnostics
import YAMLSyntax

/// The stack's secrets.
struct SecretTable {
  var declared: [SecretSpec] = []
  /// Every key in file order, also one whose entry has an error: one slip is one finding.
  var keys: [Located<String>] = []
}

extension StackDecoder {
  mutating func decodeSecrets(_ field: Field) -> SecretTable {
    var table = SecretTable()
    guard let entries = mapping(field.node, "secrets", example: field.key.corrected) else { return table }
    for entry in entries where !isExtension(entry.key.value) {
      table.keys.append(entry.key)
      secretNames.insert(entry.key.value)
      let name = SecretName(entry.key.value)
      if name == nil { reportName(entry.key.value, "secret", at: entry.key.range) }
      let example = "\(name?.description ?? "db-password"): { file: ./secrets/\(name?.description ?? "db-password") }"
      guard
        let file = fields(entry.value, StackKeys.secret, as: "secret \(quoted(entry.key.value))", example: example)?["file"].flatMap({
          decodeSecretFile($0)
        }), let name
      else {
        continue
      }
      table.declared.append(SecretSpec(name: Located(name, at: entry.key.range), file: file))
    }
    return table
  }

  private mutating func decodeSecretFile(_ field: Field) -> Located<SecretFile>? {
    guard let value = text(field) else { return nil }
    guard value.value.utf8.first != UInt8(ascii: "/") else {
      let bytes = value.value.utf8
      guard bytes.count <= 1024, bytes.count > 1, bytes.last != UInt8(ascii: "/"), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        reportPath(value, "a file", key: field)
        return nil
      }
      return Located(.absolute(value.value), at: value.range)
    }
    guard let path = relativePath(value, field) else { return nil }
    guard path.description != ".", value.value.utf8.last != UInt8(ascii: "/") else {
      reportPath(value, "a file", key: field)
      return nil
    }
    return Located(.relative(path), at: value.range)
  }

  /// A path that stays under the stack file's directory.
  mutating func relativePath(_ value: Located<String>, _ field: Field) -> RelativePath? {
    do throws(RelativePath.Failure) {
      // No shell reads a path here: `~/x` would be a directory called `~`.
      guard value.value != "~", !value.value.utf8.starts(with: "~/".utf8) else { throw .outside }
      return try RelativePath(value.value)
    } catch {
      switch error {
      case .malformed: reportPath(value, "a relative path", key: field)
      case .outside:
        report(
          .outside, "\(field.name) \(quoted(value.value)) is outside the stack file's directory", at: value.range,
          because: "a stack takes only what lies beside it, so that a copy of its directory is all of it",
          write: "\(field.name): " + inside(value.value, like: field.key.example))
      }
      return nil
    }
  }

  /// The same path under the stack file's directory, written as the key's example is.
  private func inside(_ text: String, like example: String) -> String {
    let parts = text.split(separator: "/").filter { $0 != ".." && $0 != "." && $0 != "~" }
    guard !parts.isEmpty, text.utf8.count <= 200 else { return example }
    return (example.utf8.starts(with: "./".utf8) ? "./" : "") + parts.joined(separator: "/")
  }

  mutating func relativePath(_ field: Field) -> Located<RelativePath>? {
    guard let value = text(field) else { return nil }
    return relativePath(value, field).map { Located($0, at: value.range) }
  }

  mutating func reportPath(_ value: Located<String>, _ wanted: String, key field: Field) {
    report(
      .invalidPath, "\(field.name) \(quoted(value.value)) is not \(wanted)", at: value.range,
      because: value.value.isEmpty ? "it is empty" : "it can't be used as \(wanted): at most 1024 bytes, no control characters",
      write: field.key.corrected)
  }
}
