/// A Content-Security-Policy by what each directive lets in, fallbacks followed (CSP Level 3, 6.8.3): two policies that are written
/// differently and allow the same are the same.
struct ContentSecuritySources {
  /// Sources in lower case by directive; the first of a name counts (2.2.1).
  private var written: [String: Set<String>] = [:]

  init(_ value: String?) {
    for part in (value ?? "").split(separator: ";") {
      let words = part.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
      guard let name = words.first, written[name] == nil else { continue }
      written[name] = Set(words.dropFirst()).subtracting(["'none'", "'report-sample'"])
    }
  }

  /// What this policy lets in that the other doesn't, each directive once, under the name it is written by.
  func gains(over old: ContentSecuritySources) -> [String] {
    var found: [String] = []
    for directive in Self.directives {
      guard let before = old.sources(directive) else { continue }
      // Without any source list everything may come.
      let after = sources(directive)
      let gained = (after ?? ["anything"]).filter { source in !before.contains { Self.covers($0, source) } }
      guard !gained.isEmpty else { continue }
      let phrase: String
      if old.written[directive] != nil && written[directive] == nil {
        phrase = "loses \(directive)"
      } else if let name = source(of: directive) ?? old.source(of: directive), after != nil {
        phrase = "lets \(listed(gained.sorted())) into \(name)"
      } else {
        phrase = "loses \(old.source(of: directive) ?? directive)"
      }
      if !found.contains(phrase) { found.append(phrase) }
    }
    for flag in Self.flags where old.written[flag] != nil && written[flag] == nil { found.append("loses \(flag)") }
    return found
  }

  /// nil: the directive restricts nothing.
  private func sources(_ directive: String) -> Set<String>? { source(of: directive).flatMap { written[$0] } }

  /// The written directive that decides this one.
  private func source(of directive: String) -> String? {
    ([directive] + (Self.fallbacks[directive] ?? [])).first { written[$0] != nil }
  }

  private static func covers(_ source: String, _ other: String) -> Bool {
    if source == other { return true }
    let isHost = !other.hasPrefix("'") && !other.hasSuffix(":") && other != "anything"
    switch source {
    // Not data:, blob: and the like (6.7.2.8).
    case "*": return isHost || ["http:", "https:", "ws:", "wss:"].contains(other)
    case "https:": return other.hasPrefix("https://")
    case "http:": return other == "https:" || other.hasPrefix("http://") || other.hasPrefix("https://")
    case "'unsafe-inline'": return other.hasPrefix("'nonce-") || other.hasPrefix("'sha") || other == "'unsafe-hashes'"
    default: return false
    }
  }

  /// Directives without sources that protect by being there.
  private static let flags = ["upgrade-insecure-requests", "block-all-mixed-content", "require-trusted-types-for"]

  /// All that have sources; what the others fall back to stands before them.
  private static let directives = [
    "default-src", "script-src", "style-src", "child-src", "connect-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src",
    "object-src", "script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem", "worker-src", "base-uri", "form-action",
    "frame-ancestors", "sandbox",
  ]

  private static let fallbacks: [String: [String]] = {
    var map: [String: [String]] = [:]
    for name in directives where name.hasSuffix("-src") && name != "default-src" { map[name] = ["default-src"] }
    for kind in ["script-src", "style-src"] {
      for part in ["attr", "elem"] { map["\(kind)-\(part)"] = [kind, "default-src"] }
    }
    map["frame-src"] = ["child-src", "default-src"]
    map["worker-src"] = ["child-src", "script-src", "default-src"]
    return map
  }()
}
