import Languages
import Stack

/// JSON Schemas (draft 2020-12) of the files people write, made from the tables that the decoder reads by.
public enum LanguageSchema: String, Sendable, CaseIterable {
  case stack, policy

  /// The schema as a JSON document.
  /// - Parameter vocabulary: the runtimes that can be named.
  public func document(_ vocabulary: StackVocabulary) -> [UInt8] {
    var writer = SchemaWriter(runtimes: vocabulary.runtimes.filter(vocabulary.built.contains))
    let table: KeyTable
    let title: String
    switch self {
    case .stack: (table, title) = (StackKeys.root, "securegen stack file, version 1")
    case .policy: (table, title) = (PolicyKeys.root, "securegen policy file, version 1")
    }
    let root = writer.object(table)
    var output = Output()
    JSONValue.object(
      [
        ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("$id", .string("urn:securegen:\(rawValue):1")),
        ("title", .string(title)),
      ] + root + [("$defs", .object(writer.definitions))]
    ).print(into: &output)
    return output.bytes
  }
}
