import Stack

/// A decoded stack as plain lines, for golden files: every value as it was read, in file order.
func description(of spec: StackSpec) -> String {
  var lines = ["stack \(spec.name.value)"]
  func add(_ depth: Int, _ key: String, _ value: (some CustomStringConvertible)?) {
    if let value { lines.append(String(repeating: "  ", count: depth) + key + " " + value.description) }
  }
  add(1, "release", spec.release?.value)
  add(1, "registry", spec.registry?.value)
  add(1, "policy", (spec.policy?.value).map { String(describing: $0) })
  for target in spec.targets { add(1, "target", target.value.rawValue) }
  add(1, "pool", spec.pool?.value)
  for service in spec.services {
    lines.append("service \(service.name.value)")
    add(1, "tier", service.tier.value.rawValue)
    add(1, "runtime", service.runtime?.value)
    add(1, "image", service.image?.value)
    add(1, "version", service.version?.value)
    add(1, "source", service.source?.value)
    add(1, "build", service.build.map { "\($0.run.value.debugDescription) output \($0.output.value)" })
    add(1, "command", (service.command?.value).map { "\($0)" })
    add(1, "port", service.port?.value)
    for link in service.connects { add(1, "connects", link.value) }
    for link in service.dependsOn { add(1, "depends_on", link.value) }
    add(1, "egress", service.egress?.value)
    for variable in service.env { add(1, "env", "\(variable.name.value)=\(variable.value.value.debugDescription)") }
    for use in service.secrets { add(1, "secret", use.secret.value.description + (use.variable.map { " as \($0.value)" } ?? "")) }
    add(1, "health", service.health.map(description(of:)))
    add(1, "memory", service.resources.memory?.value)
    add(1, "cpus", service.resources.cpus?.value)
    add(1, "pids", service.resources.pids?.value)
    add(1, "replicas", service.replicas?.value)
    for volume in service.volumes { add(1, "volume", "\(volume.name.value) at \(volume.path.value)") }
    for path in service.tmpfs { add(1, "tmpfs", path.value) }
    add(1, "user", service.user?.value)
    for capability in service.capabilities { add(1, "capability", capability.value) }
    for label in service.labels { add(1, "label", "\(label.key.value)=\(label.value.value.debugDescription)") }
    for address in service.publish { add(1, "publish", address.value) }
    for name in service.serverNames { add(1, "server_name", name.value) }
    for route in service.routes { add(1, "route", "\(route.prefix.value) \(description(of: route.destination))") }
    for header in service.headers {
      add(1, "header", "\(header.name.value) \(header.value.map { $0.value.description.debugDescription } ?? "dropped")")
    }
  }
  for secret in spec.secrets {
    switch secret.file.value {
    case .relative(let path): lines.append("secret \(secret.name.value) relative \(path)")
    case .absolute(let path): lines.append("secret \(secret.name.value) absolute \(path)")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

private func description(of health: HealthSpec) -> String {
  var parts: [String] = []
  switch health.probe {
  case .http(let path): parts.append("http \(path.value)")
  case .tcp(let port): parts.append("tcp \(port.value.map(\.description) ?? "own")")
  case .command(let words): parts.append("command \(words.value)")
  case nil: parts.append("runtime's own")
  }
  if let interval = health.interval { parts.append("interval \(interval.value)") }
  if let timeout = health.timeout { parts.append("timeout \(timeout.value)") }
  if let retries = health.retries { parts.append("retries \(retries.value)") }
  if let start = health.startPeriod { parts.append("start_period \(start.value)") }
  return parts.joined(separator: " ")
}

private func description(of destination: RouteSpec.Destination) -> String {
  switch destination {
  case .files(let path): "files \(path.value)"
  case .proxy(let to, let strip, let rate):
    "to \(to.value)" + (strip.map { " strip \($0.value)" } ?? "") + (rate.map { " rate \($0.value)" } ?? "")
  }
}
