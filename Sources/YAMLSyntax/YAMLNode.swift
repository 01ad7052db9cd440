import Diagnostics

/// A node of a YAML document with its exact place. Aliases and merges are already expanded, within the limits.
public struct YAMLNode: Sendable {
  public indirect enum Content: Sendable {
    /// Text as YAML reads it (quotes and escapes undone, folding done); `plain` says it was written without quotes.
    case scalar(text: String, plain: Bool)
    case sequence([YAMLNode])
    /// Entries in file order, unique by key text (duplicates were reported and dropped), merges (`<<`) applied.
    case mapping([YAMLEntry])
  }
  public let content: Content
  /// From the first byte of the value to just past its last; for an alias, the alias itself.
  public let range: SourceRange

  public init(content: Content, range: SourceRange) {
    self.content = content
    self.range = range
  }
}

public struct YAMLEntry: Sendable {
  public let key: Located<String>
  public let value: YAMLNode
  public init(key: Located<String>, value: YAMLNode) {
    self.key = key
    self.value = value
  }
}

/// Bounds that keep hostile input cheap.
public struct YAMLLimits: Sendable {
  /// Bytes of a file.
  public var size = 8 << 20
  /// Levels of nesting.
  public var depth = 64
  /// Nodes after aliases are expanded.
  public var nodes = 400_000
  public init() {}
}
