/// A word of an nginx configuration that is a name: a directive, a variable reference in our own text, a number with a unit.
/// Printed bare. Made from literals and validated text only.
public struct NginxName: Sendable, ExpressibleByStringLiteral {
  public let text: String
  public init(stringLiteral value: StaticString) { text = value.description }
}

/// One argument of a directive.
/// A string literal is a `literal`: a StaticString can hold no user value.
public enum NginxArgument: Sendable, ExpressibleByStringLiteral {
  /// Text of ours, printed bare; may hold variables: `$remote_addr`, `max=10`.
  case literal(StaticString)
  case number(Int)
  /// A number with its unit: `10s`, `1m`, `20r/s`.
  case quantity(Int, unit: StaticString)
  /// A user's text where nginx reads variables (add_header, return …): quoted, `$` printed as the `${dollar}` variable.
  case text(String)
  /// A user's text where nginx reads no variables (location prefix, server_name): quoted, `$` as it is.
  case verbatim(String)
  /// Text composed of parts without a space between: `zone=api:1m`, `http://api`.
  case joined([NginxArgument])

  public init(stringLiteral value: StaticString) { self = .literal(value) }
}

/// An nginx configuration file or snippet.
public struct NginxConfiguration: Printable {
  public var nodes: [NginxNode]
  public init(_ nodes: [NginxNode]) { self.nodes = nodes }
}

public indirect enum NginxNode: Sendable {
  case comment(CommentText)
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
