import Catalog
import Diagnostics
import Planning
import Policy
import Resolution
import Stack
import TestSupport
import YAMLSyntax

/// A deployment in a few words, from which a stack file and a policy are made: every word can be drawn again by itself, so that two
/// deployments may differ in one thing only.
struct RandomDeployment {
  struct Service {
    var image: String
    var user: String?
    var memory: String?
    var cpus: String?
    var pids: Int?
    var capabilities: [String]
    var tmpfs: [String]
    var volumes: [String]
    var secrets: [String]
    var publish: [String]
    var egress: Bool
    var connects: [String]
    var headers: [String: String]
    /// Route to the api: its rate, or "" for none; nil for no route.
    var route: String?
  }
  static let names = ["web", "shop", "api", "worker", "db"]
  static func tier(_ name: String) -> String { ["web": "frontend", "shop": "frontend", "db": "db"][name] ?? "api" }

  var services: [String: Service] = [:]
  var isolation = Isolation.tier
  var readOnly = true
  var patch = true
  var appArmor = PolicyAppArmor.enforce
  var seccomp = PolicySeccomp.runtime
  var userNamespaces = false
  var failOn: [ScanSeverity] = [.critical, .high]
  var minUID: UInt32 = 1
  var allowed: [String] = ["NET_BIND_SERVICE"]
  var allowsEgress = true
  var maxMemory: Int?
  var registries: [String]?
  var publish: [PolicyPublish]?
  var restartRetries = 5

  init(_ random: inout SeededGenerator) {
    for name in Self.names where Int.random(in: 0..<4, using: &random) > 0 { services[name] = Self.service(name, &random) }
    if services.isEmpty { services["api"] = Self.service("api", &random) }
    for _ in 0..<6 { turnKnob(&random) }
  }

  /// Draws some of the words again; none where `count` is 0.
  func changed(_ count: Int, _ random: inout SeededGenerator) -> RandomDeployment {
    var other = self
    for _ in 0..<count { other.change(&random) }
    return other
  }

  private mutating func change(_ random: inout SeededGenerator) {
    let name = Self.names.randomElement(using: &random)!
    guard var service = services[name], Int.random(in: 0..<3, using: &random) > 0 else {
      if Bool.random(using: &random) { return turnKnob(&random) }
      if services[name] == nil { services[name] = Self.service(name, &random) } else if services.count > 1 { services[name] = nil }
      return
    }
    let drawn = Self.service(name, &random)
    switch Int.random(in: 0..<14, using: &random) {
    case 0: service.image = drawn.image
    case 1: service.user = drawn.user
    case 2: service.memory = drawn.memory
    case 3: service.cpus = drawn.cpus
    case 4: service.pids = drawn.pids
    case 5: service.capabilities = drawn.capabilities
    case 6: service.tmpfs = drawn.tmpfs
    case 7: service.volumes = drawn.volumes
    case 8: service.secrets = drawn.secrets
    case 9: service.publish = drawn.publish
    case 10: service.egress = drawn.egress
    case 11: service.connects = drawn.connects
    case 12: service.headers = drawn.headers
    default: service.route = drawn.route
    }
    services[name] = service
  }

  private mutating func turnKnob(_ random: inout SeededGenerator) {
    switch Int.random(in: 0..<15, using: &random) {
    case 0: isolation = Bool.random(using: &random) ? .tier : .link
    case 1: readOnly.toggle()
    case 2: patch.toggle()
    case 3: appArmor = PolicyAppArmor.allCases.randomElement(using: &random)!
    case 4: seccomp = PolicySeccomp.allCases.randomElement(using: &random)!
    case 5: userNamespaces.toggle()
    case 6: failOn = ScanSeverity.allCases.filter { _ in Bool.random(using: &random) }
    case 7: minUID = [1, 500, 10_000].randomElement(using: &random)!
    case 8: allowed = ["NET_BIND_SERVICE", "KILL", "CHOWN"].filter { _ in Bool.random(using: &random) }
    case 9: allowsEgress.toggle()
    case 10: maxMemory = [nil, 512 << 20, 2 << 30].randomElement(using: &random)!
    case 11: registries = [nil, ["ghcr.io"], ["ghcr.io/acme", "docker.io"]].randomElement(using: &random)!
    case 12: publish = [nil, [.loopback], [.loopback, .address(IPv4Address("10.0.0.1")!)]].randomElement(using: &random)!
    case 13: restartRetries = [3, 5, 9].randomElement(using: &random)!
    default: isolation = .link
    }
  }

  private static func service(_ name: String, _ random: inout SeededGenerator) -> Service {
    func some<Item>(_ items: [Item]) -> [Item] { items.filter { _ in Int.random(in: 0..<3, using: &random) == 0 } }
    let tier = tier(name)
    let peers = names.filter {
      $0 != name && (Self.tier($0) == tier || (tier, Self.tier($0)) == ("frontend", "api") || (tier, Self.tier($0)) == ("api", "db"))
    }
    let digest = String(repeating: "0123456789abcdef", count: 4)
    var headers: [String: String] = [:]
    for (header, values) in HeaderValues.all where Int.random(in: 0..<2, using: &random) == 0 {
      headers[header] = values.randomElement(using: &random)!.text
    }
    return Service(
      image: ["ghcr.io/acme/app:1.0", "ghcr.io/acme/app:2.0", "ghcr.io/acme/app:1.0@sha256:\(digest)"].randomElement(using: &random)!,
      user: [nil, "999:999", "20000:20000", "20000:100"].randomElement(using: &random)!,
      memory: [nil, "64Mi", "128Mi", "1Gi"].randomElement(using: &random)!, cpus: [nil, "0.25", "2"].randomElement(using: &random)!,
      pids: [nil, 32, 512].randomElement(using: &random)!, capabilities: some(["KILL", "CHOWN", "SYS_TIME"]),
      tmpfs: some(["/scratch", "/var/cache/app"]), volumes: some(["data", "files"]), secrets: some(["key", "token"]),
      publish: tier == "frontend" ? some(["127.0.0.1:80\(name.utf8.count)1", "10.0.0.1:90\(name.utf8.count)2"]) : [],
      egress: Int.random(in: 0..<4, using: &random) == 0, connects: some(peers), headers: headers,
      route: [nil, "", "10r/s", "100r/m"].randomElement(using: &random)!)
  }

  var stack: String {
    var text = "version: 1\nname: random\nservices:\n"
    for name in Self.names {
      guard let service = services[name] else { continue }
      text += "  \(name):\n    tier: \(Self.tier(name))\n"
      let isServer = name == "web"
      if isServer {
        text += "    runtime: nginx\n    source: ./web\n"
        if !service.headers.isEmpty || !HeaderValues.all.isEmpty {
          text += "    headers:\n"
          for (header, _) in HeaderValues.all {
            // A header that this deployment lacks is dropped, also where the policy sets it.
            text += "      \(header): " + (service.headers[header].map { "\"\($0)\"" } ?? "null") + "\n"
          }
        }
        text += "    routes:\n      /: { files: . }\n"
        if let rate = service.route, services["api"] != nil {
          text += "      /api/: { to: api\(rate.isEmpty ? "" : ", rate_limit: \(rate)") }\n"
        }
      } else {
        text += "    image: \(service.image)\n    port: 8080\n"
        if let user = service.user { text += "    user: \"\(user)\"\n" }
      }
      var limits: [String] = []
      if let memory = service.memory { limits.append("memory: \(memory)") }
      if let cpus = service.cpus { limits.append("cpus: \(cpus)") }
      if let pids = service.pids { limits.append("pids: \(pids)") }
      if !limits.isEmpty { text += "    resources: { \(limits.joined(separator: ", ")) }\n" }
      func list(_ key: String, _ items: [String]) {
        if !items.isEmpty { text += "    \(key): [\(items.map { "\"\($0)\"" }.joined(separator: ", "))]\n" }
      }
      list("capabilities", service.capabilities)
      list("tmpfs", service.tmpfs)
      list("secrets", service.secrets)
      list("publish", service.publish)
      list("connects", service.connects.filter { services[$0] != nil && !(isServer && $0 == "api" && service.route != nil) })
      if !service.volumes.isEmpty { text += "    volumes: { \(service.volumes.map { "\($0): /data/\($0)" }.joined(separator: ", ")) }\n" }
      if service.egress { text += "    egress: true\n" }
    }
    return text + "secrets: { key: { file: ./key }, token: { file: ./token } }\n"
  }

  /// The plan, or nil where some rule of the policy refuses the stack.
  func plan(_ sink: inout DiagnosticSink) -> DeploymentPlan? {
    let file = SourceFile(path: "stack.yaml", bytes: Array(stack.utf8))
    guard let document = parseYAML(file, into: &sink),
      let spec = decodeStack(document, file: file, vocabulary: Catalog.vocabulary, into: &sink),
      let resolved = resolveStack(spec, inspect: { _, _ in SourceFacts(exists: true, files: []) }, into: &sink),
      var policy = builtInPolicy(.baseline)
    else { return nil }
    policy.isolation = isolation
    policy.readOnly = readOnly
    policy.patchPackages = patch
    policy.appArmor = appArmor
    policy.seccomp = seccomp
    policy.userNamespaces = userNamespaces
    policy.scanFailOn = failOn
    policy.minUID = minUID
    policy.capabilities = allowed.compactMap(Capability.init)
    policy.allowsEgress = allowsEgress
    policy.maxMemory = maxMemory.map { ByteSize(bytes: $0) }
    policy.registries = registries
    policy.publish = publish
    policy.restartRetries = restartRetries
    // What the policy forbids is its rules' business and tested there: here a forbidden stack is as good a plan as any.
    for rule in Rules.all { policy.ruleSeverities[rule.id.description] = .note }
    guard let checked = checkStack(resolved, policy: policy, asOf: CalendarDate(2026, 11, 26), into: &sink) else { return nil }
    return planDeployment(checked, into: &sink)
  }
}
