import Catalog
import Diagnostics
import Stack
import YAMLSyntax

/// A stack file without one of its services; nothing is on disk yet.
public struct Withdrawal: Sendable {
  public var file: SourceFile
  /// What was taken out beside the service, for the reader.
  public var changes: [String] = []
  /// Files of secrets that nothing uses any more. They are never deleted: a volume may still open by them.
  public var secretFiles: [String] = []
}

/// Takes a service out of the text of a valid stack, with every way that led to it: what `addService` puts in, and nothing else.
/// Steps go in the reverse order of an addition's, so that the text it began with comes back byte for byte.
public func removeService(_ name: ServiceName, from file: SourceFile, _ spec: StackSpec) throws(EditRefusal) -> Withdrawal {
  var sink = DiagnosticSink()
  guard var text = StackText(file, into: &sink) else { preconditionFailure("a text that was decoded can be parsed") }
  guard let service = spec.services.first(where: { $0.name.value == name }) else { throw unknown(name, spec) }
  guard spec.services.count > 1 else {
    throw EditRefusal(
      diagnostic: Diagnostic(
        .missingKey, "\(name) is the stack's only service", at: service.name.range, reason: "a stack needs at least one",
        write: "delete the folder instead"))
  }
  var withdrawal = Withdrawal(file: file)
  let own = passwordSecret(of: service).flatMap { secret in
    spec.services.contains { $0.name.value != name && passwordSecret(of: $0) == secret } ? nil : secret
  }
  for client in spec.services.reversed() where client.name.value != name {
    withdrawal.changes += try close(client, to: name, password: own, &text)
  }
  for secret in try unusedSecrets(without: service, spec, text).reversed() {
    try text.remove(secret.name.value.description, from: ["secrets"])
    switch secret.file.value {
    case .relative(let path): withdrawal.secretFiles.append(path.description)
    case .absolute(let path): withdrawal.secretFiles.append(path)
    }
  }
  try text.remove(name.description, from: ["services"])
  withdrawal.file = text.file
  return withdrawal
}

private func close(
  _ client: ServiceSpec, to name: ServiceName, password: SecretName?, _ text: inout StackText
) throws(EditRefusal) -> [String] {
  let path = ["services", client.name.value.description]
  var changes: [String] = []
  let connected = client.connects.contains { $0.value == name }
  if connected, let password {
    for use in client.secrets where use.secret.value == password {
      guard let variable = use.variable?.value.description else {
        try text.removeItem(password.description, from: path + ["secrets"])
        continue
      }
      if variable == clientVariable(of: name) { try text.remove(variable, from: path + ["secrets"]) }
    }
  }
  if connected {
    try text.removeItem(name.description, from: path + ["connects"])
    changes.append("\(client.name.value) no longer connects to \(name)")
  }
  if client.dependsOn.contains(where: { $0.value == name }) { try text.removeItem(name.description, from: path + ["depends_on"]) }
  for route in client.routes {
    guard case .proxy(let to, _, _) = route.destination, to.value == name else { continue }
    try text.remove(route.prefix.value.description, from: path + ["routes"])
    changes.append("\(client.name.value) has no route \(route.prefix.value) any more")
  }
  return changes
}

/// Secrets that the service used and, as the text stands now, nobody else does.
private func unusedSecrets(without service: ServiceSpec, _ spec: StackSpec, _ text: StackText) throws(EditRefusal) -> [SecretSpec] {
  var used: Set<String> = []
  for key in text.keys(["services"]) where key != service.name.value.description {
    switch text.node(["services", key, "secrets"])?.content {
    case .sequence: used.formUnion(text.items(["services", key, "secrets"]))
    case .mapping(let entries):
      for entry in entries { if case .scalar(let secret, _) = entry.value.content { used.insert(secret) } }
    case .scalar, nil: break
    }
    for part in ["certificate", "key"] { if let secret = text.text(["services", key, "tls", part]) { used.insert(secret) } }
  }
  let own = Set(service.secrets.map(\.secret.value))
  return spec.secrets.filter { own.contains($0.name.value) && !used.contains($0.name.value.description) }
}

private func unknown(_ name: ServiceName, _ spec: StackSpec) -> EditRefusal {
  let names = spec.services.map(\.name.value.description)
  return EditRefusal(
    diagnostic: Diagnostic(
      .unknownReference, "no service is called '\(name)'", at: nil, path: spec.file.path,
      reason: "the stack has \(names.joined(separator: ", "))", write: nearestName(to: name.description, among: names)))
}
