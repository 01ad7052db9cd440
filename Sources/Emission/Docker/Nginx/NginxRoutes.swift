import Languages
import Planning
import Stack

extension NginxSite {
  /// A location for each route, longest prefix first as in the plan, and 404 for what no route covers.
  func locations(texts: inout LiteralTexts) -> [NginxNode] {
    var nodes: [NginxNode] = []
    let prefixes = Set(nginx.routes.map(\.prefix.description))
    for (index, route) in nginx.routes.enumerated() {
      let prefix = route.prefix.description
      nodes.append(.blank)
      switch route.destination {
      case .files(let directory):
        nodes += files(prefix, directory, alsoBelow: !prefixes.contains(prefix + "/"), texts: &texts)
      case .proxy(let host, _, let strip, let rate):
        let body = rateLimit(index, rate) + [.directive("include", [.literal("snippets/proxy.conf")])]
        nodes += proxy(prefix, host, strip: strip, body: body, alsoBelow: !prefixes.contains(prefix + "/"))
      }
    }
    if !prefixes.contains("/") {
      nodes += [.blank, .block("location", [.literal("/")], [.directive("return", [.literal("404")])])]
    }
    return nodes
  }

  // MARK: Files

  /// `location` and `alias` both end in `/`: with one alone, `/docs../x` would climb out of the directory.
  private func files(_ prefix: String, _ directory: String, alsoBelow: Bool, texts: inout LiteralTexts) -> [NginxNode] {
    if prefix.hasSuffix("/") { return [filesBelow(prefix, directory, texts: &texts)] }
    let redirect: NginxNode = .block(
      "location", [.literal("="), .verbatim(prefix)],
      [.directive("return", [.literal("301"), .joined([texts.argument(prefix + "/"), .literal("$is_args$args")])])])
    return [redirect] + (alsoBelow ? [filesBelow(prefix + "/", directory, texts: &texts)] : [])
  }

  private func filesBelow(_ prefix: String, _ directory: String, texts: inout LiteralTexts) -> NginxNode {
    let place: NginxNode =
      prefix == "/" ? .directive("root", [texts.argument(directory)]) : .directive("alias", [texts.argument(directory + "/")])
    return .block(
      "location", [.verbatim(prefix)],
      [
        place,
        .directive("index", [.literal("index.html"), .literal("index.htm")]),
        .comment(
          "GET and HEAD only: nginx answers 405 to other methods on files. Dotfiles are never served, but for /.well-known/ (RFC 8615)."),
        .block("location", [.literal("~"), .literal(#"^(?:[^/]*/)+\.(?!well-known/)"#)], [.directive("return", [.literal("404")])]),
      ])
  }

  // MARK: Proxies

  /// A prefix covers itself and what lies below it: `/api` is `/api` and `/api/…`, never `/apis`.
  private func proxy(_ prefix: String, _ host: ServiceName, strip: Bool, body: [NginxNode], alsoBelow: Bool) -> [NginxNode] {
    // No URI behind the name: with one, nginx would decode and normalise the path.
    let pass: NginxNode = .directive("proxy_pass", [.joined([.literal("http://"), .verbatim(host.description)])])
    func location(_ match: [NginxArgument], _ rewrite: [NginxNode]) -> NginxNode { .block("location", match, rewrite + body + [pass]) }
    if prefix.hasSuffix("/") {
      return [location([.verbatim(prefix)], strip && prefix != "/" ? stripping(prefix) : [])]
    }
    let exact = location(
      [.literal("="), .verbatim(prefix)], strip ? [.directive("rewrite", [.literal("^"), .literal("/"), .literal("break")])] : [])
    return [exact] + (alsoBelow ? [location([.verbatim(prefix + "/")], strip ? stripping(prefix + "/") : [])] : [])
  }

  private func stripping(_ prefix: String) -> [NginxNode] {
    [
      .directive(
        "rewrite", [.joined([.literal("^"), .verbatim(Self.escaped(prefix)), .literal("(.*)$")]), .literal("/$1"), .literal("break")]),
      .comment("Only a path with a line break in it comes this far."),
      .directive("return", [.literal("400")]),
    ]
  }

  /// A prefix as a regular expression that matches exactly it (PCRE's metacharacters outside classes).
  private static func escaped(_ prefix: String) -> String {
    let special: [UInt8] = Array(#"\^$.[]|()?*+{}"#.utf8)
    return String(decoding: prefix.utf8.flatMap { special.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }, as: UTF8.self)
  }

  // MARK: Rates

  private func zone(_ index: Int) -> NginxArgument { .joined([.literal("zone=route_"), .number(index)]) }

  /// One zone for each route with a `rate_limit`.
  var rateZones: [NginxNode] {
    nginx.routes.enumerated().compactMap { index, route in
      guard case .proxy(_, _, _, let rate?) = route.destination else { return nil }
      let unit: StaticString = rate.unit == .second ? "r/s" : "r/m"
      return .directive(
        "limit_req_zone",
        [
          .literal("$binary_remote_addr"), .joined([zone(index), .literal(":2m")]),
          .joined([.literal("rate="), .quantity(rate.count, unit: unit)]),
        ])
    }
  }

  /// What came too fast within one second (ten, for rates per minute) is served at once; beyond that, 429.
  private func rateLimit(_ index: Int, _ rate: RequestRate?) -> [NginxNode] {
    guard let rate else { return [] }
    let burst = rate.unit == .second ? rate.count : max(1, rate.count / 6)
    return [.directive("limit_req", [zone(index), .joined([.literal("burst="), .number(burst)]), .literal("nodelay")])]
  }
}
