/// A run of text inside a paragraph, heading or cell; user text is escaped so that it shows as itself.
public enum MarkdownInline: Sendable, ExpressibleByStringLiteral {
  /// `a\*b`
  case text(String)
  /// A code span, line breaks as spaces. Example: `` `build.sh` ``
  case code(String)
  /// `**never**`
  case strong(String)
  /// `[run.sh](run.sh#L3)`; the target is a URL or a relative path, percent-encoded where it must be (not at `%`).
  case link(text: String, target: String)
  public init(stringLiteral value: String) { self = .text(value) }
}

/// A block, one line a paragraph, item or row. Example: `## Networks`
public enum MarkdownBlock: Sendable {
  /// `## Networks`; levels 1 to 6 (a precondition).
  case heading(Int, [MarkdownInline])
  /// `Run it.`
  case paragraph([MarkdownInline])
  /// `- first`
  case bullets([[MarkdownInline]])
  /// `1. first`
  case numbered([[MarkdownInline]])
  /// A fenced block; the fence is longer than any run of backticks inside. Example: ```` ```sh⏎./run.sh⏎``` ````
  case fence(language: StaticString, String)
  /// `| a | b |`; a row may have fewer cells than the header, not more (a precondition).
  case table(header: [[MarkdownInline]], rows: [[[MarkdownInline]]])
  /// A Mermaid flowchart, fenced. Example: ```` ```mermaid⏎flowchart LR⏎…⏎``` ````
  case mermaid(Mermaid)
}

/// A document of GitHub Flavored Markdown, blank lines between blocks. Example: `# web⏎⏎Run it.`
public struct MarkdownDocument: Printable {
  public var blocks: [MarkdownBlock]
  public init(_ blocks: [MarkdownBlock]) { self.blocks = blocks }
}

/// A Mermaid flowchart: nodes in subgraphs, labelled arrows. Ids are made by the printer; labels are quoted.
/// A key stands once, and an edge joins keys that stand (preconditions). Example: `n0 -->|"3000/tcp"| n1`
public struct Mermaid: Sendable {
  /// `subgraph g0["frontend"]⏎    n0["web"]⏎  end`
  public struct Group: Sendable {
    public var label: String
    public var nodes: [(key: String, label: String)]
    public init(label: String, nodes: [(key: String, label: String)]) {
      self.label = label
      self.nodes = nodes
    }
  }
  /// `n0 -->|"3000/tcp"| n1`; without a label `n0 --> n1`
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
