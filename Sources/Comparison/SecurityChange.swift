/// One difference between two deployments in security terms.
public struct SecurityChange: Sendable, Hashable {
  /// What the change does to the deployment's defence.
  public enum Effect: String, Sendable, CaseIterable { case stronger, weaker, neutral }
  /// nil: of the stack as a whole.
  public var service: String?
  public var effect: Effect
  /// `memory limit 1Gi → 512Mi`
  public var text: String

  public init(_ service: String?, _ effect: Effect, _ text: String) {
    self.service = service
    self.effect = effect
    self.text = text
  }
}

/// Every difference between two deployments, by service, weaker ones first; equal deployments give none.
public func securityChanges(from old: SecurityFacts, to new: SecurityFacts) -> [SecurityChange] {
  var changes = StackComparison.changes(old, new)
  for name in Set(old.services.keys).union(new.services.keys).sorted() {
    let found: [SecurityChange]
    switch (old.services[name], new.services[name]) {
    case (let before?, let after?): found = ServiceComparison(name, before, after).changes()
    case (nil, let after?): found = [SecurityChange(name, .neutral, "is new")] + ServiceComparison.exposure(name, after, appearing: true)
    case (let before?, nil):
      found = [SecurityChange(name, .neutral, "is gone")] + ServiceComparison.exposure(name, before, appearing: false)
    case (nil, nil): found = []
    }
    changes += found
  }
  changes += ReachabilityComparison.changes(old, new)
  let order: [SecurityChange.Effect: Int] = [.weaker: 0, .stronger: 1, .neutral: 2]
  return changes.enumerated().sorted { left, right in
    let (a, b) = (left.element, right.element)
    if a.service != b.service { return (a.service ?? "") < (b.service ?? "") }
    if a.effect != b.effect { return order[a.effect, default: 3] < order[b.effect, default: 3] }
    return left.offset < right.offset
  }.map(\.element)
}

enum StackComparison {
  static func changes(_ old: SecurityFacts, _ new: SecurityFacts) -> [SecurityChange] {
    var changes: [SecurityChange] = []
    if old.policy != new.policy { changes.append(SecurityChange(nil, .neutral, "policy \(old.policy) → \(new.policy)")) }
    for severity in old.scanFailOn.subtracting(new.scanFailOn).sorted() {
      changes.append(SecurityChange(nil, .weaker, "a \(severity) vulnerability no longer fails the scan"))
    }
    for severity in new.scanFailOn.subtracting(old.scanFailOn).sorted() {
      changes.append(SecurityChange(nil, .stronger, "a \(severity) vulnerability now fails the scan"))
    }
    if old.restartRetries != new.restartRetries {
      changes.append(
        SecurityChange(
          nil, new.restartRetries > old.restartRetries ? .weaker : .stronger,
          "restarts after failure \(old.restartRetries) → \(new.restartRetries)"))
    }
    if old.scanTool != new.scanTool { changes.append(SecurityChange(nil, .neutral, "scanner \(old.scanTool) → \(new.scanTool)")) }
    if old.userNamespaces != new.userNamespaces {
      changes.append(
        SecurityChange(
          nil, new.userNamespaces ? .stronger : .weaker,
          "container ids are \(new.userNamespaces ? "" : "no longer ")mapped to others of the host"))
    }
    if old.block != new.block { changes.append(SecurityChange(nil, .neutral, "addresses from \(old.block) → \(new.block)")) }
    return changes + BoundsComparison.changes(old.bounds, new.bounds)
  }
}
