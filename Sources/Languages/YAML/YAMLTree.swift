/// A YAML value, printed so that YAML 1.1 and 1.2 readers agree on it: anything ambiguous is quoted
/// (`"on": push`). Example: `name: ci`
public indirect enum YAMLValue: Printable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  /// `true`
  case bool(Bool)
  /// `10`
  case integer(Int)
  /// Any text, plain or in double quotes. Example: `"1.2"`
  case string(String)
  /// Text of several lines, as a block; in double quotes where a reader would not give back a block's exact text (a carriage
  /// return, a control character, nothing but line breaks). Example: `|⏎  make⏎  make test`
  case block(String)
  /// `- main`, one item a line; empty: `[]`
  case sequence([YAMLValue])
  /// `key: value`, one member a line; empty: `{}`. One key twice stops a debug build.
  case mapping([YAMLMember])

  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// One `key: value`, with comment lines above and one beside. The key, as printed, has at most 1024 characters.
/// Example: `uses: actions/checkout@8f4b7f # v4.2.2`
public struct YAMLMember: Sendable {
  public var key: String
  public var value: YAMLValue
  public var above: [CommentText]
  public var beside: CommentText?
  public init(_ key: String, _ value: YAMLValue, above: [CommentText] = [], beside: CommentText? = nil) {
    self.key = key
    self.value = value
    self.above = above
    self.beside = beside
  }
}

/// A document: comment lines, a blank line, then a mapping with blank lines between its sections.
/// Example: `# Made by …⏎⏎name: ci`
public struct YAMLDocumentTree: Printable {
  public var header: [CommentText]
  public var members: [YAMLMember]
  public init(header: [CommentText], _ members: [YAMLMember]) {
    self.header = header
    self.members = members
  }
}
