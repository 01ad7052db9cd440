import Stack

/// Whether a stack's header value protects less than the policy's.
public enum HeaderComparison {
  /// In words, each beginning with a verb; empty where nothing is weaker.
  static func weakenings(of name: HeaderName, from policy: String, to stack: String) -> [String] {
    weakenings(of: name.key, from: policy, to: stack)
  }

  static func weakenings(of key: String, from policy: String, to stack: String) -> [String] {
    switch key {
    case "content-security-policy": return ContentSecurityPolicy(stack).weakenings(against: ContentSecurityPolicy(policy))
    case "permissions-policy": return PermissionsPolicy(stack).weakenings(against: PermissionsPolicy(policy))
    case "cache-control":
      let (had, has) = (tokens(policy), tokens(stack))
      return had.contains("no-store") && !has.contains("no-store") ? ["loses no-store"] : []
    default:
      guard let ranking = rankings[key] else { return [] }
      return rank(stack, ranking) > rank(policy, ranking) ? ["is weaker than \(policy)"] : []
    }
  }

  /// The stack's value with what it lost.
  static func mended(_ name: HeaderName, policy: String, stack: String) -> String {
    switch name.key {
    case "content-security-policy": ContentSecurityPolicy(stack).mended(with: ContentSecurityPolicy(policy))
    case "permissions-policy": PermissionsPolicy(stack).mended(with: PermissionsPolicy(policy))
    default: policy
    }
  }

  /// How little a value protects, from 0 (best); nil for headers that have no order. A header that isn't sent is worth what the browser
  /// does by itself.
  public static func rank(of key: String, _ value: String?) -> Int? {
    guard let ranking = rankings[key] else { return nil }
    let worst = defaults[key].map { rank($0, ranking) } ?? ranking.count
    guard let value else { return worst }
    let own = rank(value, ranking)
    // A value the browser doesn't know is as if there were none.
    return own == ranking.count ? worst : own
  }

  /// What browsers do without the header.
  private static let defaults = [
    "cross-origin-embedder-policy": "unsafe-none", "cross-origin-opener-policy": "unsafe-none",
    "cross-origin-resource-policy": "cross-origin", "referrer-policy": "strict-origin-when-cross-origin",
  ]

  private static func tokens(_ text: String) -> Set<String> {
    Set(text.lowercased().split { $0 == "," || $0 == " " }.map(String.init))
  }

  /// Strongest first; values in one group are equally good. A value that no group has is no protection at all.
  private static let rankings: [String: [[String]]] = [
    // Settled in the controls: credentialless is as good a choice as require-corp.
    "cross-origin-embedder-policy": [["require-corp", "credentialless"], ["unsafe-none"]],
    "cross-origin-opener-policy": [["same-origin"], ["same-origin-allow-popups", "noopener-allow-popups"], ["unsafe-none"]],
    "cross-origin-resource-policy": [["same-origin"], ["same-site"], ["cross-origin"]],
    "referrer-policy": [
      ["no-referrer"], ["same-origin"], ["strict-origin"], ["origin"], ["strict-origin-when-cross-origin"],
      ["origin-when-cross-origin"], ["no-referrer-when-downgrade"], ["unsafe-url"],
    ],
    "x-content-type-options": [["nosniff"]],
    "x-dns-prefetch-control": [["off"]],
    "x-frame-options": [["deny"], ["sameorigin"]],
    "x-permitted-cross-domain-policies": [["none"], ["none-this-response"], ["master-only"]],
  ]

  private static func rank(_ value: String, _ ranking: [[String]]) -> Int {
    let text = value.lowercased()
    return ranking.firstIndex { $0.contains(text) } ?? ranking.count
  }
}

/// A Permissions-Policy as its features and who may use them, as written: `camera=()`.
struct PermissionsPolicy {
  private(set) var features: [(name: String, allowed: [String])] = []

  init(_ text: String) {
    // A comma can't stand inside an allowlist: its members are separated by spaces (RFC 8941 inner lists).
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " || part.contains("(") } }
      guard let name = pair.first.map({ String($0.filter { $0 != " " }) }), !name.isEmpty, allowlist(name) == nil else { continue }
      let list = (pair.count > 1 ? pair[1] : "*").split { "() ".contains($0) }.map(String.init)
      features.append((name, list))
    }
  }

  func allowlist(_ name: String) -> [String]? { features.first { $0.name == name }?.allowed }

  func weakenings(against policy: PermissionsPolicy) -> [String] {
    let lost = policy.features.filter { allowlist($0.name) == nil }.map(\.name)
    let widened = policy.features.filter { feature in
      allowlist(feature.name)?.contains { !feature.allowed.contains($0) } ?? false
    }.map(\.name)
    // Twenty names would hide the message.
    let loses =
      lost.count > 4
      ? ["loses \(lost.prefix(3).joined(separator: ", ")) and \(lost.count - 3) more"] : lost.isEmpty ? [] : ["loses " + listed(lost)]
    return loses + (widened.isEmpty ? [] : ["allows " + listed(widened)])
  }

  /// The policy's list, and what the stack adds to it.
  func mended(with policy: PermissionsPolicy) -> String {
    let further = features.filter { policy.allowlist($0.name) == nil }
    return (policy.features + further).map { "\($0.name)=(\($0.allowed.joined(separator: " ")))" }.joined(separator: ", ")
  }
}
