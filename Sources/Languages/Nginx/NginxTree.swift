/// A word of an nginx configuration that is a name: a directive, a variable reference in our own text, a number with a unit.
/// Printed bare; made from literals only. Example: `server_tokens`
public struct NginxName: Sendable, ExpressibleByStringLiteral {
  public let text: String
  public init(stringLiteral value: StaticString) { text = value.description }
}

/// One argument of a directive.
/// A string literal is a `literal`: a StaticString can hold no user value.
public enum NginxArgument: Sendable, ExpressibleByStringLiteral {
  /// Text of ours, printed bare; may hold variables: `$remote_addr`, `max=10`.
  case literal(StaticString)
  /// `404`
  case number(Int)
  /// A number with its unit: `10s`, `1m`, `20r/s`.
  case quantity(Int, unit: StaticString)
  /// A user's text where nginx reads variables (add_header, return …): quoted where needed, `$` printed as the
  /// `${dollar}` variable, which the file must define (`geo $dollar { default "$"; }`). No NUL, and below 4096 bytes as printed
  /// (preconditions; ``tokenLength`` tells). Line breaks are kept: whether a header may hold one is the caller's to say.
  /// Example: `"default-src 'self'"`
  case text(String)
  /// A user's text where nginx reads no variables (location prefix, server_name): quoted where needed, `$` as it is. What
  /// a leading `~`, `=` or `*.` means to the directive is the caller's to say. Example: `"/a b"`
  case verbatim(String)
  /// Parts without a space between, as one token, quoted as a whole where a part needs it; a literal part then holds no quotes,
  /// and writes a variable before a name as `${name}` (preconditions). Example: `zone=api:1m`
  case joined([NginxArgument])

  public init(stringLiteral value: StaticString) { self = .literal(value) }
}

/// An nginx configuration file or snippet. Example: `events {⏎}`
public struct NginxConfiguration: Printable {
  public var nodes: [NginxNode]
  public init(_ nodes: [NginxNode]) { self.nodes = nodes }
}

/// A line of a configuration, or a block. Example: `server_tokens off;`
public enum NginxNode: Sendable {
  /// `# why`
  case comment(CommentText)
  /// An empty line.
  case blank
  /// `server_tokens off;`
  case directive(NginxName, [NginxArgument])
  /// `location /api/ { … }`
  case block(NginxName, [NginxArgument], [NginxNode])
}

extension NginxArgument {
  /// nginx's own limit for one token (NGX_CONF_BUFFER in src/core/ngx_conf_file.c): a token of that many
  /// bytes or more, escaped and without its quotes, is refused by it.
  public static let longestToken = 4096
}
