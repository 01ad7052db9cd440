import Catalog
import Policy
import Resolution
import Stack

/// A checked stack with its services and secrets by name, made once: a stack may have thousands of each.
struct StackIndex {
  let checked: CheckedStack
  private let services: [ServiceName: Int]
  private let secrets: [SecretName: SecretSpec]
  /// Paths that must never enter a build context, relative to the stack file: secret files, and the stack file, which names them all.
  let privatePaths: [RelativePath]

  init(_ checked: CheckedStack) {
    self.checked = checked
    let spec = checked.stack.spec
    services = Dictionary(checked.stack.services.map { ($0.spec.name.value, $0.index) }) { first, _ in first }
    secrets = Dictionary(spec.secrets.map { ($0.name.value, $0) }) { first, _ in first }
    var plans: [String: SeccompPlan] = [:]
    for service in checked.stack.services where plans[service.runtime.name.description] == nil {
      plans[service.runtime.name.description] = Self.planSeccomp(service.runtime, isOwn: checked.policy.seccomp == .runtime)
    }
    seccompPlans = plans
    var paths: Set<RelativePath> = []
    for secret in spec.secrets {
      if case .relative(let path) = secret.file.value { paths.insert(path) }
    }
    let name = spec.file.path.split(separator: "/").last.map(String.init) ?? spec.file.path
    if let file = try? RelativePath(name) { paths.insert(file) }
    privatePaths = paths.sorted { $0.description < $1.description }
  }

  private let seccompPlans: [String: SeccompPlan]

  /// The allowlist of a runtime, the same value for each of its services.
  func seccomp(_ runtime: RuntimeDefinition) -> SeccompPlan {
    seccompPlans[runtime.name.description] ?? Self.planSeccomp(runtime, isOwn: checked.policy.seccomp == .runtime)
  }

  /// The union of what the runtime needs. `socket`, `clone`, `clone3` and `personality` have argument rules and are left to emission.
  private static func planSeccomp(_ runtime: RuntimeDefinition, isOwn: Bool) -> SeccompPlan {
    let ruled = ["socket", "clone", "clone3", "personality"]
    // AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK, which getifaddrs and getaddrinfo ask for addresses (linux/socket.h).
    return SeccompPlan(names: runtime.syscallNames.filter { !ruled.contains($0) }, socketFamilies: [1, 2, 10, 16], isOwn: isOwn)
  }

  func service(_ name: ServiceName) -> ResolvedService? { services[name].map { checked.stack.services[$0] } }
  func secret(_ name: SecretName) -> SecretSpec? { secrets[name] }
}

func planService(
  _ service: ResolvedService, in index: StackIndex, attachments: [Attachment], connections: [ConnectionPlan],
  allAttachments: [[Attachment]]
) -> ServicePlan {
  let checked = index.checked
  let (spec, runtime, policy) = (service.spec, service.runtime, checked.policy)
  let stack = checked.stack.spec
  let container = "\(stack.name.value)-\(spec.name.value)"
  let release = stack.release?.value ?? .initial
  let volumes = service.volumes.map {
    VolumeMount(dockerName: "\(stack.name.value)-\($0.name)", name: $0.name, path: $0.path)
  }
  let tmpfs = planTmpfs(service, volumes: volumes)
  let nginx = runtime.kind == .webServer ? planNginx(service, in: index) : nil
  let capabilities = spec.capabilities.map(\.value).sorted { $0.description < $1.description }
  return ServicePlan(
    name: spec.name.value, tier: spec.tier.value, runtime: runtime, container: container,
    image: (stack.registry.map { "\($0.value)/" } ?? "") + "\(container):\(release)",
    build: planBuild(service, volumes: volumes, nginx: nginx, in: index),
    user: service.user, command: spec.command?.value ?? runtime.command, port: service.port,
    publish: spec.publish.map(\.value), attachments: attachments,
    hosts: planHosts(connections, services: checked.stack.services, attachments: allAttachments),
    egress: spec.egress?.value ?? false,
    env: spec.env.map { (name: $0.name.value, value: $0.value.value) },
    labels: spec.labels.map { (key: $0.key.value, value: $0.value.value) },
    secrets: planSecrets(spec, in: index), volumes: volumes, tmpfs: tmpfs, readOnly: policy.readOnly,
    memory: spec.resources.memory?.value ?? policy.memory, cpus: spec.resources.cpus?.value ?? policy.cpus,
    pids: spec.resources.pids?.value ?? policy.pids, openFiles: policy.openFiles, capabilities: capabilities,
    health: planHealth(service), seccomp: index.seccomp(runtime),
    appArmor: AppArmorPlan(
      // A dot can't be in a name, so no two services of any two stacks share a profile.
      profile: "securegen.\(stack.name.value).\(spec.name.value)", needs: runtime.appArmor,
      readable: [runtime.applicationDirectory], writable: tmpfs.map(\.path) + volumes.map(\.path), capabilities: capabilities,
      isEnforced: policy.appArmor == .enforce),
    nginx: nginx)
}

/// Fixed entries for the services this one may reach; they hold while the others are down, so a client starts without its server.
private func planHosts(_ connections: [ConnectionPlan], services: [ResolvedService], attachments: [[Attachment]]) -> [HostEntry] {
  connections.compactMap { connection in
    attachments[connection.server].first { $0.network == connection.network }.map {
      HostEntry(name: services[connection.server].spec.name.value, address: $0.address)
    }
  }.sorted { $0.name.description < $1.name.description }
}

private func planSecrets(_ spec: ServiceSpec, in index: StackIndex) -> [SecretMount] {
  spec.secrets.compactMap { use in
    index.secret(use.secret.value).map {
      SecretMount(name: use.secret.value, file: $0.file.value, variable: use.variable?.value)
    }
  }
}

/// Scratch directories of the runtime and of the stack, and any `VOLUME` of the base image that no named volume covers: left alone,
/// the engine would make an anonymous, unlimited volume of it (SG-204).
private func planTmpfs(_ service: ResolvedService, volumes: [VolumeMount]) -> [TmpfsMount] {
  var mounts: [TmpfsMount] = []
  func add(_ path: AbsolutePath, _ size: ByteSize) {
    guard !volumes.contains(where: { $0.path == path }), !mounts.contains(where: { $0.path == path }) else { return }
    mounts.append(TmpfsMount(path: path, size: size, mode: 0o700))
  }
  for scratch in service.runtime.scratch { add(scratch.path, scratch.size) }
  for path in service.spec.tmpfs { add(path.value, ByteSize(bytes: 64 << 20)) }
  for path in service.runtime.imageVolumes where !volumes.contains(where: { path.isWithin($0.path) }) {
    add(path, ByteSize(bytes: 64 << 20))
  }
  return mounts.sorted { $0.path.description < $1.path.description }
}

private func planBuild(_ service: ResolvedService, volumes: [VolumeMount], nginx: NginxPlan?, in index: StackIndex) -> BuildPlan {
  let (spec, runtime) = (service.spec, service.runtime)
  let source = spec.source?.value
  return BuildPlan(
    base: service.base, patchPackages: index.checked.policy.patchPackages, source: source,
    include: source == nil ? [] : includedDirectories(spec, isWebServer: nginx != nil),
    exclude: source.map { source in index.privatePaths.compactMap { $0.relative(to: source) } } ?? [],
    destination: runtime.applicationDirectory,
    dependencies: service.facts.flatMap { facts in
      runtime.dependencies.first { $0.needs.allSatisfy(facts.files.contains) }
    },
    run: spec.build?.run.value, output: spec.build?.output.value, ownedDirectories: volumes.map(\.path))
}

/// A web server's image holds only the directories that are served; with a build stage, or for a program, all of the source is needed.
private func includedDirectories(_ spec: ServiceSpec, isWebServer: Bool) -> [RelativePath] {
  guard isWebServer, spec.build == nil, !spec.routes.isEmpty else { return [.here] }
  var directories: [RelativePath] = []
  for route in spec.routes {
    if case .files(let directory) = route.destination, !directories.contains(directory.value) { directories.append(directory.value) }
  }
  return directories.contains(.here) ? [.here] : directories.sorted { $0.description < $1.description }
}

extension RelativePath {
  /// The directory itself.
  static let here: RelativePath = {
    guard let here = try? RelativePath(".") else { preconditionFailure("'.' is a relative path") }
    return here
  }()

  /// This path as seen from a directory above it; nil where it doesn't lie below.
  func relative(to directory: RelativePath) -> RelativePath? {
    guard !directory.components.isEmpty else { return components.isEmpty ? nil : self }
    let prefix = directory.description + "/"
    guard description.utf8.starts(with: prefix.utf8) else { return nil }
    return try? RelativePath(String(description[description.utf8.index(description.startIndex, offsetBy: prefix.utf8.count)...]))
  }
}
