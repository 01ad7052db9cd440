import Resolution
import Stack

extension OpenWays {
  /// What the networks leave open beyond the declared connections.
  init(networks: [NetworkPlan], connections: [ConnectionPlan]) {
    let declared = Set(connections.map { Way(from: $0.client, to: $0.server) })
    var always: Set<Way> = []
    var reverse: Set<Way> = []
    for network in networks {
      switch network.kind {
      case .edge, .egress: break  // enable_icc=false
      case .tier:
        for from in network.members {
          for to in network.members where from != to {
            let way = Way(from: from, to: to)
            if !declared.contains(way) { always.insert(way) }
          }
        }
      case .link(let client, let server):
        let back = Way(from: server, to: client)
        if !declared.contains(back) { reverse.insert(back) }
      }
    }
    func ordered(_ ways: Set<Way>) -> [Way] { ways.sorted { ($0.from, $0.to) < ($1.from, $1.to) } }
    self.init(always: ordered(always), withoutPacketRules: ordered(reverse))
  }
}
