import Languages
import Planning
import Stack

func emitNetworksScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  let data: [ShellStatement] = [
    .code(SharedCode.place), frame.stackAssignment,
    .comment("Chains of packet rules, named by the stack: at most 28 characters."),
    .assign("chain", .text(plan.packetChain)),
    .blank,
    .comment("NAME KIND SUBNET GATEWAY BRIDGE CLIENT SERVER DIGEST; client and server are the addresses at a link's two ends."),
    frame.rows("networks", plan.networks.enumerated().map { networkRow($1, index: $0, plan: plan) }),
    .blank,
    .comment("NETWORK KIND SERVICE ADDRESS PORT ROLE: who is on which network."),
    frame.rows("members", memberRows(plan)),
    .blank,
    .comment("FROM TO: the declared connections."),
    frame.rows("declared", declaredRows(plan)),
  ]
  return frame.script(
    "networks.sh",
    ["its networks, and the packet rules that give them a direction and a wall to the host."],
    usage: [
      "usage: networks.sh [up|rules|status|down|compare|check [CONTAINER ...]]",
      "  up      make the networks and install the rules (default); changes only what differs",
      "  rules   install the rules alone, e.g. after a reboot",
      "  status  say what is there",
      "  down    remove the rules and the networks",
      "  compare print where the packet rules differ from what is wanted, a line each; nothing when they don't (root)",
      "  check   whether the networks can be made when these containers are gone; changes nothing",
      "Rules need root and iptables; without them the ways that stay open are named.",
      "exit: 0 done, 1 failed, 2 wrong usage",
    ],
    data: data,
    code: [
      SharedCode.engine, SharedCode.ways, NetworksCode.ranges, NetworksCode.networks, RulesCode.text, RulesCode.install,
      RulesCode.compare, NetworksCode.main,
    ])
}

/// Digest of what a network is made with: a change of it means a new network.
func networkDigest(_ network: NetworkPlan) -> String {
  var digest = ContentDigest()
  for part in [network.name, network.kindWord, network.subnet.description, network.gateway.description, network.bridge] {
    digest.add(Array(part.utf8))
  }
  return digest.hex
}

private func networkRow(_ network: NetworkPlan, index: Int, plan: DeploymentPlan) -> [ShellWord] {
  var ends = ("-", "-")
  if case .link(let client, let server) = network.kind {
    ends = (plan.address(of: client, on: index), plan.address(of: server, on: index))
  }
  return [
    network.name, network.kindWord, network.subnet.description, network.gateway.description, network.bridge, ends.0, ends.1,
    networkDigest(network),
  ].map { .text($0) }
}

extension NetworkPlan {
  var kindWord: String {
    switch kind {
    case .edge: "edge"
    case .egress: "egress"
    case .tier: "tier"
    case .link: "link"
    }
  }
}

extension DeploymentPlan {
  func address(of service: Int, on network: Int) -> String {
    guard let attachment = services[service].attachments.first(where: { $0.network == network }) else {
      preconditionFailure("a network's members are attached to it")
    }
    return attachment.address.description
  }

  /// `SG-1a2b3c4d`: xtables takes 28 characters, `-IN` included.
  var packetChain: String {
    var digest = ContentDigest()
    digest.add(Array(stack.description.utf8))
    return "SG-" + digest.hex.prefix(8)
  }
}
