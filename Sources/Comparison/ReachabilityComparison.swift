/// Who can open connections to whom: what is declared, and what a shared tier network leaves open.
enum ReachabilityComparison {
  struct Way: Hashable, Comparable {
    var from: String
    var to: String
    static func < (left: Way, right: Way) -> Bool { (left.to, left.from) < (right.to, right.from) }
  }

  static func ways(_ facts: SecurityFacts) -> Set<Way> {
    var ways: Set<Way> = []
    for (name, service) in facts.services {
      for server in service.connects { ways.insert(Way(from: name, to: server)) }
    }
    for network in facts.networks where network.kind == .tier {
      for from in network.members {
        for to in network.members where from != to { ways.insert(Way(from: from, to: to)) }
      }
    }
    return ways
  }

  static func changes(_ old: SecurityFacts, _ new: SecurityFacts) -> [SecurityChange] {
    // Equal wiring needs no pairs, of which a tier network has a square.
    if old.networks == new.networks && old.services.mapValues(\.connects) == new.services.mapValues(\.connects) { return [] }
    let (before, after) = (ways(old), ways(new))
    let gained = after.subtracting(before).sorted().map { SecurityChange($0.to, .weaker, "becomes reachable from \($0.from)") }
    let lost = before.subtracting(after).sorted().map { SecurityChange($0.to, .stronger, "becomes unreachable from \($0.from)") }
    return gained + lost
  }
}
