import Catalog
import Diagnostics
import Policy
import Resolution
import Stack

/// Decides the deployment of a checked stack. Reports what only the whole shows: an exhausted pool, a network with too many members.
public func planDeployment(_ checked: CheckedStack, into sink: inout DiagnosticSink) -> DeploymentPlan? {
  let (stack, policy) = (checked.stack, checked.policy)
  let topology = NetworkTopology(stack, isolation: policy.isolation)
  guard let networks = planNetworks(topology, stack: stack, policy: policy, into: &sink) else { return nil }
  let attachments = planAttachments(networks, serviceCount: stack.services.count)
  let connectionsByClient = Dictionary(grouping: topology.connections, by: \.client)
  let index = StackIndex(checked)
  let services = stack.services.map { service in
    planService(
      service, in: index, attachments: attachments[service.index], connections: connectionsByClient[service.index] ?? [],
      allAttachments: attachments)
  }
  return DeploymentPlan(
    stack: stack.spec.name.value, release: stack.spec.release?.value ?? .initial, policyName: policy.name,
    isolation: policy.isolation, services: services, startOrder: stack.startOrder, networks: networks.plans,
    connections: topology.connections, openWays: OpenWays(networks: networks.plans, connections: topology.connections),
    block: networks.block, scan: ScanPlan(tool: policy.scanTool, failOn: policy.scanFailOn),
    restartRetries: policy.restartRetries, userNamespaces: policy.userNamespaces, bounds: PolicyBounds(policy))
}

private func planNetworks(
  _ topology: NetworkTopology, stack: ResolvedStack, policy: PolicySettings, into sink: inout DiagnosticSink
) -> (plans: [NetworkPlan], block: IPv4Network)? {
  let name = stack.spec.name
  for draft in topology.drafts where draft.members.count > mostMembers {
    sink.report(
      Diagnostic(
        DiagnosticCode("SG-301"), "network \(draft.name) would have \(draft.members.count) members", at: name.range,
        reason: "a Linux bridge holds 1,023 ports, so the engine can't attach them all",
        write: "policy: strict (one network per connection), or several smaller stacks"))
    return nil
  }
  do throws(SubnetLayout.Exhausted) {
    let layout = try SubnetLayout(topology.drafts, stack: name.value, own: stack.spec.pool?.value, pool: policy.pool)
    let prefix = "sg" + StableHash.hex8(name.value.description)
    let plans = zip(topology.drafts, layout.subnets).enumerated().map { index, pair in
      NetworkPlan(
        name: pair.0.name, kind: pair.0.kind, subnet: pair.1, gateway: IPv4Address(bits: pair.1.base.bits + 1),
        bridge: "\(prefix)-\(String(index, radix: 36))", members: pair.0.members)
    }
    return (plans, layout.block)
  } catch {
    let (pool, needed) = (error.pool, error.needed)
    let fitting = 32 - (needed <= 1 ? 0 : (needed - 1).bitWidth - (needed - 1).leadingZeroBitCount)
    sink.report(
      Diagnostic(
        DiagnosticCode(.poolExhausted), "the stack's networks need \(needed) addresses, pool \(pool) has \(pool.size)",
        at: stack.spec.pool?.range ?? name.range,
        reason: "each network has a subnet of its own, and two networks can't share addresses",
        write: "network: { pool: 10.\(fitting < 16 ? "0" : "89").0.0/\(max(fitting, 8)) }"))
    return nil
  }
}

/// BR_MAX_PORTS is 1 << BR_PORT_BITS = 1,024, port 0 unused (net/bridge/br_private.h of Linux 6.x).
private let mostMembers = 1023

/// Every service's networks with its address on each, in attach order: plan order has edge and egress first.
private func planAttachments(_ networks: (plans: [NetworkPlan], block: IPv4Network), serviceCount: Int) -> [[Attachment]] {
  var attachments = [[Attachment]](repeating: [], count: serviceCount)
  for (index, network) in networks.plans.enumerated() {
    for (place, member) in network.members.enumerated() {
      attachments[member].append(
        Attachment(network: index, address: IPv4Address(bits: network.gateway.bits + 1 + UInt32(place))))
    }
  }
  return attachments
}

extension ReleaseTag {
  /// The language's default for `release`.
  static let initial: ReleaseTag = {
    guard let tag = ReleaseTag("0.1.0") else { preconditionFailure("0.1.0 is a tag") }
    return tag
  }()
}
