/// A run of text inside a paragraph, heading or cell; user text is escaped so that it shows as itself.
public enum MarkdownInline: Sendable, ExpressibleByStringLiteral {
  case text(String)
  case code(String)
  case strong(String)
  case link(text: String, target: String)
  public init(stringLiteral value: String) { self = .text(value) }
}

public enum MarkdownBlock: Sendable {
  case heading(Int, [MarkdownInline])
  case paragraph([MarkdownInline])
  case bullets([[MarkdownInline]])
  case numbered([[MarkdownInline]])
  /// A fenced block; the fence is longer than any run of backticks inside.
  case fence(language: StaticString, String)
  case table(header: [[MarkdownInline]], rows: [[[MarkdownInline]]])
  /// A Mermaid flowchart.
  case mermaid(Mermaid)
}

public struct MarkdownDocument: Printable {
  public var blocks: [MarkdownBlock]
  public init(_ blocks: [MarkdownBlock]) { self.blocks = blocks }
}

/// A Mermaid flowchart: nodes in subgraphs, labelled arrows. Ids are made by the printer; labels are quoted.
public struct Mermaid: Sendable {
  public struct Group: Sendable {
    public var label: String
    public var nodes: [(key: String, label: String)]
    public init(label: String, nodes: [(key: String, label: String)]) {
      self.label = label
      self.nodes = nodes
    }
  }
  public struct Edge: Sendable {
    public var from: String
    public var to: String
    public var label: String
    public init(from: String, to: String, label: String) {
      self.from = from
      self.to = to
      self.label = label
    }
  }
  public var groups: [Group]
  public var edges: [Edge]
  public init(groups: [Group], edges: [Edge]) {
    self.groups = groups
    self.edges = edges
  }
}
