import Planning
import Stack

/// How the policy's bounds differ: what stacks may ask for, not what this one does.
enum BoundsComparison {
  static func changes(_ old: PolicyBounds, _ new: PolicyBounds) -> [SecurityChange] {
    guard old != new else { return [] }
    var changes: [SecurityChange] = []
    func add(_ isWeaker: Bool, _ text: String) { changes.append(SecurityChange(nil, isWeaker ? .weaker : .stronger, "the policy " + text)) }
    if old.minUID != new.minUID { add(new.minUID < old.minUID, "wants user ids from \(old.minUID) → from \(new.minUID)") }
    for capability in new.capabilities.subtracting(old.capabilities).sorted() { add(true, "allows \(capability)") }
    for capability in old.capabilities.subtracting(new.capabilities).sorted() { add(false, "no longer allows \(capability)") }
    if old.requiresDigest != new.requiresDigest {
      add(!new.requiresDigest, new.requiresDigest ? "wants images by digest" : "no longer wants images by digest")
    }
    sets(old.registries, new.registries, of: "images from", covers: covers, add)
    sets(old.publish, new.publish, of: "publishing on", covers: ==, add)
    if old.allowsEgress != new.allowsEgress {
      add(new.allowsEgress, new.allowsEgress ? "allows ways to the outside" : "denies ways to the outside")
    }
    if old.maxMemory != new.maxMemory {
      func shown(_ bytes: Int?) -> String { bytes.map { ByteSize(bytes: $0).description } ?? "any" }
      add(new.maxMemory ?? .max > old.maxMemory ?? .max, "allows memory up to \(shown(old.maxMemory)) → \(shown(new.maxMemory))")
    }
    return changes
  }

  /// nil is everything. What an entry of the other side covers is neither gained nor lost.
  private static func sets(
    _ old: Set<String>?, _ new: Set<String>?, of what: String, covers: (String, String) -> Bool, _ add: (Bool, String) -> Void
  ) {
    switch (old, new) {
    case (nil, nil): break
    case (nil, let after?): add(false, "allows \(what) \(listed(after)) alone")
    case (_?, nil): add(true, "allows \(what) anywhere")
    case (let before?, let after?):
      for item in after.sorted() where !before.contains(where: { covers($0, item) }) { add(true, "allows \(what) \(item)") }
      for item in before.sorted() where !after.contains(where: { covers($0, item) }) { add(false, "no longer allows \(what) \(item)") }
    }
  }

  private static func listed(_ items: Set<String>) -> String { items.isEmpty ? "nowhere" : items.sorted().joined(separator: ", ") }

  /// `docker.io` covers `docker.io/library`.
  private static func covers(_ registry: String, _ other: String) -> Bool { registry == other || other.hasPrefix(registry + "/") }
}
