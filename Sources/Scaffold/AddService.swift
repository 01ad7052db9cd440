import Catalog
import Diagnostics
import Languages
import Stack
import YAMLSyntax

/// A stack file with one more service, and what goes with it; nothing is on disk yet.
public struct Addition: Sendable {
  public var file: SourceFile
  /// The directory of the new source, as the stack file names it, and its files; nil where there is none to write.
  public var source: (directory: String, files: [SourceText])?
  /// Files that hold the new secrets, as the stack file names them.
  public var secretFiles: [String] = []
  /// What was added where, for the reader.
  public var changes: [String] = []
}

/// Adds a service to the text of a valid stack; `spec` is what the text says.
public func addService(_ request: ServiceRequest, to file: SourceFile, _ spec: StackSpec) throws(EditRefusal) -> Addition {
  var sink = DiagnosticSink()
  guard let text = StackText(file, into: &sink) else { preconditionFailure("a text that was decoded can be parsed") }
  var adder = ServiceAdder(request: request, spec: spec, text: text)
  return try adder.add()
}

struct ServiceAdder {
  let request: ServiceRequest
  let spec: StackSpec
  var text: StackText

  private var name: String { request.name.description }
  private var services: [String] { ["services"] }

  mutating func add() throws(EditRefusal) -> Addition {
    try checkNames()
    let skeleton = newSkeleton
    let password = newPassword
    var addition = Addition(file: text.file)
    let isOneLine = spec.services.last.flatMap { text.node(services + [$0.name.value.description]) }.map(isFlow) ?? false
    try text.insert(
      name, .mapping(members(skeleton, password)), into: services, blankBefore: text.hasBlankLines(services), asLines: !isOneLine)
    addition.changes.append("\(name): \(baseText), tier \(tier.rawValue)")
    if let password {
      try declare(password.secret)
      addition.secretFiles.append("./secrets/\(password.secret)")
      addition.changes.append("\(name) reads its password from ./secrets/\(password.secret)")
    }
    for client in request.from { addition.changes += try open(from: client, password) }
    addition.file = text.file
    if let skeleton, let source { addition.source = (source, skeleton.files) }
    return addition
  }

  // MARK: What is added

  private var runtime: RuntimeDefinition {
    switch request.base {
    case .runtime(let name): Catalog.runtime(named: name) ?? Catalog.image
    case .image: Catalog.image
    }
  }

  private var tier: Tier {
    if let tier = request.tier { return tier }
    switch runtime.kind {
    case .webServer: return .frontend
    case .store: return .db
    case .application, .custom: return .api
    }
  }

  private var baseText: String {
    switch request.base {
    case .runtime(let name): ([name] + [request.version].compactMap { $0 }).joined(separator: " ")
    case .image(let image): "image \(image)"
    }
  }

  /// A store needs no source, and of an image of one's own nothing is known.
  private var source: String? {
    if let source = request.source { return source }
    switch runtime.kind {
    case .webServer, .application: return "./" + name
    case .store, .custom: return nil
    }
  }

  private var newSkeleton: Skeleton? {
    guard !request.sourceIsThere, source != nil, let port = request.port ?? runtime.port else { return nil }
    return Skeleton.of(runtime.name.description, service: request.name, port: port)
  }

  /// The password of a store that starts no empty database without one.
  private var newPassword: (variable: String, secret: String)? {
    guard let variable = runtime.passwordVariable?.description else { return nil }
    let taken = Set(spec.secrets.map(\.name.value.description))
    // A name has at most 31 bytes.
    var stem = name.prefix(19)
    while stem.last == "-" { stem.removeLast() }
    let names = ["\(stem)-password"] + (2...99).map { "\(stem)-password-\($0)" }
    guard let secret = names.first(where: { !taken.contains($0) && SecretName($0) != nil }) else { return nil }
    return (variable, secret)
  }

  private func members(_ skeleton: Skeleton?, _ password: (variable: String, secret: String)?) -> [YAMLMember] {
    var members = [YAMLMember("tier", .string(tier.rawValue))]
    switch request.base {
    case .runtime(let name): members.append(YAMLMember("runtime", .string(name)))
    case .image(let image): members.append(YAMLMember("image", .string(image.description)))
    }
    if let version = request.version { members.append(YAMLMember("version", .string(version))) }
    if let source { members.append(YAMLMember("source", .string(source))) }
    if !request.command.isEmpty { members.append(YAMLMember("command", .sequence(request.command.map(YAMLValue.string)))) }
    if let port = request.port, port != runtime.port { members.append(YAMLMember("port", .integer(Int(port.number)))) }
    if let publish { members.append(YAMLMember("publish", .integer(Int(publish.number)))) }
    if runtime.kind == .webServer, skeleton != nil || request.sourceIsThere {
      let files = skeleton == nil ? "." : "html"
      members.append(YAMLMember("routes", .mapping([YAMLMember("/", .mapping([YAMLMember("files", .string(files))]))])))
    }
    if !request.connects.isEmpty {
      members.append(YAMLMember("connects", .sequence(request.connects.map { .string($0.description) })))
    }
    var secrets: [YAMLMember] = []
    if let password { secrets.append(YAMLMember(password.variable, .string(password.secret))) }
    for server in request.connects {
      guard let service = spec.services.first(where: { $0.name.value == server }), let secret = passwordSecret(of: service) else {
        continue
      }
      secrets.append(YAMLMember(clientVariable(of: server), .string(secret.description)))
    }
    if !secrets.isEmpty { members.append(YAMLMember("secrets", .mapping(secrets))) }
    if let health = skeleton?.health { members.append(YAMLMember("health", .mapping([YAMLMember("http", .string(health))]))) }
    return members
  }

  /// A frontend that nothing stands in front of is reached by its port; two services can't share one.
  private var publish: Port? {
    guard tier == .frontend else { return nil }
    if let publish = request.publish { return publish }
    guard request.from.isEmpty else { return nil }
    let taken = Set(spec.services.flatMap { $0.publish.map { Int($0.value.port.number) } })
    let first = runtime.kind == .webServer ? 8080 : Int((request.port ?? runtime.port)?.number ?? 8080)
    return (first...65535).first { !taken.contains($0) }.flatMap { Port($0) }
  }

  private mutating func declare(_ secret: String) throws(EditRefusal) {
    let declaration = YAMLValue.mapping([YAMLMember("file", .string("./secrets/\(secret)"))])
    if text.node(["secrets"]) != nil {
      try text.insert(secret, declaration, into: ["secrets"], blankBefore: false)
    } else {
      try text.insert(
        "secrets", .mapping([YAMLMember(secret, declaration)]), into: [], blankBefore: text.hasBlankLines([]), asLines: true)
    }
  }

  // MARK: The other side

  /// Lets a service that is there reach the new one: by a route where it is nginx, else by `connects`.
  private mutating func open(from client: ServiceName, _ password: (variable: String, secret: String)?) throws(EditRefusal) -> [String] {
    let path = services + [client.description]
    guard let service = spec.services.first(where: { $0.name.value == client }) else { return [] }
    if service.runtime?.value == "nginx", runtime.kind != .store {
      let prefix = request.route ?? "/\(name)/"
      try checkRoute(prefix, of: service)
      let route = YAMLValue.mapping([YAMLMember("to", .string(name)), YAMLMember("strip", true)])
      if text.node(path + ["routes"]) != nil {
        try text.insert(prefix, route, into: path + ["routes"])
      } else {
        try text.insert("routes", .mapping([YAMLMember(prefix, route)]), into: path, asLines: true)
      }
      return ["\(client) hands \(prefix) to \(name), without the prefix"]
    }
    if text.node(path + ["connects"]) != nil {
      try text.append(name, to: path + ["connects"])
    } else {
      try text.insert("connects", .sequence([.string(name)]), into: path)
    }
    guard let password else { return ["\(client) connects to \(name)"] }
    try give(password.secret, to: path)
    return ["\(client) connects to \(name) and reads its password"]
  }

  /// A client needs the password of the store it connects to.
  private mutating func give(_ secret: String, to path: [String]) throws(EditRefusal) {
    let uses = path + ["secrets"]
    switch text.node(uses)?.content {
    case .sequence: try text.append(secret, to: uses)
    case .mapping: try text.insert(clientVariable(of: request.name), .string(secret), into: uses)
    case .scalar, nil:
      try text.insert("secrets", .mapping([YAMLMember(clientVariable(of: request.name), .string(secret))]), into: path)
    }
  }

  // MARK: Refusals

  private func checkNames() throws(EditRefusal) {
    if let taken = spec.services.first(where: { $0.name.value == request.name }) {
      throw EditRefusal(
        diagnostic: Diagnostic(
          .clash, "there is a service \(name) already", at: taken.name.range, reason: "two services can't share a name",
          write: "another name, or securegen remove \(name) first"))
    }
    let names = spec.services.map(\.name.value.description)
    for other in request.from + request.connects where !names.contains(other.description) {
      throw EditRefusal(
        diagnostic: Diagnostic(
          .unknownReference, "no service is called '\(other)'", at: nil, path: text.file.path,
          reason: "the stack has \(names.joined(separator: ", "))", write: nearestName(to: other.description, among: names)))
    }
  }

  private func checkRoute(_ prefix: String, of service: ServiceSpec) throws(EditRefusal) {
    guard let taken = service.routes.first(where: { $0.prefix.value.description == prefix }) else { return }
    throw EditRefusal(
      diagnostic: Diagnostic(
        .clash, "\(service.name.value) has a route \(prefix) already", at: taken.prefix.range, reason: "one path leads to one place",
        write: "--route with another path"))
  }

  private func isFlow(_ node: YAMLNode) -> Bool {
    let start = node.range.start
    return start < text.file.bytes.count && "{*".utf8.contains(text.file.bytes[start])
  }
}

/// The secret that a store takes its password from; nil for what is no store or has none.
func passwordSecret(of service: ServiceSpec) -> SecretName? {
  guard let runtime = service.runtime.flatMap({ Catalog.runtime(named: $0.value) }), let variable = runtime.passwordVariable else {
    return nil
  }
  return service.secrets.first { $0.variable?.value.description == variable.description }?.secret.value
}

/// The variable by which a client of `db` finds the password's file: `DB_PASSWORD_FILE`.
func clientVariable(of server: ServiceName) -> String {
  let upper = server.description.utf8.map { byte -> UInt8 in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
    case UInt8(ascii: "-"): UInt8(ascii: "_")
    default: byte
    }
  }
  return String(decoding: upper, as: UTF8.self) + "_PASSWORD_FILE"
}
