import Stack

/// The differences of one service.
struct ServiceComparison {
  private let name: String
  private let old: ServiceFacts
  private let new: ServiceFacts
  private var found: [SecurityChange] = []

  init(_ name: String, _ old: ServiceFacts, _ new: ServiceFacts) {
    self.name = name
    self.old = old
    self.new = new
  }

  func changes() -> [SecurityChange] {
    guard old != new else { return [] }
    var comparison = self
    comparison.compareImage()
    comparison.compareIdentity()
    comparison.compareLimits()
    comparison.compareWritable()
    comparison.compareExposure()
    comparison.compareFilters()
    comparison.found += headerChanges(name, old.headers, new.headers)
    comparison.compareRoutes()
    return comparison.found
  }

  /// What a service adds to the whole by being there, or takes from it by going: ways in and out, powers, secrets.
  static func exposure(_ name: String, _ facts: ServiceFacts, appearing: Bool) -> [SecurityChange] {
    var nothing = facts
    nothing.published = []
    nothing.hasEgress = false
    nothing.capabilities = []
    nothing.secrets = []
    nothing.proxied = [:]
    return appearing ? ServiceComparison(name, nothing, facts).changes() : ServiceComparison(name, facts, nothing).changes()
  }

  private mutating func add(_ effect: SecurityChange.Effect, _ text: String) { found.append(SecurityChange(name, effect, text)) }

  private mutating func compareImage() {
    if old.runtime != new.runtime { add(.neutral, "runtime \(old.runtime) → \(new.runtime)") }
    if old.base != new.base {
      let effect: SecurityChange.Effect =
        old.isPinnedByDigest == new.isPinnedByDigest ? .neutral : new.isPinnedByDigest ? .stronger : .weaker
      add(effect, "base image \(old.base) → \(new.base)")
    }
    if old.isPatched != new.isPatched {
      add(new.isPatched ? .stronger : .weaker, "packages \(new.isPatched ? "are" : "no longer") patched")
    }
  }

  private mutating func compareIdentity() {
    if (old.uid, old.gid) != (new.uid, new.gid) {
      // Ids from 10,000 don't clash with a host's accounts (CKV_K8S_40, SG-101 under strict).
      let (before, after) = (min(old.uid, old.gid) >= 10_000, min(new.uid, new.gid) >= 10_000)
      add(before == after ? .neutral : after ? .stronger : .weaker, "user \(old.uid):\(old.gid) → \(new.uid):\(new.gid)")
    }
    for capability in new.capabilities.subtracting(old.capabilities).sorted() { add(.weaker, "gains \(capability)") }
    for capability in old.capabilities.subtracting(new.capabilities).sorted() { add(.stronger, "loses \(capability)") }
  }

  private mutating func compareLimits() {
    func limit(_ what: String, _ before: Int, _ after: Int, _ show: (Int) -> String) {
      if before != after { add(after < before ? .stronger : .weaker, "\(what) limit \(show(before)) → \(show(after))") }
    }
    limit("memory", old.memory, new.memory) { ByteSize(bytes: $0).description }
    limit("cpu", old.cpus, new.cpus) { CPUShare(milli: $0).description }
    limit("pids", old.pids, new.pids, String.init)
    limit("open files", old.openFiles, new.openFiles, String.init)
  }

  private mutating func compareWritable() {
    if old.isReadOnly != new.isReadOnly {
      add(new.isReadOnly ? .stronger : .weaker, "root file system becomes \(new.isReadOnly ? "read-only" : "writable")")
    }
    for (path, size) in new.tmpfs.sorted(by: { $0.key < $1.key }) {
      guard let before = old.tmpfs[path] else {
        add(.weaker, "\(path) becomes writable in memory (\(ByteSize(bytes: size)))")
        continue
      }
      if before != size {
        add(size < before ? .stronger : .weaker, "\(path) holds \(ByteSize(bytes: before)) → \(ByteSize(bytes: size)) in memory")
      }
    }
    for path in old.tmpfs.keys.sorted() where new.tmpfs[path] == nil { add(.stronger, "\(path) is no longer writable in memory") }
    for (path, volume) in new.volumes.sorted(by: { $0.key < $1.key }) {
      guard let before = old.volumes[path] else {
        add(.weaker, "\(path) becomes writable on volume \(volume)")
        continue
      }
      if before != volume { add(.neutral, "\(path) is on volume \(volume) instead of \(before)") }
    }
    for path in old.volumes.keys.sorted() where new.volumes[path] == nil { add(.stronger, "\(path) is no longer on a volume") }
  }

  private mutating func compareExposure() {
    for address in new.published.subtracting(old.published).sorted() { add(.weaker, "becomes published on \(address)") }
    for address in old.published.subtracting(new.published).sorted() { add(.stronger, "is no longer published on \(address)") }
    if old.hasEgress != new.hasEgress {
      add(new.hasEgress ? .weaker : .stronger, new.hasEgress ? "may reach the outside" : "may no longer reach the outside")
    }
    for secret in new.secrets.subtracting(old.secrets).sorted() { add(.weaker, "reads the secret \(secret)") }
    for secret in old.secrets.subtracting(new.secrets).sorted() { add(.stronger, "no longer reads the secret \(secret)") }
  }

  private mutating func compareFilters() {
    func sets(_ before: Set<String>, _ after: Set<String>, _ what: String) {
      let (gained, lost) = (after.subtracting(before).sorted(), before.subtracting(after).sorted())
      if !gained.isEmpty { add(.weaker, "\(what) gains \(gained.joined(separator: ", "))") }
      if !lost.isEmpty { add(.stronger, "\(what) loses \(lost.joined(separator: ", "))") }
    }
    switch (old.hasOwnSeccomp, new.hasOwnSeccomp) {
    case (true, true):
      sets(Set(old.syscalls), Set(new.syscalls), "system call allowlist")
      sets(Set(old.socketFamilies.map(String.init)), Set(new.socketFamilies.map(String.init)), "socket families")
    case (true, false): add(.weaker, "system calls: the engine's default instead of an allowlist")
    case (false, true): add(.stronger, "system calls: an allowlist instead of the engine's default")
    case (false, false): break
    }
    if old.enforcesAppArmor != new.enforcesAppArmor {
      add(
        new.enforcesAppArmor ? .stronger : .weaker,
        "AppArmor \(new.enforcesAppArmor ? "refuses what it only logged" : "only logs what it refused")")
    }
    sets(old.executables, new.executables, "AppArmor execution")
  }

  private mutating func compareRoutes() {
    for (prefix, route) in new.proxied.sorted(by: { $0.key < $1.key }) {
      guard let before = old.proxied[prefix], before.server == route.server else {
        add(.weaker, "lets visitors reach \(route.server) by \(prefix)")
        continue
      }
      guard before.perMinute != route.perMinute else { continue }
      func shown(_ limit: Int?) -> String { limit.map { "\($0) requests a minute" } ?? "no limit" }
      add(
        route.perMinute ?? .max < before.perMinute ?? .max ? .stronger : .weaker,
        "\(prefix) \(shown(before.perMinute)) → \(shown(route.perMinute))")
    }
    for (prefix, route) in old.proxied.sorted(by: { $0.key < $1.key }) where new.proxied[prefix]?.server != route.server {
      add(.stronger, "no longer lets visitors reach \(route.server) by \(prefix)")
    }
  }
}
