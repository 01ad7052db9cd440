import Diagnostics
import YAMLSyntax

extension StackDecoder {
  /// The whole file. Values of a service are checked as they are read; what services say of each other afterwards.
  mutating func decodeRoot(_ document: YAMLNode) -> StackSpec? {
    refuseEngineSocket(in: document)
    guard let fields = fields(document, StackKeys.root, example: "version: 1") else { return nil }
    decodeLanguageVersion(fields["version"])
    let name = fields["name"].flatMap { decodeStackName($0) }
    let release = fields["release"].flatMap { decodeRelease($0) }
    let registry = fields["registry"].flatMap { decodeRegistry($0) }
    let policy = fields["policy"].flatMap { decodePolicy($0) }
    let targets = fields["targets"].map { decodeTargets($0) } ?? []
    let pool = fields["network"].flatMap { decodeNetwork($0) }
    let secrets = fields["secrets"].map { decodeSecrets($0) } ?? SecretTable()
    let drafts = fields["services"].map { decodeServices($0, targets: targets) } ?? []
    checkReferences(drafts, secrets)
    guard let name, !sink.hasErrors else { return nil }
    return StackSpec(
      file: file, name: name, release: release, registry: registry, policy: policy, targets: targets, pool: pool,
      services: drafts.map(\.spec), secrets: secrets.declared)
  }

  private mutating func decodeLanguageVersion(_ field: Field?) {
    guard let field, let version = text(field), version.value != "1" else { return }
    report(
      .languageVersion, "language version \(quoted(version.value)) is unknown", at: version.range,
      because: "this compiler knows version 1 of the stack language", write: "version: 1")
  }

  private mutating func decodeStackName(_ field: Field) -> Located<StackName>? {
    guard let value = text(field) else { return nil }
    if let name = StackName(value.value) { return Located(name, at: value.range) }
    reportName(value.value, "stack", at: value.range, key: "name: ")
    return nil
  }

  private mutating func decodeRelease(_ field: Field) -> Located<ReleaseTag>? {
    guard let value = text(field) else { return nil }
    if let tag = ReleaseTag(value.value) { return Located(tag, at: value.range) }
    if value.value == "latest" {
      report(
        .noVersion, "release 'latest' is no fixed version", at: value.range, because: "two builds would carry one name and differ",
        write: field.key.corrected)
    } else {
      report(
        .invalidName, "release \(quoted(value.value)) is not an image tag", at: value.range,
        because: "a tag is letters, digits, '_', '.' and '-', at most 128, and begins with neither '.' nor '-'",
        write: field.key.corrected)
    }
    return nil
  }

  private mutating func decodeRegistry(_ field: Field) -> Located<RegistryPrefix>? {
    guard let value = text(field) else { return nil }
    if let prefix = RegistryPrefix(value.value) { return Located(prefix, at: value.range) }
    let bare = ["https://", "http://"].first { value.value.hasPrefix($0) }.map { String(value.value.dropFirst($0.count)) }
    report(
      .invalidImage, "registry \(quoted(value.value)) can't begin an image's name", at: value.range,
      because: "it is a host, with a port where needed, and a path in lower case",
      write: bare.flatMap { RegistryPrefix($0) }.map { "registry: \($0)" } ?? field.key.corrected)
    return nil
  }

  private mutating func decodePolicy(_ field: Field) -> Located<PolicyReference>? {
    guard let value = text(field) else { return nil }
    if let reference = policyReference(value) { return Located(reference, at: value.range) }
    reportWord(value, "policy", among: ["baseline", "strict"], key: "policy: ", otherwise: "policy: baseline, or policy: strict")
    return nil
  }

  private mutating func decodeTargets(_ field: Field) -> [Located<Target>] {
    guard let items = list(field) else { return [] }
    if items.isEmpty {
      report(
        .wrongType, "targets is an empty list", at: field.node.range, because: "nothing would be generated", write: field.key.corrected)
    }
    var targets: [Located<Target>] = []
    for item in items {
      guard let value = text(item, "a target", example: field.key.corrected) else { continue }
      guard let target = Target(rawValue: value.value) else {
        reportWord(value, "target", among: Target.allCases.map(\.rawValue), key: "", otherwise: "docker")
        continue
      }
      if let first = targets.first(where: { $0.value == target }) {
        reportTwice(
          "target '\(target.rawValue)' is listed twice", at: value.range, first: first.range, because: "one is enough",
          write: "each target once")
        continue
      }
      targets.append(Located(target, at: value.range))
      if target != .docker {
        report(
          .notBuiltYet, "target '\(target.rawValue)' is not built yet in this version", at: value.range,
          because: "only docker has files to show for it", write: "targets: [docker]")
      }
    }
    return targets
  }

  private mutating func decodeNetwork(_ field: Field) -> Located<IPv4Network>? {
    fields(field.node, StackKeys.network, example: field.key.corrected)?["pool"].flatMap { decodePool($0) }
  }

  /// The block that subnets are taken from.
  mutating func decodePool(_ pool: Field) -> Located<IPv4Network>? {
    guard let value = text(pool) else { return nil }
    guard let (address, prefix) = IPv4Network.parts(value.value) else {
      report(
        .invalidAddress, "pool \(quoted(value.value)) is not an IPv4 network", at: value.range,
        because: "it is an address and the length of its network part, a.b.c.d/n", write: pool.key.corrected)
      return nil
    }
    let mask: UInt32 = prefix == 0 ? 0 : ~UInt32(0) << UInt32(32 - prefix)
    guard let network = IPv4Network(base: address, prefix: prefix) else {
      report(
        .invalidAddress, "pool \(quoted(value.value)) has host bits set", at: value.range,
        because: "the block it means begins at another address", write: "pool: \(IPv4Address(bits: address.bits & mask))/\(prefix)")
      return nil
    }
    guard (8...28).contains(prefix) else {
      report(
        .invalidAddress, "pool \(quoted(value.value)) is too \(prefix < 8 ? "large" : "small")", at: value.range,
        because: "a stack's networks take between 16 addresses (/28) and 16 million (/8)", write: pool.key.corrected)
      return nil
    }
    let first = network.base.bits >> 24
    guard first != 0, first != 127, first < 224, network.base.bits >> 16 != 0xA9FE else {
      report(
        .invalidAddress, "pool \(quoted(value.value)) is not for bridge networks", at: value.range,
        because: "loopback, link-local, multicast and reserved addresses have a meaning of their own", write: pool.key.corrected)
      return nil
    }
    return Located(network, at: value.range)
  }

  /// Any name that is outside the names' grammar, at its place.
  mutating func reportName(_ name: String, _ kind: String, at range: SourceRange, key: String = "") {
    report(
      .invalidName, name.isEmpty ? "a \(kind)'s name is empty" : "\(quoted(name)) is not a \(kind)'s name", at: range,
      because: "a name is lower-case letters, digits and single dashes, begins with a letter and has at most 31 characters",
      write: key + properName(name, else: kind))
  }

  /// The nearest name that the grammar takes.
  private func properName(_ name: String, else kind: String) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      if NameGrammar.isAlphanumeric(byte) {
        bytes.append(NameGrammar.isUpper(byte) ? byte + 32 : byte)
      } else if let last = bytes.last, last != UInt8(ascii: "-") {
        bytes.append(UInt8(ascii: "-"))
      }
      if bytes.count == 31 { break }
    }
    while let last = bytes.last, last == UInt8(ascii: "-") { bytes.removeLast() }
    if let first = bytes.first, NameGrammar.isDigit(first) { bytes = Array((Array("\(kind)-".utf8) + bytes).prefix(31)) }
    let proper = String(decoding: bytes, as: UTF8.self)
    return NameGrammar.accepts(proper) ? proper : kind == "stack" ? "shop" : "my-\(kind)"
  }
}
