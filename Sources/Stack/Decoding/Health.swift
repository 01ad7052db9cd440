import Diagnostics
import YAMLSyntax

/// Health checks and limits.
extension StackDecoder {
  mutating func decodeHealth(_ field: Field) -> HealthSpec? {
    guard let fields = fields(field.node, ServiceKeys.health, example: field.key.corrected) else { return nil }
    var health = HealthSpec(range: field.node.range)
    var chosen: Field?
    for part in fields.found {
      switch part.name {
      case "http", "tcp", "command":
        if let chosen {
          report(
            .conflictingKey, "'\(part.name)' has no effect beside '\(chosen.name)'", at: part.entry.key.range,
            because: "a service has one health check", related: [.init(chosen.entry.key.range, "chosen here")], write: "one of the two")
        }
        let probe = decodeProbe(part)
        if chosen == nil {
          health.probe = probe
          chosen = part
        }
      case "interval": health.interval = decodeDuration(part, from: 1)
      case "timeout": health.timeout = decodeDuration(part, from: 1)
      case "start_period": health.startPeriod = decodeDuration(part, from: 0)
      case "retries": health.retries = decodeNumber(part, 1...100)
      default: break
      }
    }
    return health
  }

  private mutating func decodeProbe(_ field: Field) -> HealthSpec.Probe? {
    switch field.name {
    case "http":
      guard let value = text(field) else { return nil }
      guard isURLPath(value.value) else {
        report(
          .invalidPath, "http \(quoted(value.value)) is not a URL's path", at: value.range,
          because: "it begins with '/' and holds what RFC 3986 allows in a path and query, without quotes, at most 1000 bytes",
          write: field.key.corrected)
        return nil
      }
      return .http(value)
    case "tcp":
      if case .scalar("true", _) = field.node.content { return .tcp(Located(nil, at: field.node.range)) }
      guard case .scalar(let text, _) = field.node.content, text.isEmpty || wholeNumber(text) != nil else {
        reportType(field.node, "tcp", wanted: "true or a port", example: field.key.corrected)
        return nil
      }
      return decodePort(field).map { port in .tcp(port.map { $0 }) }
    default: return decodeCommand(field).map { .command($0) }
    }
  }

  /// Path and query of RFC 3986 3.3 and 3.4, without `'` and `$`, which mean something in too many of the places it is handed through.
  private func isURLPath(_ text: String) -> Bool {
    let others: [UInt8] = Array("-._~%!&()*+,;=:@/?".utf8)
    return text.utf8.first == UInt8(ascii: "/") && text.utf8.count <= 1000
      && text.utf8.allSatisfy { NameGrammar.isAlphanumeric($0) || others.contains($0) }
  }

  /// A time of at most a day, in milliseconds from `least`.
  private mutating func decodeDuration(_ field: Field, from least: Int) -> Located<Duration>? {
    guard let value = text(field) else { return nil }
    guard let duration = Duration(value.value) else {
      let bare = wholeNumber(value.value).flatMap { (1...86400).contains($0) ? "\($0)s" : nil }
      report(
        .invalidDuration, "\(field.name) \(quoted(value.value)) is not a duration", at: value.range,
        because: "it is numbers with the units h, m, s and ms, large to small", write: "\(field.name): \(bare ?? field.key.example)")
      return nil
    }
    guard (least...86_400_000).contains(duration.milliseconds) else {
      report(
        .invalidDuration, "\(field.name) \(quoted(value.value)) is out of range", at: value.range,
        because: duration.milliseconds < least ? "a probe that may take no time always fails" : "it is at most 24h",
        write: field.key.corrected)
      return nil
    }
    return Located(duration, at: value.range)
  }

  mutating func decodeResources(_ field: Field) -> ResourcesSpec {
    var resources = ResourcesSpec()
    guard let fields = fields(field.node, ServiceKeys.resources, example: field.key.corrected) else { return resources }
    for part in fields.found {
      switch part.name {
      case "memory": resources.memory = decodeMemory(part)
      case "cpus": resources.cpus = decodeCPUs(part)
      case "pids": resources.pids = decodeNumber(part, 1...4_194_304)
      default: break
      }
    }
    return resources
  }

  /// At least 6 MiB, Docker's floor (daemon/daemon_unix.go, linuxMinMemory); at most 16 TiB.
  mutating func decodeMemory(_ field: Field) -> Located<ByteSize>? {
    guard let value = text(field) else { return nil }
    guard let size = ByteSize(value.value) else {
      report(
        .invalidSize, "memory \(quoted(value.value)) is not a size", at: value.range,
        because: "it is bytes, or a number with Ki, Mi or Gi (or Docker's k, m, g)", write: field.key.corrected)
      return nil
    }
    guard ((6 << 20)...(16 << 40)).contains(size.bytes) else {
      report(
        .invalidSize, "memory \(quoted(value.value)) is out of range", at: value.range,
        because: size.bytes < 6 << 20 ? "the engine starts nothing with less than 6Mi" : "no host has more than 16384Gi",
        write: field.key.corrected)
      return nil
    }
    return Located(size, at: value.range)
  }

  /// A hundredth is the least the kernel schedules (1 ms of 100 ms, sched_cfs_quota_us).
  mutating func decodeCPUs(_ field: Field) -> Located<CPUShare>? {
    guard let value = text(field) else { return nil }
    if let share = CPUShare(value.value), (10...1_024_000).contains(share.milli) { return Located(share, at: value.range) }
    let milli = value.value.utf8.last == UInt8(ascii: "m") ? wholeNumber(String(value.value.dropLast())) : nil
    let proper = milli.flatMap { (10...1_024_000).contains($0) ? CPUShare(milli: $0).description : nil }
    report(
      .invalidNumber, "cpus \(quoted(value.value)) is not a number from 0.01 to 1024", at: value.range,
      because: "it is processors, with at most three decimals", write: "cpus: \(proper ?? "0.5")")
    return nil
  }
}
