import Policy

/// What the second value of a header lets a browser do that the first did not, in words that begin with a verb; empty where nothing, or
/// where the header is none that guards something. nil is a header that isn't sent: then the browser's own default holds.
func headerGains(of key: String, from old: String?, to new: String?) -> [String] {
  switch key {
  case "content-security-policy": return ContentSecuritySources(new).gains(over: ContentSecuritySources(old))
  case "permissions-policy": return PermissionAllowlists(new).gains(over: PermissionAllowlists(old))
  case "cache-control": return isStored(new) && !isStored(old) ? ["loses no-store"] : []
  case "strict-transport-security": return TransportSecurity(new).gains(over: TransportSecurity(old))
  case "access-control-allow-origin":
    let (before, after) = (readers(old), readers(new))
    let gained = after.subtracting(before).sorted()
    return gained.isEmpty || before.contains("*") ? [] : ["lets \(listed(gained)) read answers"]
  default:
    guard let before = HeaderComparison.rank(of: key, old), let after = HeaderComparison.rank(of: key, new) else { return [] }
    return after > before ? ["is weaker than \(old ?? "none")"] : []
  }
}

/// Whether a cache may keep the answer (RFC 9111 5.2.2.5).
private func isStored(_ value: String?) -> Bool {
  !(value ?? "").lowercased().split { $0 == "," || $0 == " " }.contains("no-store")
}

/// Origins that may read answers across sites.
private func readers(_ value: String?) -> Set<String> { value.map { $0 == "null" ? [] : [$0] } ?? [] }

/// Strict-Transport-Security (RFC 6797 6.1): for how long browsers insist on TLS, and whether for subdomains too.
private struct TransportSecurity {
  private var seconds = 0
  private var coversSubdomains = false

  init(_ value: String?) {
    for part in (value ?? "").lowercased().split(separator: ";") {
      let text = String(part.filter { $0 != " " && $0 != "\"" })
      if text == "includesubdomains" { coversSubdomains = true }
      if text.hasPrefix("max-age=") { seconds = Int(text.dropFirst("max-age=".count)) ?? 0 }
    }
    // An age of nothing ends it all.
    if seconds == 0 { coversSubdomains = false }
  }

  func gains(over old: TransportSecurity) -> [String] {
    (seconds < old.seconds ? ["is weaker than max-age=\(old.seconds)"] : [])
      + (old.coversSubdomains && !coversSubdomains ? ["loses includeSubDomains"] : [])
  }
}

/// `a`, `a and b`, `a, b and c`
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
