import Catalog
import Diagnostics
import Stack

/// A built-in policy, by its name.
public func builtInPolicy(_ reference: PolicyReference) -> PolicySettings? {
  switch reference {
  case .baseline: BuiltInPolicy.baseline
  case .strict: BuiltInPolicy.strict
  case .file: nil
  }
}

/// Lays policy files over the built-in policy they extend: `chain` begins with the file next to it and ends with the one a stack names.
public func resolvePolicy(_ chain: [PolicySpec], over base: PolicySettings, into sink: inout DiagnosticSink) -> PolicySettings? {
  let errorsBefore = sink.errorCount
  var settings = base
  for spec in chain {
    settings.name = spec.name.value
    for knob in spec.knobs {
      settings.apply(knob.value)
      settings.places[knob.value.path] = PolicyPlace(policy: spec.name.value, range: knob.range)
    }
    for header in spec.headers { settings.apply(header, from: spec.name.value) }
    for rule in spec.rules where checkRule(rule.rule, verb: "changed", into: &sink) {
      settings.ruleSeverities[rule.rule.value] = rule.severity.value
      settings.places["rules.\(rule.rule.value)"] = PolicyPlace(policy: spec.name.value, range: rule.severity.range)
    }
    for waiver in spec.waivers where checkRule(waiver.rule, verb: "waived", into: &sink) {
      settings.waivers.append(Waiver(waiver))
    }
    settings.files.insert(spec.file, at: 0)
    settings.chain.insert(spec.name.value, at: 0)
  }
  if let most = settings.maxMemory, most < settings.memory, let place = settings.places["resources.max_memory"] {
    sink.report(
      Diagnostic(
        SyntaxCode.clash, "max_memory \(most) is less than memory \(settings.memory)", at: place.range,
        reason: "no service that takes the default could be built",
        related: settings.places["resources.memory"].map { [Diagnostic.Related($0.range, "the default")] } ?? [],
        write: "max_memory: \(settings.memory), or more"))
  }
  return sink.errorCount == errorsBefore ? settings : nil
}

/// Only what a rule of the policy decides can be changed or waived: the rest holds by construction or the language refuses it.
private func checkRule(_ id: Located<String>, verb: String, into sink: inout DiagnosticSink) -> Bool {
  guard let rule = Rules.rule(id.value) else {
    let nearest = nearestName(to: id.value, among: Rules.all.map(\.id.description))
    sink.report(
      Diagnostic(
        SyntaxCode.unknownWord, "there is no rule '\(id.value.prefix(40))'", at: id.range, reason: "securegen explain lists them all",
        write: nearest ?? "SG-102"))
    return false
  }
  guard rule.keeper == .policy else {
    sink.report(
      Diagnostic(
        SyntaxCode.conflictingKey, "\(id.value) can't be \(verb)", at: id.range,
        reason: rule.keeper == .output ? "every output satisfies it by construction" : "the stack language itself refuses what breaks it",
        write: "no entry for \(id.value)"))
    return false
  }
  return true
}

extension Waiver {
  fileprivate init(_ spec: WaiverSpec) {
    self.init(
      rule: spec.rule.value, service: spec.service?.value, reason: spec.reason, owner: spec.owner,
      expires: CalendarDate(spec.expires.value.year, spec.expires.value.month, spec.expires.value.day), expiresRange: spec.expires.range,
      range: spec.range)
  }
}

extension PolicySettings {
  fileprivate mutating func apply(_ knob: PolicyKnob) {
    switch knob {
    case .registries(let value): registries = value
    case .requireDigest(let value): requireDigest = value
    case .patchPackages(let value): patchPackages = value
    case .isolation(let value): isolation = value == .tier ? .tier : .link
    case .pool(let value): pool = value
    case .publish(let value): publish = value.contains(.any) ? nil : value
    case .egress(let value): allowsEgress = value
    case .minUID(let value): minUID = UInt32(value)
    case .readOnly(let value): readOnly = value
    case .capabilities(let value): capabilities = value
    case .appArmor(let value): appArmor = value
    case .seccomp(let value): seccomp = value
    case .userNamespaces(let value): userNamespaces = value
    case .memory(let value): memory = value
    case .cpus(let value): cpus = value
    case .pids(let value): pids = value
    case .maxMemory(let value): maxMemory = value
    case .scanTool(let value): if let tool = ScanTool(rawValue: value) { scanTool = tool }
    case .scanFailOn(let value): scanFailOn = ScanSeverity.allCases.filter { value.contains($0.rawValue) }
    }
  }

  /// Adds or changes a header, or drops an inherited one.
  fileprivate mutating func apply(_ header: HeaderSpec, from policy: String) {
    let name = header.name.value
    places["headers.\(name.key)"] = PolicyPlace(policy: policy, range: header.range)
    let index = headers.firstIndex { $0.name == name }
    guard let value = header.value?.value else {
      if let index { headers.remove(at: index) }
      return
    }
    if let index { headers[index] = (name: name, value: value) } else { headers.append((name: name, value: value)) }
  }

  /// Every knob and header with its value; `places` says who decided it.
  public var knobs: [(path: String, value: String)] {
    func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }
    let values: [(String, String)] = [
      ("images.registries", registries.map(list) ?? "any"), ("images.require_digest", "\(requireDigest)"),
      ("images.patch_packages", "\(patchPackages)"), ("network.isolation", isolation.rawValue), ("network.pool", pool.description),
      ("network.publish", publish.map { list($0.map(\.description)) } ?? "as declared"),
      ("network.egress", allowsEgress ? "declared" : "deny"),
      ("runtime.min_uid", "\(minUID)"), ("runtime.read_only", "\(readOnly)"),
      ("runtime.capabilities", list(capabilities.map(\.description))),
      ("runtime.apparmor", appArmor.rawValue), ("runtime.seccomp", seccomp.rawValue), ("runtime.userns", "\(userNamespaces)"),
      ("resources.memory", memory.description), ("resources.cpus", cpus.description), ("resources.pids", "\(pids)"),
      ("resources.max_memory", maxMemory?.description ?? "none"), ("scan.tool", scanTool.rawValue),
      ("scan.fail_on", list(scanFailOn.map(\.rawValue))),
    ]
    let severities = ruleSeverities.sorted { $0.key < $1.key }.map { ("rules.\($0.key)", "\($0.value)") }
    let all = values + headers.map { ("headers.\($0.name.key)", $0.value.description) } + severities
    return all.map { (path: $0.0, value: $0.1) }
  }
}
