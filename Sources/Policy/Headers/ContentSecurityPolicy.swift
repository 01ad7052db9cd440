/// A Content-Security-Policy as its directives (CSP Level 3, 2.2.1): names in lower case, the first of a name counts.
struct ContentSecurityPolicy {
  typealias Directive = (name: String, sources: [String])
  private(set) var directives: [Directive] = []

  init(_ text: String) {
    for part in text.split(separator: ";") {
      let words = part.split { $0 == " " || $0 == "\t" }.map(String.init)
      guard let name = words.first?.lowercased(), directive(name) == nil else { continue }
      directives.append((name, Array(words.dropFirst())))
    }
  }

  func directive(_ name: String) -> Directive? { directives.first { $0.name == name } }

  /// What `self` allows that `policy` doesn't, in words.
  func weakenings(against policy: ContentSecurityPolicy) -> [String] {
    let lost = policy.directives.filter { directive($0.name) == nil && !isCovered($0) }.map(\.name)
    var found = lost.isEmpty ? [] : ["loses " + listed(lost)]
    for directive in directives {
      let known = policy.directive(directive.name) ?? fallback(directive.name, in: policy)
      let added = directive.sources.filter { source in
        !(known?.sources.contains(source) ?? false) && isWeak(source, in: directive.name, exact: policy.directive(directive.name) != nil)
      }
      if !added.isEmpty { found.append("lets \(listed(added)) into \(directive.name)") }
    }
    return found
  }

  /// `self` with the directives it lost.
  func mended(with policy: ContentSecurityPolicy) -> String {
    let lost = policy.directives.filter { directive($0.name) == nil && !isCovered($0) }
    let kept = directives.map { directive in
      let known = policy.directive(directive.name) ?? fallback(directive.name, in: policy)
      let sources = directive.sources.filter { source in
        known?.sources.contains(source) ?? false || !isWeak(source, in: directive.name, exact: policy.directive(directive.name) != nil)
      }
      return (name: directive.name, sources: sources.isEmpty && !directive.sources.isEmpty ? known?.sources ?? ["'self'"] : sources)
    }
    return (kept + lost).map { ([$0.name] + $0.sources).joined(separator: " ") }.joined(separator: "; ")
  }

  /// `default-src 'none'` stands for a fetch directive that is `'none'` too.
  private func isCovered(_ lost: Directive) -> Bool {
    Self.fetch.contains(lost.name) && directive("default-src")?.sources == ["'none'"]
  }

  private func fallback(_ name: String, in policy: ContentSecurityPolicy) -> Directive? {
    Self.fetch.contains(name) ? policy.directive("default-src") : nil
  }

  /// Whole schemes, wildcards and `unsafe-…` anywhere; in a directive that the policy has, and where code comes from, any further source.
  private func isWeak(_ source: String, in name: String, exact: Bool) -> Bool {
    let text = source.lowercased()
    if text == "'none'" || text == "'self'" && !exact || text == "'strict-dynamic'" || text == "'report-sample'" { return false }
    if text.hasPrefix("'nonce-") || text.hasPrefix("'sha") { return false }
    if text.hasPrefix("'unsafe-") || text.hasPrefix("'wasm-unsafe") || text.contains("*") || text.hasPrefix("http://") { return true }
    // `data:` pictures and fonts carry no code.
    if text.hasSuffix(":") { return !(text == "data:" && ["img-src", "font-src"].contains(name)) }
    return exact
  }

  /// Directives that fall back to default-src (CSP Level 3, 6.8.3).
  private static let fetch: Set<String> = [
    "child-src", "connect-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src", "object-src", "script-src",
    "script-src-attr", "script-src-elem", "style-src", "style-src-attr", "style-src-elem", "worker-src",
  ]
}

/// `a`, `a and b`, `a, b and c`
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
