/// A Permissions-Policy by who may use each feature; a feature it doesn't name has the browser's default.
struct PermissionAllowlists {
  private var written: [String: Set<String>] = [:]

  init(_ value: String?) {
    // A comma can't stand inside an allowlist: its members are separated by spaces (RFC 8941 inner lists).
    for part in (value ?? "").split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0].filter { $0 != " " })
      guard !name.isEmpty else { continue }
      // Without a list the feature is open to all; of two entries the last counts (RFC 8941 3.2).
      written[name] = pair.count > 1 ? Set(pair[1].split { "() \"".contains($0) }.map(String.init)) : ["*"]
    }
  }

  /// Features that somebody may use with this policy and may not with the other.
  func gains(over old: PermissionAllowlists) -> [String] {
    var (lost, widened): ([String], [String]) = ([], [])
    for name in Set(written.keys).union(old.written.keys).sorted() {
      let (before, after) = (old.allowed(name), allowed(name))
      guard !before.contains("*"), !after.isSubset(of: before) else { continue }
      if written[name] == nil { lost.append(name) } else { widened.append(name) }
    }
    // Twenty names would hide the line.
    let loses =
      lost.count > 4
      ? ["loses \(lost.prefix(3).joined(separator: ", ")) and \(lost.count - 3) more"] : lost.isEmpty ? [] : ["loses " + listed(lost)]
    return loses + (widened.isEmpty ? [] : ["allows " + listed(widened)])
  }

  private func allowed(_ name: String) -> Set<String> { written[name] ?? (Self.openToAll.contains(name) ? ["*"] : ["self"]) }

  /// Features whose default allowlist is `*` (w3c/webappsec-permissions-policy, features.md); the others' is `self`.
  private static let openToAll: Set<String> = ["document-domain", "interest-cohort", "picture-in-picture", "sync-xhr", "unload"]
}
