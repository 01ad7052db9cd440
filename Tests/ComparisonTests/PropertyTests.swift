import Comparison
import Diagnostics
import Planning
import TestSupport
import XCTest

/// What a deployment lets anybody do, as a set that grows with weakness, read off the plan alone: the comparison's own facts and words
/// are not used, so that the two can only agree by being right.
private struct Powers {
  /// Of services that both deployments have, and of the stack ("-").
  var everything: [String: Set<String>] = [:]
  /// Of a service that only one of them has: what it adds to the whole by being there.
  var presence: [String: Set<String>] = [:]
  var amounts: [String: [String: Int]] = [:]
  var anySystemCall: Set<String> = []

  init(_ plan: DeploymentPlan) {
    var stack: Set<String> = []
    if !plan.userNamespaces { stack.insert("root is root") }
    for severity in ["CRITICAL", "HIGH", "MEDIUM", "LOW"] where !plan.scan.failOn.map(\.rawValue).contains(severity) {
      stack.insert("passes \(severity)")
    }
    for capability in plan.bounds.capabilities { stack.insert("may ask for \(capability)") }
    if plan.bounds.allowsEgress { stack.insert("may ask for egress") }
    if !plan.bounds.requiresDigest { stack.insert("may take a tag") }
    for place in ["docker.io/x", "ghcr.io/acme/x", "ghcr.io/other", "quay.io/x"]
    where plan.bounds.registries?.contains(where: { place.hasPrefix($0 + "/") }) ?? true {
      stack.insert("may pull \(place)")
    }
    for place in ["loopback", "10.0.0.1", "0.0.0.0"] where plan.bounds.publish?.contains(place) ?? true {
      stack.insert("may publish \(place)")
    }
    everything["-"] = stack
    amounts["-"] = [
      "low ids": -plan.bounds.minUID, "memory bound": plan.bounds.maxMemory ?? .max, "restarts": plan.restartRetries,
    ]
    for (index, service) in plan.services.enumerated() {
      let name = service.name.description
      var presence = Set(service.capabilities.map { "capability \($0)" })
      presence.formUnion(service.publish.map { "published \($0)" })
      presence.formUnion(service.secrets.map { "secret \($0.name)" })
      if service.egress { presence.insert("egress") }
      // Who reaches it: declared clients, and everyone beside it on a tier's network.
      for connection in plan.connections where connection.server == index {
        presence.insert("from \(plan.services[connection.client].name)")
      }
      for network in plan.networks where network.kind == .tier && network.members.contains(index) {
        for member in network.members where member != index { presence.insert("from \(plan.services[member].name)") }
      }
      var limits = [
        "memory": service.memory.bytes, "cpus": service.cpus.milli, "pids": service.pids, "files": service.openFiles,
      ]
      for route in service.nginx?.routes ?? [] {
        guard case .proxy(let server, _, _, let rate) = route.destination else { continue }
        presence.insert("visitors to \(server) by \(route.prefix)")
        limits["rate \(route.prefix)"] = rate.map { $0.unit == .second ? $0.count * 60 : $0.count } ?? .max
      }
      self.presence[name] = presence
      var all = presence
      if min(service.user.uid, service.user.gid) < 10_000 { all.insert("ids of the host") }
      if service.build.base.digest == nil { all.insert("moving tag") }
      if !service.build.patchPackages { all.insert("unpatched") }
      if !service.readOnly { all.insert("writes to /") }
      if !service.appArmor.isEnforced { all.insert("AppArmor logs only") }
      for mount in service.tmpfs {
        all.insert("tmpfs \(mount.path)")
        limits["tmpfs \(mount.path)"] = mount.size.bytes
      }
      for mount in service.volumes { all.insert("volume at \(mount.path)") }
      for path in service.appArmor.needs.executables { all.insert("executes \(path)") }
      if service.seccomp.isOwn { all.formUnion(service.seccomp.names.map { "calls \($0)" }) } else { anySystemCall.insert(name) }
      if let nginx = service.nginx {
        let sent = Dictionary(nginx.headers.map { ($0.name.description, $0.value.description) }) { first, _ in first }
        for (header, _) in HeaderValues.all {
          for permission in HeaderValues.permits(header, sent[header]) { all.insert("\(header) permits \(permission)") }
        }
      }
      everything[name] = all
      amounts[name] = limits
    }
  }

  /// Names of what got weaker from `old` to `self`.
  func gains(over old: Powers) -> Set<String> {
    var names: Set<String> = []
    for name in Set(everything.keys).union(old.everything.keys) {
      let weaker: Bool
      switch (old.everything[name], everything[name]) {
      case (let before?, var after?):
        if old.anySystemCall.contains(name) { after = after.filter { !$0.hasPrefix("calls ") } }
        let hasMore = !after.isSubset(of: before) || anySystemCall.contains(name) && !old.anySystemCall.contains(name)
        // An amount counts where both have it: what is only here is a power of its own already.
        let isLarger = (amounts[name] ?? [:]).contains { key, value in old.amounts[name]?[key].map { value > $0 } ?? false }
        weaker = hasMore || isLarger
      case (nil, _?): weaker = !(presence[name] ?? []).isEmpty
      case (_?, nil), (nil, nil): weaker = false
      }
      if weaker { names.insert(name) }
    }
    return names
  }
}

final class PropertyTests: XCTestCase {
  private func plan(_ deployment: RandomDeployment) throws -> DeploymentPlan {
    var sink = DiagnosticSink()
    return try XCTUnwrap(deployment.plan(&sink), "\(deployment.stack)\n\(rendered(sink))")
  }

  private func names(_ changes: [SecurityChange], _ effect: SecurityChange.Effect) -> Set<String> {
    Set(changes.filter { $0.effect == effect }.map { $0.service ?? "-" })
  }

  func testWeakerIsExactlyWhatPermitsMore() throws {
    var (weaker, stronger, silent) = (0, 0, 0)
    for seed in 0..<300 {
      var random = SeededGenerator(seed: UInt64(seed))
      let first = RandomDeployment(&random)
      // Mostly a small step, in which one wrong class can't hide behind another; sometimes something else altogether.
      let second = seed % 5 == 0 ? RandomDeployment(&random) : first.changed(seed % 5 - 1, &random)
      let (old, new) = (try plan(first), try plan(second))
      let there = securityChanges(from: SecurityFacts(old), to: SecurityFacts(new))
      let back = securityChanges(from: SecurityFacts(new), to: SecurityFacts(old))
      let (before, after) = (Powers(old), Powers(new))
      func story() -> String { "seed \(seed)\n\(first.stack)\n\(second.stack)\n" + there.map { "\($0)" }.joined(separator: "\n") }
      XCTAssertEqual(names(there, .weaker), after.gains(over: before), story())
      XCTAssertEqual(names(there, .stronger), before.gains(over: after), story())
      // The other way round every class turns.
      let turned: (SecurityChange.Effect) -> SecurityChange.Effect = { $0 == .weaker ? .stronger : $0 == .stronger ? .weaker : .neutral }
      let classes = there.map { "\($0.service ?? "-") \(turned($0.effect))" }.filter { !$0.hasSuffix("neutral") }.sorted()
      XCTAssertEqual(Set(classes), Set(back.map { "\($0.service ?? "-") \($0.effect)" }.filter { !$0.hasSuffix("neutral") }), story())
      if there.contains(where: { $0.effect == .weaker }) { weaker += 1 }
      if there.contains(where: { $0.effect == .stronger }) { stronger += 1 }
      if there.isEmpty { silent += 1 }
    }
    // The generator must reach all of it, or the property would hold for want of cases.
    XCTAssertGreaterThan(min(weaker, stronger), 80)
    XCTAssertGreaterThan(silent, 25)
  }

  func testEqualPlansGiveNoLine() throws {
    for seed in 1000..<1050 {
      var random = SeededGenerator(seed: UInt64(seed))
      let deployment = RandomDeployment(&random)
      XCTAssertEqual(
        securityChanges(from: SecurityFacts(try plan(deployment)), to: SecurityFacts(try plan(deployment))), [], "seed \(seed)")
    }
  }

  func testEveryHeaderValueAgainstEveryOther() throws {
    for (header, values) in HeaderValues.all {
      let candidates: [(value: String?, facts: SecurityFacts)] = try (values.map(\.text) + [nil]).map { value in
        var random = SeededGenerator(seed: 7)
        var deployment = RandomDeployment(&random)
        deployment.services = try ["web": XCTUnwrap(deployment.services["web"])]
        deployment.services["web"]?.headers = value.map { [header: $0] } ?? [:]
        return (value, SecurityFacts(try plan(deployment)))
      }
      for (old, oldFacts) in candidates {
        for (new, newFacts) in candidates {
          let changes = securityChanges(from: oldFacts, to: newFacts)
          let (before, after) = (HeaderValues.permits(header, old), HeaderValues.permits(header, new))
          let story = "\(header): \(old ?? "absent") → \(new ?? "absent"): \(changes)"
          XCTAssertEqual(changes.contains { $0.effect == .weaker }, !after.isSubset(of: before), story)
          XCTAssertEqual(changes.contains { $0.effect == .stronger }, !before.isSubset(of: after), story)
          XCTAssertEqual(changes.isEmpty, old == new, story)
        }
      }
    }
  }
}
