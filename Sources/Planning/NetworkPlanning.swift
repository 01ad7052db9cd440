import Policy
import Resolution
import Stack

/// A network before it has a subnet.
struct NetworkDraft {
  var name: String
  var kind: NetworkPlan.Kind
  var members: [Int]
}

/// Which networks exist and who is on them: the tables of the language's "What the tiers mean".
struct NetworkTopology {
  var drafts: [NetworkDraft] = []
  /// Connections with the network each one uses.
  var connections: [ConnectionPlan] = []

  init(_ stack: ResolvedStack, isolation: Isolation) {
    let name = stack.spec.name.value.description
    let egress = stack.services.filter { $0.spec.egress?.value == true }.map(\.index)
    let outgoing = Set(egress)
    // A service that publishes and has a way out stands on the egress network alone: with two gateways the engine takes the
    // default route from the one whose name sorts first, the edge, and the declared way out would be closed.
    let edge = stack.services.filter { !$0.spec.publish.isEmpty && !outgoing.contains($0.index) }.map(\.index)
    if !edge.isEmpty { drafts.append(NetworkDraft(name: name + "-edge", kind: .edge, members: edge)) }
    if !egress.isEmpty { drafts.append(NetworkDraft(name: name + "-egress", kind: .egress, members: egress)) }
    switch isolation {
    case .tier: addTiers(stack, prefix: name)
    case .link: addLinks(stack, prefix: name)
    }
  }

  private mutating func addTiers(_ stack: ResolvedStack, prefix: String) {
    // A network with one member connects nothing, so it isn't made.
    let front = stack.services.filter { $0.spec.tier.value != .db }.map(\.index)
    let back = stack.services.filter { $0.spec.tier.value != .frontend }.map(\.index)
    var frontIndex: Int?
    var backIndex: Int?
    if front.count > 1 {
      frontIndex = drafts.count
      drafts.append(NetworkDraft(name: prefix + "-frontend", kind: .tier, members: front))
    }
    if back.count > 1 {
      backIndex = drafts.count
      drafts.append(NetworkDraft(name: prefix + "-backend", kind: .tier, members: back))
    }
    for client in stack.services {
      for connection in client.connections {
        let server = stack.services[connection.server]
        // Two api services share both networks; the one without frontends carries their traffic.
        let network = client.spec.tier.value == .frontend ? frontIndex : backIndex
        guard let network else { continue }
        connections.append(ConnectionPlan(client: client.index, server: server.index, port: server.port, network: network))
      }
    }
  }

  private mutating func addLinks(_ stack: ResolvedStack, prefix: String) {
    for client in stack.services {
      for connection in client.connections {
        let server = stack.services[connection.server]
        connections.append(ConnectionPlan(client: client.index, server: server.index, port: server.port, network: drafts.count))
        drafts.append(
          NetworkDraft(
            name: "\(prefix)-\(client.spec.name.value)--\(server.spec.name.value)",
            kind: .link(client: client.index, server: server.index),
            members: [client.index, server.index].sorted()))
      }
    }
  }
}
