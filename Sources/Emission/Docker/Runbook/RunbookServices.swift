import Languages
import Planning
import Stack

extension RunbookScope {
  func services() -> [MarkdownBlock] {
    let rows = plan.services.map { service -> [[MarkdownInline]] in
      [
        [.strong(service.name.description), .text(" (\(service.tier.rawValue))")],
        [.code(service.build.base.description)],
        [.code(service.user.description)],
        [.text("memory \(service.memory), no swap; CPU \(service.cpus); processes \(service.pids); open files \(service.openFiles)")],
        [.text(service.capabilities.isEmpty ? "none" : service.capabilities.map(\.description).joined(separator: ", "))],
        Self.list(service.volumes.map { "\($0.dockerName) → \($0.path)" }),
        Self.list(service.tmpfs.map { "\($0.path) \($0.size)" }),
        Self.list(service.secrets.map(\.path)),
      ]
    }
    return [
      .table(
        header: [
          ["service"], ["base image"], ["user"], ["limits"], ["capabilities"], ["volumes"], ["writable in memory"], ["secrets"],
        ], rows: rows)
    ]
  }

  private static func list(_ items: [String]) -> [MarkdownInline] {
    guard !items.isEmpty else { return ["none"] }
    var result: [MarkdownInline] = []
    for (index, item) in items.enumerated() {
      if index > 0 { result.append(", ") }
      result.append(.code(item))
    }
    return result
  }

  /// Declared ways, and said as plainly, those that stay open without being declared.
  func ways() -> [MarkdownBlock] {
    var declared: [[MarkdownInline]] = []
    for service in plan.services {
      for address in service.publish {
        declared.append([
          "a visitor → ", .strong(service.name.description), .text(" on "), .code(address.description), .text(Self.reach(of: address)),
        ])
      }
    }
    for connection in plan.connections {
      declared.append([
        .strong(plan.services[connection.client].name.description), " → ", .strong(plan.services[connection.server].name.description),
        .text(connection.port.map { " on port \($0)" } ?? ""),
      ])
    }
    for service in plan.services where service.egress {
      declared.append([
        .strong(service.name.description), " → the outside world (", .code("egress: true"), ")",
        ", and port 53 of the name servers in the host's ", .code("/etc/resolv.conf"),
      ])
    }
    var blocks: [MarkdownBlock] = [
      .paragraph(["Declared, and open:"]),
      declared.isEmpty ? .paragraph(["nothing: no service publishes or connects."]) : .bullets(declared),
    ]
    blocks.append(contentsOf: openWays())
    let closed = plan.services.filter { !$0.egress }
    if !closed.isEmpty {
      blocks.append(
        .paragraph([
          .text(closed.count == plan.services.count ? "No service" : "Of the others, no service"),
          " reaches the outside world, the host or an outside name server, once ", .code("networks.sh"), " has set its packet rules.",
        ]))
    }
    return blocks
  }

  private func openWays() -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    let always = plan.openWays.always
    if always.isEmpty {
      blocks.append(.paragraph(["With the packet rules of ", .code("networks.sh"), " nothing else is open between services."]))
    } else {
      blocks.append(
        .paragraph([
          .strong("Open without being declared"),
          ", because a Docker network has no direction and these services share one (",
          .code("policy: strict"), " closes them):",
        ]))
      blocks.append(.bullets(always.map(bullet)))
    }
    let without = plan.openWays.withoutPacketRules
    if !without.isEmpty {
      blocks.append(
        .paragraph([
          .strong("Open besides where the packet rules are not installed"), " (", .code("networks.sh"), " without root or iptables):",
        ]))
      blocks.append(.bullets(without.map(bullet)))
    }
    return blocks
  }

  private func bullet(_ way: OpenWays.Way) -> [MarkdownInline] {
    [.strong(plan.services[way.from].name.description), " → ", .strong(plan.services[way.to].name.description)]
  }

  private static func reach(of address: PublishAddress) -> String {
    switch address.host {
    case .v4(let host) where host.bits >> 24 == 127: ", from this host only"
    case .v6("::1"): ", from this host only"
    case .v4, .v6: ", from other hosts too"
    }
  }
}
