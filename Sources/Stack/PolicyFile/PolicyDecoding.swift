import Diagnostics
import YAMLSyntax

/// Reads a policy file's tree as the language says. Reports every error it can; nil where any was an error.
public func decodePolicy(_ document: YAMLNode, file: SourceFile, into sink: inout DiagnosticSink) -> PolicySpec? {
  let errorsBefore = sink.errorCount
  var decoder = StackDecoder(file: file, vocabulary: .standard, sink: sink)
  let spec = decoder.decodePolicyRoot(document)
  sink = decoder.sink
  return sink.errorCount == errorsBefore ? spec : nil
}

extension StackDecoder {
  fileprivate mutating func decodePolicyRoot(_ document: YAMLNode) -> PolicySpec? {
    guard let fields = fields(document, PolicyKeys.root, example: "version: 1") else { return nil }
    if let field = fields["version"], let version = text(field), version.value != "1" {
      report(
        .languageVersion, "policy version \(quoted(version.value)) is unknown", at: version.range,
        because: "this compiler knows version 1 of the policy language", write: "version: 1")
    }
    var name: Located<String>?
    if let field = fields["name"], let value = text(field) {
      if NameGrammar.accepts(value.value), value.value != "baseline", value.value != "strict" {
        name = value
      } else if NameGrammar.accepts(value.value) {
        report(
          .invalidName, "'\(value.value)' is the name of a built-in policy", at: value.range,
          because: "nobody could tell which of the two decided", write: "name: acme-\(value.value)")
      } else {
        reportName(value.value, "policy", at: value.range, key: "name: ")
      }
    }
    var extends = Located(PolicyReference.baseline, at: name?.range ?? document.range)
    if let field = fields["extends"], let value = text(field) {
      if let reference = policyReference(value) {
        extends = Located(reference, at: value.range)
      } else {
        reportWord(value, "policy", among: ["baseline", "strict"], key: "extends: ", example: "strict")
      }
    }
    var knobs: [Located<PolicyKnob>] = []
    for (key, table, decode) in Self.groups {
      guard let field = fields[key], let group = self.fields(field.node, table, example: field.key.corrected) else { continue }
      for part in group.found {
        if let knob = decode(&self, part) { knobs.append(Located(knob, at: part.node.range)) }
      }
    }
    checkPolicyTLS(fields["tls"])
    let headers = fields["headers"].map { decodeHeaders($0) } ?? []
    let rules = fields["rules"].map { decodeRules($0) } ?? []
    let waivers = fields["waivers"].map { decodeWaivers($0) } ?? []
    guard let name else { return nil }
    return PolicySpec(file: file, name: name, extends: extends, knobs: knobs, headers: headers, rules: rules, waivers: waivers)
  }

  private typealias GroupDecoder = (inout StackDecoder, Field) -> PolicyKnob?

  private static var groups: [(String, KeyTable, GroupDecoder)] {
    [
      ("images", PolicyKeys.images, { $0.decodeImagesKnob($1) }), ("network", PolicyKeys.network, { $0.decodeNetworkKnob($1) }),
      ("runtime", PolicyKeys.runtime, { $0.decodeRuntimeKnob($1) }), ("resources", PolicyKeys.resources, { $0.decodeResourcesKnob($1) }),
      ("scan", PolicyKeys.scan, { $0.decodeScanKnob($1) }),
    ]
  }

  private mutating func decodeImagesKnob(_ field: Field) -> PolicyKnob? {
    switch field.name {
    case "registries":
      guard let items = words(field) else { return nil }
      var registries: [String] = []
      for item in items {
        let proper = item.value.hasSuffix("/") ? String(item.value.dropLast()) : item.value
        guard RegistryPrefix(proper) != nil else {
          report(
            .invalidImage, "\(quoted(item.value)) is no registry", at: item.range,
            because: "it is a host, and a namespace where only that is allowed", write: "docker.io/library")
          continue
        }
        registries.append(proper)
      }
      return .registries(registries)
    case "require_digest": return decodeBoolean(field).map { .requireDigest($0.value) }
    case "patch_packages": return decodeBoolean(field).map { .patchPackages($0.value) }
    default: return nil
    }
  }

  private mutating func decodeNetworkKnob(_ field: Field) -> PolicyKnob? {
    switch field.name {
    case "isolation": return word(field, PolicyIsolation.self).map { .isolation($0) }
    case "pool": return decodePool(field).map { .pool($0.value) }
    case "publish":
      guard let items = words(field) else { return nil }
      var allowed: [PolicyPublish] = []
      for item in items {
        switch item.value {
        case "loopback": allowed.append(.loopback)
        case "any", "0.0.0.0": allowed.append(.any)
        case let text:
          guard let address = IPv4Address(text) else {
            report(
              .invalidAddress, "\(quoted(text)) is no place to publish", at: item.range,
              because: "it is loopback, any, or an IPv4 address of the host", write: "publish: [loopback]")
            continue
          }
          allowed.append(.address(address))
        }
      }
      return .publish(allowed)
    case "egress":
      guard let value = text(field) else { return nil }
      guard ["deny", "declared"].contains(value.value) else {
        reportWord(value, "egress", among: ["deny", "declared"], key: "egress: ", example: "deny")
        return nil
      }
      return .egress(value.value == "declared")
    default: return nil
    }
  }

  private mutating func decodeRuntimeKnob(_ field: Field) -> PolicyKnob? {
    switch field.name {
    case "min_uid": return decodeNumber(field, 1...65533).map { .minUID($0.value) }
    case "read_only": return decodeBoolean(field).map { .readOnly($0.value) }
    case "capabilities": return .capabilities(decodeCapabilities(field).map(\.value))
    case "apparmor": return word(field, PolicyAppArmor.self).map { .appArmor($0) }
    case "seccomp": return word(field, PolicySeccomp.self).map { .seccomp($0) }
    case "userns": return decodeBoolean(field).map { .userNamespaces($0.value) }
    default: return nil
    }
  }

  private mutating func decodeResourcesKnob(_ field: Field) -> PolicyKnob? {
    switch field.name {
    case "memory": return decodeMemory(field).map { .memory($0.value) }
    case "max_memory": return decodeMemory(field).map { .maxMemory($0.value) }
    case "cpus": return decodeCPUs(field).map { .cpus($0.value) }
    case "pids": return decodeNumber(field, 1...4_194_304).map { .pids($0.value) }
    default: return nil
    }
  }

  private mutating func decodeScanKnob(_ field: Field) -> PolicyKnob? {
    switch field.name {
    case "tool":
      guard let value = text(field) else { return nil }
      let tools = ["trivy", "grype", "scout", "clair"]
      guard tools.contains(value.value) else {
        reportWord(value, "scanner", among: tools, key: "tool: ", example: "trivy")
        return nil
      }
      return .scanTool(value.value)
    case "fail_on":
      guard let items = words(field) else { return nil }
      let known = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
      for item in items where !known.contains(item.value) { reportWord(item, "severity", among: known, key: "", example: "HIGH") }
      guard !items.isEmpty else {
        report(
          .wrongType, "fail_on is an empty list", at: field.node.range, because: "a gate that nothing fails is no gate",
          write: field.key.corrected)
        return nil
      }
      return .scanFailOn(items.map(\.value))
    default: return nil
    }
  }

  /// TLS is not built: its defaults may be written down, nothing else.
  private mutating func checkPolicyTLS(_ field: Field?) {
    guard let field, let fields = fields(field.node, PolicyKeys.tls, example: field.key.corrected) else { return }
    if let part = fields["required"], let value = decodeBoolean(part), value.value {
      report(
        .notBuiltYet, "tls.required is not built yet in this version", at: value.range,
        because: "a rule that is not applied must not look as if it were", write: "required: false")
    }
    guard let part = fields["profile"], let value = text(part) else { return }
    switch value.value {
    case "intermediate": break
    case "modern":
      report(
        .notBuiltYet, "tls.profile is not built yet in this version", at: value.range,
        because: "a rule that is not applied must not look as if it were", write: "profile: intermediate")
    default: reportWord(value, "profile", among: ["intermediate", "modern"], key: "profile: ", example: "intermediate")
    }
  }

  private mutating func decodeRules(_ field: Field) -> [RuleSeveritySpec] {
    guard let entries = mapping(field.node, "rules", example: field.key.corrected) else { return [] }
    var rules: [RuleSeveritySpec] = []
    for entry in entries where !isExtension(entry.key.value) {
      guard let value = text(entry.value, "a rule's severity", example: field.key.corrected) else { continue }
      let severities: [(String, Severity)] = [("error", .error), ("warning", .warning), ("note", .note)]
      guard let severity = severities.first(where: { $0.0 == value.value })?.1 else {
        reportWord(value, "severity", among: severities.map(\.0), key: "\(entry.key.value): ", example: "warning")
        continue
      }
      rules.append(RuleSeveritySpec(rule: entry.key, severity: Located(severity, at: value.range)))
    }
    return rules
  }

  private mutating func decodeWaivers(_ field: Field) -> [WaiverSpec] {
    guard let items = list(field) else { return [] }
    return items.compactMap { item in
      guard let fields = fields(item, PolicyKeys.waiver, example: field.key.example) else { return nil }
      let rule = fields["rule"].flatMap { text($0) }
      let service = fields["service"].flatMap { text($0) }
      if let service, !NameGrammar.accepts(service.value) { reportName(service.value, "service", at: service.range) }
      let reason = fields["reason"].flatMap { statement($0) }
      let owner = fields["owner"].flatMap { statement($0) }
      var expires: Located<PolicyDay>?
      if let field = fields["expires"], let value = text(field) {
        if let day = PolicyDay(value.value) {
          expires = Located(day, at: value.range)
        } else {
          report(
            .invalidNumber, "expires \(quoted(value.value)) is not a day", at: value.range,
            because: "it is year, month and day of the calendar", write: field.key.corrected)
        }
      }
      guard let rule, let reason, let owner, let expires else { return nil }
      return WaiverSpec(rule: rule, service: service, reason: reason, owner: owner, expires: expires, range: item.range)
    }
  }

  /// Text that must say something.
  private mutating func statement(_ field: Field) -> String? {
    guard let value = text(field) else { return nil }
    guard value.value.utf8.contains(where: { $0 > 0x20 }) else {
      report(
        .missingKey, "the waiver's \(field.name) is empty", at: value.range,
        because: "an exception that nobody explains or owns stays for ever",
        write: field.key.corrected)
      return nil
    }
    return value.value
  }

  private mutating func words(_ field: Field) -> [Located<String>]? {
    guard let items = list(field) else { return nil }
    return items.compactMap { text($0, "an entry of \(field.name)", example: field.key.corrected) }
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(_ field: Field, _: Word.Type) -> Word? where Word.RawValue == String {
    guard let value = text(field) else { return nil }
    if let word = Word(rawValue: value.value) { return word }
    reportWord(value, field.name, among: Word.allCases.map(\.rawValue), key: "\(field.name): ", example: field.key.example)
    return nil
  }
}

extension StackDecoder {
  /// `baseline`, `strict`, or a path: anything with a slash or a YAML file's ending.
  func policyReference(_ value: Located<String>) -> PolicyReference? {
    switch value.value {
    case "baseline": .baseline
    case "strict": .strict
    case let path where path.contains("/") || path.hasSuffix(".yaml") || path.hasSuffix(".yml"): .file(path)
    default: nil
    }
  }
}
