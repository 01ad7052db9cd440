/// What a key of the language may hold: enough to write the JSON Schema from, no more.
public indirect enum KeyShape: Sendable {
  /// Any text.
  case text
  /// One of these words.
  case words([String])
  /// Text of a grammar: an anchored ECMA 262 pattern, as JSON Schema takes it.
  case pattern(String)
  case boolean
  case integer(ClosedRange<Int>)
  case null
  case list(KeyShape)
  /// A mapping whose keys are the user's own, by an anchored pattern.
  case map(keys: String, values: KeyShape)
  /// A mapping with the language's keys.
  case mapping(KeyTable)
  case either([KeyShape])
}

/// One key of the language: the decoder's check for unknown and missing keys, `securegen schema` and the README's table are made from it.
/// A class, since the decoder holds one beside each value: a reference is cheaper to hand on than five strings.
public final class KeyDescription: Sendable {
  public let name: String
  public let shape: KeyShape
  public let required: Bool
  /// What it means, in one or two sentences without a line break.
  public let documentation: String
  /// A value that is right, as it stands after `name: `.
  public let example: String
  /// What holds where the key is not written, as it would stand after `name: `; nil where nothing does, or where a policy or a runtime says.
  public let defaultText: String?
  /// false: the language has the key, this version does not build its effect and says so.
  public let isBuilt: Bool

  init(
    _ name: String, _ shape: KeyShape, required: Bool = false, example: String, defaultText: String? = nil, built: Bool = true,
    _ documentation: String
  ) {
    self.name = name
    self.shape = shape
    self.required = required
    self.documentation = documentation
    self.example = example
    self.defaultText = defaultText
    isBuilt = built
  }

  /// `name: example`, what a message proposes to write.
  public var corrected: String { name + ": " + example }
}

/// The keys of one kind of mapping.
public struct KeyTable: Sendable {
  /// What the mapping describes, for messages: `a service`, `health`.
  public let subject: String
  public let keys: [KeyDescription]
  let required: [KeyDescription]
  /// Keys that other tools have for the same thing (Compose, Kubernetes), each with what to write here instead.
  public let foreign: [(name: String, instead: String)]

  init(_ subject: String, foreign: [(name: String, instead: String)] = [], _ keys: [KeyDescription]) {
    self.subject = subject
    self.keys = keys
    required = keys.filter(\.required)
    self.foreign = foreign
  }

  func index(of name: String) -> Int? { keys.firstIndex { $0.name == name } }
}
