import Diagnostics
import YAMLSyntax

/// A service as far as it could be read, for the checks between services: one error in it must not hide the next.
/// A class: it is large, and looked at from many sides.
final class ServiceDraft {
  /// The key in the file, valid or not.
  let key: Located<String>
  /// nil where missing or wrong: checks that need it are skipped.
  let tier: Located<Tier>?
  let firstKey: SourceRange
  let hasPublish: SourceRange?
  /// What the file has, whether or not it could be read.
  let isImageAlone: Bool
  let declaresPort: Bool
  /// Holds stand-ins for a name or tier that was reported as wrong; they never leave the decoder, for then it returns nil.
  let spec: ServiceSpec

  init(
    key: Located<String>, tier: Located<Tier>?, firstKey: SourceRange, hasPublish: SourceRange?, isImageAlone: Bool, declaresPort: Bool,
    spec: ServiceSpec
  ) {
    self.key = key
    self.tier = tier
    self.firstKey = firstKey
    self.hasPublish = hasPublish
    self.isImageAlone = isImageAlone
    self.declaresPort = declaresPort
    self.spec = spec
  }
}

extension StackDecoder {
  mutating func decodeServices(_ field: Field, targets: [Located<Target>]) -> [ServiceDraft] {
    guard let entries = mapping(field.node, "services", example: field.key.corrected) else { return [] }
    serviceNames = Set(entries.lazy.map(\.key.value).filter { !$0.utf8.starts(with: "x-".utf8) })
    var drafts: [ServiceDraft] = []
    drafts.reserveCapacity(entries.count)
    var any = false
    for entry in entries where !isExtension(entry.key.value) {
      any = true
      if let draft = decodeService(entry, targets: targets) { drafts.append(draft) }
    }
    if !any {
      report(
        .missingKey, "a stack needs at least one service", at: field.node.range, because: "there would be nothing to run",
        write: field.key.corrected)
    }
    return drafts
  }

  private mutating func decodeService(_ entry: YAMLEntry, targets: [Located<Target>]) -> ServiceDraft? {
    let name = ServiceName(entry.key.value)
    if name == nil { reportName(entry.key.value, "service", at: entry.key.range) }
    guard
      let fields = fields(
        entry.value, ServiceKeys.service, as: "service \(quoted(entry.key.value))",
        example: "\(name?.description ?? "web"): { tier: frontend, runtime: nginx }")
    else { return nil }
    let tier = fields["tier"].flatMap { decodeTier($0) }
    let runtime = fields["runtime"].flatMap { decodeRuntime($0) }
    checkCombination(fields, runtime)

    var spec = ServiceSpec(
      name: Located(name ?? Self.standInName, at: entry.key.range), tier: tier ?? Located(.api, at: entry.key.range), connects: [],
      dependsOn: [], env: [], secrets: [], resources: ResourcesSpec(), volumes: [], tmpfs: [], capabilities: [], labels: [], publish: [],
      serverNames: [], routes: [], headers: [])
    spec.runtime = runtime
    var publishRange: SourceRange?
    for field in fields.found {
      switch field.name {
      case "image": spec.image = decodeImage(field)
      case "version": spec.version = decodeVersion(field)
      case "source": spec.source = relativePath(field)
      case "build": spec.build = decodeBuild(field)
      case "command": spec.command = decodeCommand(field)
      case "port": spec.port = decodePort(field)
      case "connects": spec.connects = decodeReferences(field)
      case "depends_on": spec.dependsOn = decodeReferences(field)
      case "egress": spec.egress = decodeBoolean(field)
      case "env": spec.env = decodeEnv(field)
      case "secrets": spec.secrets = decodeSecretUses(field)
      case "health": spec.health = decodeHealth(field)
      case "resources": spec.resources = decodeResources(field)
      case "replicas": spec.replicas = decodeReplicas(field, targets: targets)
      case "volumes": spec.volumes = decodeVolumes(field)
      case "tmpfs": spec.tmpfs = decodeTmpfs(field)
      case "user": spec.user = decodeUser(field)
      case "capabilities": spec.capabilities = decodeCapabilities(field)
      case "labels": spec.labels = decodeLabels(field)
      case "publish":
        publishRange = field.node.range
        spec.publish = decodePublish(field)
      case "server_name": spec.serverNames = decodeServerNames(field)
      case "routes":
        spec.routes = decodeRoutes(field, needsSource: runtime?.value == "nginx" && fields["source"] == nil, firstKey: fields.firstKey)
      case "headers": spec.headers = decodeHeaders(field)
      case "tls":
        spec.tls = field.node.range
        reportTLS(field)
      default: break
      }
    }
    checkPaths(spec)
    checkVariables(spec)
    return ServiceDraft(
      key: entry.key, tier: tier, firstKey: fields.firstKey, hasPublish: publishRange,
      isImageAlone: fields["image"] != nil && fields["runtime"] == nil, declaresPort: fields["port"] != nil, spec: spec)
  }

  private static let standInName: ServiceName = {
    guard let name = ServiceName("service") else { preconditionFailure("the names' grammar takes this one") }
    return name
  }()

  private mutating func decodeTier(_ field: Field) -> Located<Tier>? {
    guard let value = text(field) else { return nil }
    if let tier = Tier(rawValue: value.value) { return Located(tier, at: value.range) }
    reportWord(
      value, "tier", among: Tier.allCases.map(\.rawValue), key: "tier: ", synonyms: Self.tierSynonyms,
      otherwise: "tier: frontend, api or db")
    return nil
  }

  private static let tierSynonyms = [
    "front": "frontend", "web": "frontend", "ui": "frontend", "edge": "frontend", "proxy": "frontend", "backend": "api", "app": "api",
    "application": "api", "service": "api", "worker": "api", "database": "db", "data": "db", "storage": "db", "cache": "db",
  ]

  private mutating func decodeRuntime(_ field: Field) -> Located<String>? {
    guard let value = text(field) else { return nil }
    if vocabulary.built.contains(value.value) { return value }
    if vocabulary.runtimes.contains(value.value) {
      report(
        .notBuiltYet, "runtime '\(value.value)' is not in this version's catalog", at: value.range,
        because: "the language has the name, the catalog has "
          + vocabulary.runtimes.filter(vocabulary.built.contains).joined(separator: ", "),
        write: "image: and a \(value.value) image with a fixed version, in place of runtime")
    } else {
      reportWord(
        value, "runtime", among: vocabulary.runtimes, key: "runtime: ",
        otherwise: "image: and a reference with a fixed version, in place of runtime")
    }
    return nil
  }

  /// Keys that mean nothing beside the others.
  private mutating func checkCombination(_ fields: Fields, _ runtime: Located<String>?) {
    let declaresRuntime = fields["runtime"] != nil
    if !declaresRuntime && fields["image"] == nil {
      report(
        .missingKey, "a service needs 'runtime' or 'image'", at: fields.firstKey, because: "there is nothing to run in it",
        write: "runtime: nginx, or another of " + vocabulary.runtimes.filter(vocabulary.built.contains).joined(separator: ", "))
    }
    if let version = fields["version"], let image = fields["image"] {
      report(
        .conflictingKey, "'version' has no effect beside 'image'", at: version.entry.key.range,
        because: "the image decides which version runs", related: [.init(image.entry.key.range, "the image is given here")],
        write: "the version in the image's tag")
    } else if let version = fields["version"], !declaresRuntime {
      report(
        .conflictingKey, "'version' has no effect without 'runtime'", at: version.entry.key.range,
        because: "it picks one of a runtime's versions", write: "runtime: node beside it")
    }
    if let build = fields["build"], fields["source"] == nil {
      report(
        .conflictingKey, "'build' has no effect without 'source'", at: build.entry.key.range, because: "there is nothing to build from",
        write: "source: ./app beside it")
    }
    // A runtime that was refused says nothing about what the service is.
    guard runtime?.value != "nginx", runtime != nil || !declaresRuntime else { return }
    for name in ["routes", "server_name", "headers"] {
      guard let field = fields[name] else { continue }
      report(
        .conflictingKey, "'\(name)' has no effect on a service whose runtime is not nginx", at: field.entry.key.range,
        because: "only nginx reads it", write: "runtime: nginx, or put '\(name)' on the nginx service in front of it")
    }
  }

  private mutating func reportTLS(_ field: Field) {
    report(
      .notBuiltYet, "tls is not built yet in this version", at: field.entry.key.range,
      because: "the service would answer in clear text although the file says otherwise",
      write: "no tls here, and a TLS proxy in front of the published port")
  }

  mutating func decodeBoolean(_ field: Field) -> Located<Bool>? {
    guard let value = text(field) else { return nil }
    switch value.value {
    case "true": return Located(true, at: value.range)
    case "false": return Located(false, at: value.range)
    default:
      let truthy = ["yes", "on", "y", "1", "True", "TRUE", "Yes", "YES", "On", "ON"].contains(value.value)
      report(
        .wrongType, "\(field.name) \(quoted(value.value)) is neither true nor false", at: value.range,
        because: "only the words true and false are booleans", write: "\(field.name): \(truthy ? "true" : "false")")
      return nil
    }
  }

  /// A whole number in a range.
  mutating func decodeNumber(_ field: Field, _ range: ClosedRange<Int>) -> Located<Int>? {
    guard let value = text(field) else { return nil }
    if let number = wholeNumber(value.value), range.contains(number) { return Located(number, at: value.range) }
    report(
      .invalidNumber, "\(field.name) \(quoted(value.value)) is not a number from \(range.lowerBound) to \(range.upperBound)",
      at: value.range, because: "it is a whole number in digits", write: field.key.corrected)
    return nil
  }

  /// A port a container listens on.
  mutating func decodePort(_ field: Field) -> Located<Port>? {
    guard let number = decodeNumber(field, 1...65535), let port = Port(number.value) else { return nil }
    guard number.value >= 1024 else {
      report(
        .privilegedPort, "\(field.name) \(port) is below 1024", at: number.range,
        because: "a low port needs root or a capability; publish may offer any port on the host",
        write: "\(field.name): \(number.value == 80 ? 8080 : number.value == 443 ? 8443 : 3000)")
      return nil
    }
    return Located(port, at: number.range)
  }

  private mutating func decodeReplicas(_ field: Field, targets: [Located<Target>]) -> Located<Int>? {
    guard let number = decodeNumber(field, 1...1000) else { return nil }
    // No target is docker by default; a target that is refused already says more than this would.
    let single = targets.isEmpty || targets.contains { $0.value == .docker || $0.value == .compose }
    if number.value > 1 && single {
      report(
        .notBuiltYet, "replicas \(number.value) needs the target swarm or kubernetes", at: number.range,
        because: "docker and compose run one container of a service here", write: "replicas: 1")
      return nil
    }
    return number
  }
}
