import Languages
import Planning
import Stack

extension RunbookScope {
  /// GitHub draws at most 500 arrows and 50,000 characters (Mermaid's maxEdges and maxTextSize).
  private static let mostArrows = 200

  func picture() -> [MarkdownBlock] {
    let arrows = plan.connections.count + plan.services.reduce(0) { $0 + $1.publish.count + ($1.egress ? 1 : 0) }
    guard arrows <= Self.mostArrows, plan.services.count <= Self.mostArrows else {
      return [
        .paragraph([
          .text("\(plan.services.count) services and \(arrows) ways between them are too many to draw; the tables hold them all.")
        ])
      ]
    }
    var groups: [Mermaid.Group] = []
    var edges: [Mermaid.Edge] = []
    let published = plan.services.filter { !$0.publish.isEmpty }
    let outward = plan.services.filter(\.egress)
    var outside: [(key: String, label: String)] = []
    if !published.isEmpty { outside.append((key: "/visitor", label: "visitor")) }
    if !outward.isEmpty { outside.append((key: "/outside", label: "outside world")) }
    if !outside.isEmpty { groups.append(Mermaid.Group(label: "beyond the stack", nodes: outside)) }
    for tier in Tier.allCases {
      let nodes = plan.services.filter { $0.tier == tier }.map { service in
        (key: service.name.description, label: "\(service.name) (\(service.runtime.name), user \(service.user.uid))")
      }
      if !nodes.isEmpty { groups.append(Mermaid.Group(label: tier.rawValue, nodes: nodes)) }
    }
    for service in published {
      for address in service.publish {
        edges.append(
          Mermaid.Edge(
            from: "/visitor", to: service.name.description,
            label: "\(address) → \(service.port.map { "port \($0)" } ?? "its port"), network \(entrance(of: service))"))
      }
    }
    for connection in plan.connections {
      edges.append(
        Mermaid.Edge(
          from: plan.services[connection.client].name.description, to: plan.services[connection.server].name.description,
          label: "\(connection.port.map { "port \($0)" } ?? "any port"), network \(plan.networks[connection.network].name)"))
    }
    for service in outward {
      edges.append(Mermaid.Edge(from: service.name.description, to: "/outside", label: "network \(plan.stack)-egress"))
    }
    return [.mermaid(Mermaid(groups: groups, edges: edges))]
  }

  /// Where published ports lead in: the edge, or the egress network for a service that also opens connections outward.
  private func entrance(of service: ServicePlan) -> String {
    let kinds: [NetworkPlan.Kind] = [.edge, .egress]
    let outer = service.attachments.first { kinds.contains(plan.networks[$0.network].kind) }
    return outer.map { plan.networks[$0.network].name } ?? "none"
  }

  func networks() -> [MarkdownBlock] {
    let rows = plan.networks.map { network -> [[MarkdownInline]] in
      let members = network.members.map { member in
        let service = plan.services[member]
        let address = service.attachments.first { plan.networks[$0.network].name == network.name }?.address
        return "\(service.name)\(address.map { " \($0)" } ?? "")"
      }
      return [
        [.code(network.name)], [.text(Self.meaning(of: network.kind))], [.code(network.subnet.description)], [.code(network.bridge)],
        [.text(members.joined(separator: ", "))],
      ]
    }
    return [
      .table(header: [["network"], ["what it lets through"], ["subnet"], ["bridge on the host"], ["members"]], rows: rows),
      .paragraph(["The default bridge is not used. Addresses are fixed: a restart changes none."]),
    ]
  }

  private static func meaning(of kind: NetworkPlan.Kind) -> String {
    switch kind {
    case .edge:
      "published ports inward; no masquerade, no traffic between containers; networks.sh drops what starts inside, to the host as well"
    case .egress: "outward to other hosts; no traffic between containers; the host and 169.254.0.0/16 are dropped"
    case .tier: "internal: between two tiers, no way out, no address on the host"
    case .link:
      "internal: one declared connection, no way out, no address on the host; networks.sh drops new connections from server to client"
    }
  }
}
