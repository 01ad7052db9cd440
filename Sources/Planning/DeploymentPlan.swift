import Catalog
import Policy
import Stack

/// What is deployed, decided in full and neutral to the target: emission only spells it out.
public struct DeploymentPlan: Sendable {
  public var stack: StackName
  public var release: ReleaseTag
  public var policyName: String
  public var isolation: Isolation
  /// In file order.
  public var services: [ServicePlan]
  /// Indices of `services`; servers before clients.
  public var startOrder: [Int]
  /// edge, egress, then internal ones; each in a fixed order.
  public var networks: [NetworkPlan]
  public var connections: [ConnectionPlan]
  /// Ways that stay open without being declared, by policy (isolation `tier`) or where packet rules can't be installed.
  public var openWays: OpenWays
  /// The block all subnets lie in.
  public var block: IPv4Network
  public var scan: ScanPlan
  /// Restart at most this often after a failure (CIS 5.15).
  public var restartRetries: Int
  /// Whether the engine maps container ids to unprivileged host ids (daemon.json, CIS 2.8).
  public var userNamespaces: Bool
  /// What the policy lets any stack ask for.
  public var bounds: PolicyBounds

  public init(
    stack: StackName, release: ReleaseTag, policyName: String, isolation: Isolation, services: [ServicePlan], startOrder: [Int],
    networks: [NetworkPlan], connections: [ConnectionPlan], openWays: OpenWays, block: IPv4Network, scan: ScanPlan, restartRetries: Int,
    userNamespaces: Bool = false, bounds: PolicyBounds = PolicyBounds()
  ) {
    self.stack = stack
    self.release = release
    self.policyName = policyName
    self.isolation = isolation
    self.services = services
    self.startOrder = startOrder
    self.networks = networks
    self.connections = connections
    self.openWays = openWays
    self.block = block
    self.scan = scan
    self.restartRetries = restartRetries
    self.userNamespaces = userNamespaces
    self.bounds = bounds
  }
}

public struct ScanPlan: Sendable {
  public var tool: ScanTool
  public var failOn: [ScanSeverity]
  public init(tool: ScanTool, failOn: [ScanSeverity]) {
    self.tool = tool
    self.failOn = failOn
  }
}

/// One declared connection: `client` opens TCP connections to `server` on `port`, over `network` (an index).
public struct ConnectionPlan: Sendable {
  public var client: Int
  public var server: Int
  /// nil where the server's port isn't known (`image:` alone without a port).
  public var port: Port?
  public var network: Int
  public init(client: Int, server: Int, port: Port?, network: Int) {
    self.client = client
    self.server = server
    self.port = port
    self.network = network
  }
}

/// Undeclared ways, as (from, to) service indices, in order.
public struct OpenWays: Sendable {
  /// Open even with the packet rules of networks.sh (isolation `tier`: everyone on a shared network sees everyone).
  public var always: [Way]
  /// Open besides where the packet rules can't be installed (no root, no iptables): the reverse of a declared connection under `link`.
  public var withoutPacketRules: [Way]
  public struct Way: Sendable, Hashable {
    public var from: Int
    public var to: Int
    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }
  public init(always: [Way], withoutPacketRules: [Way]) {
    self.always = always
    self.withoutPacketRules = withoutPacketRules
  }
}

public struct NetworkPlan: Sendable {
  public enum Kind: Sendable, Hashable {
    /// Published services; no masquerade, no inter-container traffic.
    case edge
    /// The way out of services with `egress: true`.
    case egress
    /// `--internal`, between two tiers (isolation `tier`): "frontend" or "backend".
    case tier
    /// `--internal`, the two ends of one connection (isolation `link`).
    case link(client: Int, server: Int)
  }
  /// Docker's name: `shop-backend`.
  public var name: String
  public var kind: Kind
  public var subnet: IPv4Network
  /// Reserved for the bridge; internal networks don't put it on the host.
  public var gateway: IPv4Address
  /// Host interface, at most 15 bytes (IFNAMSIZ - 1): `sg1a2b3c4d-0`.
  public var bridge: String
  /// Service indices in order.
  public var members: [Int]
  public var isInternal: Bool {
    switch kind {
    case .edge, .egress: false
    case .tier, .link: true
    }
  }
  public init(
    name: String, kind: Kind, subnet: IPv4Network, gateway: IPv4Address, bridge: String, members: [Int]
  ) {
    self.name = name
    self.kind = kind
    self.subnet = subnet
    self.gateway = gateway
    self.bridge = bridge
    self.members = members
  }
}

extension ServicePlan {
  /// The volume that holds the service's secrets. `--` can't be in a name, so no declared volume can be it.
  public var secretsVolume: String { container + "--secrets" }
}
