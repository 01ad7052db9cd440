import Catalog
import Policy
import Stack

public struct ServicePlan: Sendable {
  public var name: ServiceName
  public var tier: Tier
  public var runtime: RuntimeDefinition
  /// `shop-web`
  public var container: String
  /// Built image: `registry.acme.example/shop/shop-web:1.4.0`.
  public var image: String
  public var build: BuildPlan
  public var user: UserID
  /// nil keeps the base image's.
  public var command: [String]?
  public var port: Port?
  public var publish: [PublishAddress]
  /// Networks in attach order; the first is given at creation. Edge or egress first: it carries the default route.
  public var attachments: [Attachment]
  /// /etc/hosts entries for the services this one connects to, sorted by name.
  public var hosts: [HostEntry]
  public var egress: Bool
  /// In file order.
  public var env: [(name: EnvName, value: String)]
  public var labels: [(key: String, value: String)]
  /// In file order.
  public var secrets: [SecretMount]
  public var volumes: [VolumeMount]
  public var tmpfs: [TmpfsMount]
  public var readOnly: Bool
  public var memory: ByteSize
  public var cpus: CPUShare
  public var pids: Int
  public var openFiles: Int
  public var capabilities: [Capability]
  public var health: HealthPlan
  public var seccomp: SeccompPlan
  public var appArmor: AppArmorPlan
  /// Only for nginx.
  public var nginx: NginxPlan?

  public init(
    name: ServiceName, tier: Tier, runtime: RuntimeDefinition, container: String, image: String, build: BuildPlan, user: UserID,
    command: [String]?, port: Port?, publish: [PublishAddress], attachments: [Attachment], hosts: [HostEntry], egress: Bool,
    env: [(name: EnvName, value: String)], labels: [(key: String, value: String)], secrets: [SecretMount], volumes: [VolumeMount],
    tmpfs: [TmpfsMount], readOnly: Bool, memory: ByteSize, cpus: CPUShare, pids: Int, openFiles: Int, capabilities: [Capability],
    health: HealthPlan, seccomp: SeccompPlan, appArmor: AppArmorPlan, nginx: NginxPlan?
  ) {
    self.name = name
    self.tier = tier
    self.runtime = runtime
    self.container = container
    self.image = image
    self.build = build
    self.user = user
    self.command = command
    self.port = port
    self.publish = publish
    self.attachments = attachments
    self.hosts = hosts
    self.egress = egress
    self.env = env
    self.labels = labels
    self.secrets = secrets
    self.volumes = volumes
    self.tmpfs = tmpfs
    self.readOnly = readOnly
    self.memory = memory
    self.cpus = cpus
    self.pids = pids
    self.openFiles = openFiles
    self.capabilities = capabilities
    self.health = health
    self.seccomp = seccomp
    self.appArmor = appArmor
    self.nginx = nginx
  }
}

public struct Attachment: Sendable {
  /// Index into the plan's networks.
  public var network: Int
  public var address: IPv4Address
  public init(network: Int, address: IPv4Address) {
    self.network = network
    self.address = address
  }
}

public struct HostEntry: Sendable {
  public var name: ServiceName
  public var address: IPv4Address
  public init(name: ServiceName, address: IPv4Address) {
    self.name = name
    self.address = address
  }
}

/// How the image is made.
public struct BuildPlan: Sendable {
  public var base: ImageReference
  public var patchPackages: Bool
  /// The source directory, relative to the stack file; nil where there is none.
  public var source: RelativePath?
  /// What of the source enters the build context, relative to it; ["."] is all of it.
  public var include: [RelativePath]
  /// Paths relative to the source that never enter the context: secret files.
  public var exclude: [RelativePath]
  /// Where the source lands.
  public var destination: AbsolutePath
  public var dependencies: DependencyRecipe?
  /// Build stage: shell text and the directory it produces.
  public var run: String?
  public var output: RelativePath?
  /// Directories that must exist in the image and belong to the service's user: volumes.
  public var ownedDirectories: [AbsolutePath]
  public init(
    base: ImageReference, patchPackages: Bool, source: RelativePath?, include: [RelativePath], exclude: [RelativePath],
    destination: AbsolutePath, dependencies: DependencyRecipe?, run: String?, output: RelativePath?, ownedDirectories: [AbsolutePath]
  ) {
    self.base = base
    self.patchPackages = patchPackages
    self.source = source
    self.include = include
    self.exclude = exclude
    self.destination = destination
    self.dependencies = dependencies
    self.run = run
    self.output = output
    self.ownedDirectories = ownedDirectories
  }
}

public struct SecretMount: Sendable {
  public var name: SecretName
  public var file: SecretFile
  public var variable: EnvName?
  /// `/run/secrets/<name>`
  public var path: String { "/run/secrets/" + name.description }
  public init(name: SecretName, file: SecretFile, variable: EnvName?) {
    self.name = name
    self.file = file
    self.variable = variable
  }
}

public struct VolumeMount: Sendable {
  /// `<stack>-<volume>`: two services that name one volume share it.
  public var dockerName: String
  public var name: VolumeName
  public var path: AbsolutePath
  public init(dockerName: String, name: VolumeName, path: AbsolutePath) {
    self.dockerName = dockerName
    self.name = name
    self.path = path
  }
}

/// A tmpfs; always noexec,nosuid,nodev and owned by the service's user.
public struct TmpfsMount: Sendable {
  public var path: AbsolutePath
  public var size: ByteSize
  /// Permission bits, e.g. 0o700.
  public var mode: Int
  public init(path: AbsolutePath, size: ByteSize, mode: Int) {
    self.path = path
    self.size = size
    self.mode = mode
  }
}

public struct HealthPlan: Sendable {
  /// Argument vector, run in the container; empty where no check is known: the base image's own stays, if it has one.
  public var command: [String]
  public var interval: Duration
  public var timeout: Duration
  public var startPeriod: Duration
  public var retries: Int
  public init(command: [String], interval: Duration, timeout: Duration, startPeriod: Duration, retries: Int) {
    self.command = command
    self.interval = interval
    self.timeout = timeout
    self.startPeriod = startPeriod
    self.retries = retries
  }
}

/// An allowlist inside the engine's default.
public struct SeccompPlan: Sendable {
  /// Sorted, each once. Without `socket`, `clone`, `clone3`, `personality`, which have rules of their own.
  public var names: [String]
  /// Address families `socket` may take, ascending: AF_UNIX 1, AF_INET 2, AF_INET6 10, AF_NETLINK 16.
  public var socketFamilies: [Int]
  /// false: the policy leaves the engine's default profile, and the lists only say what the runtime needs.
  public var isOwn: Bool
  public init(names: [String], socketFamilies: [Int], isOwn: Bool = true) {
    self.names = names
    self.socketFamilies = socketFamilies
    self.isOwn = isOwn
  }
}

public struct AppArmorPlan: Sendable {
  /// `securegen-shop-web`
  public var profile: String
  public var needs: AppArmorNeeds
  /// Readable trees: the application's directory.
  public var readable: [AbsolutePath]
  /// Writable trees: tmpfs and volumes.
  public var writable: [AbsolutePath]
  public var capabilities: [Capability]
  /// false: what the profile doesn't name is logged, not refused.
  public var isEnforced: Bool
  public init(
    profile: String, needs: AppArmorNeeds, readable: [AbsolutePath], writable: [AbsolutePath], capabilities: [Capability],
    isEnforced: Bool = true
  ) {
    self.profile = profile
    self.isEnforced = isEnforced
    self.needs = needs
    self.readable = readable
    self.writable = writable
    self.capabilities = capabilities
  }
}

public struct NginxPlan: Sendable {
  public struct Route: Sendable {
    public enum Destination: Sendable {
      /// A directory in the image.
      case files(String)
      case proxy(host: ServiceName, port: Port, strip: Bool, rate: RequestRate?)
    }
    public var prefix: RoutePrefix
    public var destination: Destination
    public init(prefix: RoutePrefix, destination: Destination) {
      self.prefix = prefix
      self.destination = destination
    }
  }
  public var port: Port
  public var serverNames: [ServerName]
  /// Longest prefix first.
  public var routes: [Route]
  /// In print order.
  public var headers: [(name: HeaderName, value: HeaderValue)]
  public init(port: Port, serverNames: [ServerName], routes: [Route], headers: [(name: HeaderName, value: HeaderValue)]) {
    self.port = port
    self.serverNames = serverNames
    self.routes = routes
    self.headers = headers
  }
}
