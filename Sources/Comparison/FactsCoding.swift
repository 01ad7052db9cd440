import Languages
import Planning
import YAMLSyntax

// Facts in the manifest. What depends on the runtime alone is kept once per runtime, since a stack may have thousands of services.

extension SecurityFacts {
  public var json: JSONValue {
    let names = services.keys.sorted()
    var runtimes: [(String, JSONValue)] = []
    var seen: Set<String> = []
    for name in names {
      guard let service = services[name], seen.insert(service.runtime).inserted else { continue }
      runtimes.append(
        (
          service.runtime,
          .object([
            ("executables", .strings(service.executables)),
            ("socketFamilies", .array(service.socketFamilies.sorted().map(JSONValue.integer))),
            ("syscalls", .array(service.syscalls.map(JSONValue.string))),
          ])
        ))
    }
    return .object([
      ("policy", .string(policy)), ("scanFailOn", .strings(scanFailOn)), ("scanTool", .string(scanTool)),
      ("restartRetries", .integer(restartRetries)), ("userNamespaces", .bool(userNamespaces)), ("bounds", bounds.json),
      ("block", .string(block)),
      (
        "networks",
        .array(
          networks.map { network in
            .object([
              ("name", .string(network.name)), ("kind", .string(network.kind.rawValue)),
              ("members", .array(network.members.map(JSONValue.string))),
            ])
          })
      ), ("runtimes", .object(runtimes.sorted { $0.0 < $1.0 })),
      ("services", .object(names.compactMap { name in services[name].map { (name, $0.json) } })),
    ])
  }

  /// nil where the node isn't what `json` gives: a manifest of another version, or one that was tampered with.
  public init?(_ node: YAMLNode) {
    guard let policy = node["policy"]?.text, let restarts = node["restartRetries"]?.integer, let runtimes = node["runtimes"],
      let tool = node["scanTool"]?.text, let severities = node["scanFailOn"]?.texts, let userNamespaces = node["userNamespaces"]?.flag,
      let bounds = node["bounds"].flatMap(PolicyBounds.init), let block = node["block"]?.text,
      case .sequence(let networkNodes)? = node["networks"]?.content, case .mapping(let serviceEntries)? = node["services"]?.content
    else { return nil }
    var networks: [NetworkFacts] = []
    for network in networkNodes {
      guard let name = network["name"]?.text, let kind = network["kind"]?.text.flatMap(NetworkFacts.Kind.init),
        let members = network["members"]?.texts
      else { return nil }
      networks.append(NetworkFacts(name: name, kind: kind, members: members))
    }
    var services: [String: ServiceFacts] = [:]
    for entry in serviceEntries {
      guard let service = ServiceFacts(entry.value, runtimes: runtimes) else { return nil }
      services[entry.key.value] = service
    }
    self.init(
      policy: policy, scanFailOn: Set(severities), scanTool: tool, restartRetries: restarts, userNamespaces: userNamespaces,
      bounds: bounds, block: block, networks: networks, services: services)
  }
}

extension ServiceFacts {
  fileprivate var json: JSONValue {
    func numbers(_ map: [String: Int]) -> JSONValue { .object(map.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }) }
    func texts(_ map: [String: String]) -> JSONValue { .object(map.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) }
    return .object([
      ("runtime", .string(runtime)), ("base", .string(base)), ("digest", .bool(isPinnedByDigest)), ("patched", .bool(isPatched)),
      ("uid", .integer(uid)), ("gid", .integer(gid)), ("readOnly", .bool(isReadOnly)), ("memory", .integer(memory)),
      ("cpus", .integer(cpus)), ("pids", .integer(pids)), ("openFiles", .integer(openFiles)), ("capabilities", .strings(capabilities)),
      ("tmpfs", numbers(tmpfs)), ("volumes", texts(volumes)), ("secrets", .strings(secrets)), ("published", .strings(published)),
      ("egress", .bool(hasEgress)), ("connects", .strings(connects)), ("headers", texts(headers)),
      (
        "proxied",
        .object(
          proxied.sorted { $0.key < $1.key }.map { prefix, route in
            (
              prefix,
              .object([("server", .string(route.server)), ("perMinute", route.perMinute.map(JSONValue.integer) ?? .null)])
            )
          })
      ),
      ("seccomp", .bool(hasOwnSeccomp)), ("apparmor", .bool(enforcesAppArmor)),
    ])
  }

  fileprivate init?(_ node: YAMLNode, runtimes: YAMLNode) {
    guard let runtime = node["runtime"]?.text, let base = node["base"]?.text, let uid = node["uid"]?.integer,
      let gid = node["gid"]?.integer, let isPinned = node["digest"]?.flag, let isPatched = node["patched"]?.flag,
      let isReadOnly = node["readOnly"]?.flag, let egress = node["egress"]?.flag, let seccomp = node["seccomp"]?.flag,
      let appArmor = node["apparmor"]?.flag,
      let memory = node["memory"]?.integer, let cpus = node["cpus"]?.integer, let pids = node["pids"]?.integer,
      let openFiles = node["openFiles"]?.integer, let kind = runtimes[runtime]
    else { return nil }
    var routes: [String: ProxiedRoute] = [:]
    if case .mapping(let entries)? = node["proxied"]?.content {
      for entry in entries {
        guard let server = entry.value["server"]?.text, let limit = entry.value["perMinute"] else { return nil }
        routes[entry.key.value] = ProxiedRoute(server: server, perMinute: limit.integer)
      }
    }
    func set(_ key: String) -> Set<String> { Set(node[key]?.texts ?? []) }
    self.init(
      runtime: runtime, base: base, isPinnedByDigest: isPinned, isPatched: isPatched, uid: uid, gid: gid,
      isReadOnly: isReadOnly, memory: memory, cpus: cpus, pids: pids, openFiles: openFiles, capabilities: set("capabilities"),
      tmpfs: (node["tmpfs"]?.map ?? [:]).compactMapValues { Int($0) }, volumes: node["volumes"]?.map ?? [:], secrets: set("secrets"),
      published: set("published"), hasEgress: egress, connects: set("connects"), headers: node["headers"]?.map ?? [:],
      proxied: routes, hasOwnSeccomp: seccomp,
      enforcesAppArmor: appArmor, syscalls: (kind["syscalls"]?.texts ?? []).sorted(),
      socketFamilies: Set((kind["socketFamilies"]?.texts ?? []).compactMap { Int($0) }), executables: Set(kind["executables"]?.texts ?? []))
  }
}

extension PolicyBounds {
  fileprivate var json: JSONValue {
    .object([
      ("minUID", .integer(minUID)), ("capabilities", .strings(capabilities)), ("digest", .bool(requiresDigest)),
      ("registries", registries.map(JSONValue.strings) ?? .null), ("publish", publish.map(JSONValue.strings) ?? .null),
      ("egress", .bool(allowsEgress)), ("maxMemory", maxMemory.map(JSONValue.integer) ?? .null),
    ])
  }

  fileprivate init?(_ node: YAMLNode) {
    guard let minUID = node["minUID"]?.integer, let capabilities = node["capabilities"]?.texts, let digest = node["digest"]?.flag,
      let registries = node["registries"], let publish = node["publish"], let egress = node["egress"]?.flag, let memory = node["maxMemory"]
    else { return nil }
    self.init(
      minUID: minUID, capabilities: Set(capabilities), requiresDigest: digest, registries: registries.texts.map(Set.init),
      publish: publish.texts.map(Set.init), allowsEgress: egress, maxMemory: memory.integer)
  }
}

extension JSONValue {
  fileprivate static func strings(_ set: Set<String>) -> JSONValue { .array(set.sorted().map(JSONValue.string)) }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key.value == key }?.value
  }
  fileprivate var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }
  fileprivate var integer: Int? { text.flatMap { Int($0) } }
  fileprivate var flag: Bool? {
    switch text {
    case "true": true
    case "false": false
    default: nil
    }
  }
  fileprivate var texts: [String]? {
    guard case .sequence(let items) = content else { return nil }
    return items.compactMap(\.text)
  }
  fileprivate var map: [String: String]? {
    guard case .mapping(let entries) = content else { return nil }
    return Dictionary(entries.compactMap { entry in entry.value.text.map { (entry.key.value, $0) } }) { first, _ in first }
  }
}
