/// A YAML value, printed so that YAML 1.1 and 1.2 readers agree on it: anything ambiguous is quoted.
public indirect enum YAMLValue: Printable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  case bool(Bool)
  case integer(Int)
  case string(String)
  /// Text of several lines of ours, as a `|` block.
  case block(String)
  case sequence([YAMLValue])
  case mapping([YAMLMember])

  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// One `key: value`, with comment lines above and one beside.
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

/// A document: comment lines, then a mapping.
public struct YAMLDocumentTree: Printable {
  public var header: [CommentText]
  public var members: [YAMLMember]
  public init(header: [CommentText], _ members: [YAMLMember]) {
    self.header = header
    self.members = members
  }
}
