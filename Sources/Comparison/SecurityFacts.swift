import Planning
import Stack

/// What of a deployment bears on its security, by names instead of indices, so that two of them can be compared and one can be kept
/// in the manifest of what is on disk.
public struct SecurityFacts: Sendable, Equatable {
  public var policy: String
  /// Severities that fail a scan.
  public var scanFailOn: Set<String>
  public var scanTool: String
  public var restartRetries: Int
  public var userNamespaces: Bool
  public var bounds: PolicyBounds
  /// The block of addresses that all its networks lie in.
  public var block: String
  public var networks: [NetworkFacts]
  /// By service name.
  public var services: [String: ServiceFacts]

  public init(
    policy: String, scanFailOn: Set<String>, scanTool: String, restartRetries: Int, userNamespaces: Bool, bounds: PolicyBounds,
    block: String, networks: [NetworkFacts], services: [String: ServiceFacts]
  ) {
    self.policy = policy
    self.scanFailOn = scanFailOn
    self.scanTool = scanTool
    self.restartRetries = restartRetries
    self.userNamespaces = userNamespaces
    self.bounds = bounds
    self.block = block
    self.networks = networks
    self.services = services
  }
}

public struct NetworkFacts: Sendable, Equatable {
  public enum Kind: String, Sendable { case edge, egress, tier, link }
  public var name: String
  public var kind: Kind
  public var members: [String]

  public init(name: String, kind: Kind, members: [String]) {
    self.name = name
    self.kind = kind
    self.members = members
  }
}

/// A route that is passed on to another service.
public struct ProxiedRoute: Sendable, Equatable {
  public var server: String
  /// Requests a visitor may send a minute; nil: without a limit.
  public var perMinute: Int?

  public init(server: String, perMinute: Int?) {
    self.server = server
    self.perMinute = perMinute
  }
}

public struct ServiceFacts: Sendable, Equatable {
  public var runtime: String
  public var base: String
  public var isPinnedByDigest: Bool
  public var isPatched: Bool
  public var uid: Int
  public var gid: Int
  public var isReadOnly: Bool
  public var memory: Int
  /// Thousandths.
  public var cpus: Int
  public var pids: Int
  public var openFiles: Int
  public var capabilities: Set<String>
  /// Writable paths: tmpfs sizes in bytes, named volumes by path.
  public var tmpfs: [String: Int]
  public var volumes: [String: String]
  public var secrets: Set<String>
  public var published: Set<String>
  public var hasEgress: Bool
  /// Services it opens connections to.
  public var connects: Set<String>
  /// Response headers by lower-case name.
  public var headers: [String: String]
  /// What visitors reach through it, by route prefix.
  public var proxied: [String: ProxiedRoute]
  /// Whether the allowlist is applied; else the engine's default filter is.
  public var hasOwnSeccomp: Bool
  /// Whether the AppArmor profile refuses or only logs.
  public var enforcesAppArmor: Bool
  /// Sorted.
  public var syscalls: [String]
  public var socketFamilies: Set<Int>
  /// Paths the AppArmor profile lets it execute or write.
  public var executables: Set<String>

  public init(
    runtime: String, base: String, isPinnedByDigest: Bool, isPatched: Bool, uid: Int, gid: Int, isReadOnly: Bool, memory: Int, cpus: Int,
    pids: Int, openFiles: Int, capabilities: Set<String>, tmpfs: [String: Int], volumes: [String: String], secrets: Set<String>,
    published: Set<String>, hasEgress: Bool, connects: Set<String>, headers: [String: String], proxied: [String: ProxiedRoute],
    hasOwnSeccomp: Bool, enforcesAppArmor: Bool, syscalls: [String], socketFamilies: Set<Int>, executables: Set<String>
  ) {
    self.runtime = runtime
    self.base = base
    self.isPinnedByDigest = isPinnedByDigest
    self.isPatched = isPatched
    self.uid = uid
    self.gid = gid
    self.isReadOnly = isReadOnly
    self.memory = memory
    self.cpus = cpus
    self.pids = pids
    self.openFiles = openFiles
    self.capabilities = capabilities
    self.tmpfs = tmpfs
    self.volumes = volumes
    self.secrets = secrets
    self.published = published
    self.hasEgress = hasEgress
    self.connects = connects
    self.headers = headers
    self.proxied = proxied
    self.hasOwnSeccomp = hasOwnSeccomp
    self.enforcesAppArmor = enforcesAppArmor
    self.syscalls = syscalls
    self.socketFamilies = socketFamilies
    self.executables = executables
  }
}

extension SecurityFacts {
  public init(_ plan: DeploymentPlan) {
    func name(_ index: Int) -> String { plan.services[index].name.description }
    let connects = Dictionary(grouping: plan.connections, by: \.client)
    self.init(
      policy: plan.policyName, scanFailOn: Set(plan.scan.failOn.map(\.rawValue)), scanTool: plan.scan.tool.rawValue,
      restartRetries: plan.restartRetries, userNamespaces: plan.userNamespaces, bounds: plan.bounds, block: plan.block.description,
      networks: plan.networks.map { network in
        NetworkFacts(name: network.name, kind: .init(network.kind), members: network.members.map(name))
      },
      services: Dictionary(
        plan.services.enumerated().map { index, service in
          (service.name.description, ServiceFacts(service, connects: Set((connects[index] ?? []).map { name($0.server) })))
        }
      ) { first, _ in first })
  }
}

extension NetworkFacts.Kind {
  init(_ kind: NetworkPlan.Kind) {
    self =
      switch kind {
      case .edge: .edge
      case .egress: .egress
      case .tier: .tier
      case .link: .link
      }
  }
}

extension ServiceFacts {
  init(_ plan: ServicePlan, connects: Set<String>) {
    let proxied: [(String, ProxiedRoute)] = (plan.nginx?.routes ?? []).compactMap { route in
      guard case .proxy(let server, _, _, let rate) = route.destination else { return nil }
      let perMinute = rate.map { $0.unit == .second ? $0.count * 60 : $0.count }
      return (route.prefix.description, ProxiedRoute(server: server.description, perMinute: perMinute))
    }
    self.init(
      runtime: plan.runtime.name.description, base: plan.build.base.description, isPinnedByDigest: plan.build.base.digest != nil,
      isPatched: plan.build.patchPackages, uid: Int(plan.user.uid), gid: Int(plan.user.gid), isReadOnly: plan.readOnly,
      memory: plan.memory.bytes, cpus: plan.cpus.milli, pids: plan.pids, openFiles: plan.openFiles,
      capabilities: Set(plan.capabilities.map(\.description)),
      tmpfs: Dictionary(plan.tmpfs.map { ($0.path.description, $0.size.bytes) }) { max($0, $1) },
      volumes: Dictionary(plan.volumes.map { ($0.path.description, $0.dockerName) }) { first, _ in first },
      secrets: Set(plan.secrets.map(\.name.description)), published: Set(plan.publish.map(\.description)), hasEgress: plan.egress,
      connects: connects,
      headers: Dictionary((plan.nginx?.headers ?? []).map { ($0.name.key, $0.value.description) }) { _, last in last },
      proxied: Dictionary(proxied) { first, _ in first }, hasOwnSeccomp: plan.seccomp.isOwn,
      enforcesAppArmor: plan.appArmor.isEnforced, syscalls: plan.seccomp.names,
      socketFamilies: Set(plan.seccomp.socketFamilies), executables: Set(plan.appArmor.needs.executables.map(\.description)))
  }
}
