import Diagnostics
import YAMLSyntax

/// What services say of each other.
extension StackDecoder {
  /// A list of services; names that are not declared and entries given twice are reported here.
  mutating func decodeReferences(_ field: Field) -> [Located<ServiceName>] {
    guard let items = list(field) else { return [] }
    var references: [Located<ServiceName>] = []
    var seen: [ServiceName: SourceRange] = [:]
    for item in items {
      guard let value = text(item, "an entry of \(field.name)", example: field.key.corrected), let reference = resolveService(value) else {
        continue
      }
      if let first = seen[reference.value] {
        reportTwice(
          "service '\(reference.value)' is listed twice", at: reference.range, first: first, because: "one is enough",
          write: "each service once")
        continue
      }
      seen[reference.value] = reference.range
      references.append(reference)
    }
    return references
  }

  mutating func resolveService(_ value: Located<String>) -> Located<ServiceName>? {
    guard serviceNames.contains(value.value) else {
      reportUnknownReference(value, "service", among: serviceNames, write: "a service of this stack")
      return nil
    }
    // One that is declared under an invalid name was reported there.
    return ServiceName(value.value).map { Located($0, at: value.range) }
  }

  /// Checks that need all services.
  mutating func checkReferences(_ drafts: [ServiceDraft], _ secrets: SecretTable) {
    var indices: [String: Int] = [:]
    indices.reserveCapacity(drafts.count)
    for (index, draft) in drafts.enumerated() { indices[draft.key.value] = index }
    checkLinks(drafts, indices)
    checkPublishing(drafts)
    checkStartOrder(drafts, indices)
    // After an error a use may lie in what could not be read.
    for key in secrets.keys where !sink.hasErrors && !usedSecrets.contains(key.value) {
      report(
        .unused, as: .warning, "no service uses the secret \(quoted(key.value))", at: key.range,
        because: "a secret that nobody needs can only leak", write: "secrets: [\(key.value)] in a service, or nothing")
    }
  }

  /// Tiers, self-references and ports of everything that is connected to.
  private mutating func checkLinks(_ drafts: [ServiceDraft], _ indices: [String: Int]) {
    var withoutPort: Set<Int> = []
    for draft in drafts {
      // A network needs no port; nginx, which is told where to send requests, does.
      var links = draft.spec.connects.map { (link: $0, needsPort: false) }
      for route in draft.spec.routes {
        if case .proxy(let to, _, _) = route.destination { links.append((link: to, needsPort: true)) }
      }
      for (link, needsPort) in links {
        guard !reportSelf(link, draft, "connects to", "a service reaches itself without a network"),
          let index = indices[link.value.description]
        else { continue }
        let target = drafts[index]
        checkTiers(link, from: draft, to: target)
        if needsPort, listensNowhere(target), withoutPort.insert(index).inserted {
          report(
            .missingKey, "'\(target.key.value)' needs the key 'port'", at: target.firstKey,
            because: "an image alone does not say what it listens on", related: [.init(link.range, "requests are sent to it here")],
            write: "port: 8080")
        }
      }
      for before in draft.spec.dependsOn { _ = reportSelf(before, draft, "depends on", "it would wait for itself") }
    }
    for (index, draft) in drafts.enumerated() where listensNowhere(draft) && !withoutPort.contains(index) {
      guard let wants = portUse(draft) else { continue }
      report(
        .missingKey, "'\(draft.key.value)' needs the key 'port'", at: draft.firstKey,
        because: "an image alone does not say what it listens on",
        related: [.init(wants, "it is needed here")], write: "port: 8080")
    }
  }

  /// `image` alone, no `port`: only a runtime of the catalog has a default.
  private func listensNowhere(_ draft: ServiceDraft) -> Bool { draft.isImageAlone && !draft.declaresPort }

  /// What in the service itself needs its port.
  private func portUse(_ draft: ServiceDraft) -> SourceRange? {
    if let range = draft.hasPublish { return range }
    switch draft.spec.health?.probe {
    case .http(let path): return path.range
    case .tcp(let port) where port.value == nil: return port.range
    default: return nil
    }
  }

  private mutating func reportSelf(_ link: Located<ServiceName>, _ draft: ServiceDraft, _ verb: String, _ reason: String) -> Bool {
    guard link.value.description == draft.key.value else { return false }
    report(.selfReference, "\(draft.key.value) \(verb) itself", at: link.range, because: reason, write: "another service, or no entry")
    return true
  }

  private mutating func checkTiers(_ link: Located<ServiceName>, from: ServiceDraft, to: ServiceDraft) {
    guard let outer = from.tier, let inner = to.tier else { return }
    let step = inner.value.depth - outer.value.depth
    guard step != 0 && step != 1 else { return }
    let declared = Diagnostic.Related(inner.range, "declared in tier \(inner.value.rawValue) here")
    let ends = "\(from.key.value) (\(outer.value.rawValue)) connects to \(to.key.value) (\(inner.value.rawValue))"
    if step > 1 {
      report(
        .tierSkipped, "\(ends) across the api tier", at: link.range, because: "a breach of the front door would reach the data",
        related: [declared], write: "connects: [api], and let a service of tier api connect to \(to.key.value)")
    } else {
      report(
        .tierSkipped, "\(ends): a service may connect within its tier or to the next one inward", at: link.range,
        because: "a breach further in would reach back out", related: [declared],
        write: "connects: [\(from.key.value)] in \(to.key.value), if it is the one that calls")
    }
  }
}
