import Comparison
import Diagnostics
import Driver
import Foundation
import Planning
import Stack
import TestSupport
import XCTest

/// One knob, turned: what changes in the plan, in a file, and in a comparison's words and class.
private struct Turn {
  /// `runtime.min_uid`
  var knob: String
  var before: String
  var after: String
  var effect: SecurityChange.Effect
  /// Lines of the comparison, among others of the same class: `service text`, `-` for the stack.
  var lines: [String]
  /// What of the plan the knob decides.
  var plan: @Sendable (DeploymentPlan) -> String
  var file: String
  /// What the file has before and not after, or the other way round where it begins with `+`.
  var text: String
}

/// Each knob of a policy file reaches the plan, the files and the comparison.
final class KnobTests: XCTestCase {
  private func service(_ name: String, _ plan: DeploymentPlan) -> ServicePlan {
    plan.services.first { $0.name.description == name } ?? plan.services[0]
  }

  private var turns: [Turn] {
    [
      Turn(
        knob: "images.registries", before: "[docker.io]", after: "[docker.io/library]", effect: .stronger,
        lines: ["- the policy no longer allows images from docker.io"], plan: { "\($0.bounds.registries?.sorted() ?? [])" },
        file: "manifest.json", text: #""docker.io""#),
      Turn(
        knob: "images.require_digest", before: "false", after: "true", effect: .stronger,
        lines: ["- the policy wants images by digest"], plan: { "\($0.bounds.requiresDigest)" }, file: "manifest.json",
        text: "+\"digest\": true"),
      Turn(
        knob: "images.patch_packages", before: "true", after: "false", effect: .weaker,
        lines: ["api packages no longer patched", "web packages no longer patched"], plan: { "\($0.services.map(\.build.patchPackages))" },
        file: "api/Dockerfile", text: "apt-get upgrade"),
      Turn(
        knob: "network.isolation", before: "tier", after: "link", effect: .stronger,
        lines: ["web becomes unreachable from api"], plan: { "\($0.isolation)" }, file: "networks.sh", text: "+knobs-web--api"),
      Turn(
        knob: "network.pool", before: "10.89.0.0/16", after: "10.90.0.0/16", effect: .neutral, lines: [],
        plan: { "\($0.block)" }, file: "run.sh", text: "10.89."),
      Turn(
        knob: "network.publish", before: "[any]", after: "[loopback]", effect: .stronger,
        lines: ["- the policy allows publishing on loopback alone"], plan: { "\($0.bounds.publish ?? ["any"])" }, file: "manifest.json",
        text: "\"publish\": null"),
      Turn(
        knob: "network.egress", before: "declared", after: "deny", effect: .stronger,
        lines: ["- the policy denies ways to the outside"], plan: { "\($0.bounds.allowsEgress)" }, file: "manifest.json",
        text: "\"publish\": null,\n      \"egress\": true"),
      Turn(
        knob: "runtime.min_uid", before: "1", after: "10000", effect: .stronger,
        lines: ["- the policy wants user ids from 1 → from 10000"], plan: { "\($0.bounds.minUID)" }, file: "manifest.json",
        text: "\"minUID\": 1,"),
      Turn(
        knob: "runtime.read_only", before: "true", after: "false", effect: .weaker,
        lines: ["api root file system becomes writable", "web root file system becomes writable"],
        plan: { "\($0.services.map(\.readOnly))" }, file: "run.sh", text: "--read-only"),
      Turn(
        knob: "runtime.capabilities", before: "[]", after: "[NET_BIND_SERVICE]", effect: .weaker,
        lines: ["- the policy allows NET_BIND_SERVICE"], plan: { "\($0.bounds.capabilities)" }, file: "manifest.json",
        text: "+NET_BIND_SERVICE"),
      Turn(
        knob: "runtime.apparmor", before: "enforce", after: "complain", effect: .weaker,
        lines: ["api AppArmor only logs what it refused"], plan: { "\($0.services.map(\.appArmor.isEnforced))" },
        file: "api/apparmor.profile", text: "+flags=(attach_disconnected,mediate_deleted,complain)"),
      Turn(
        knob: "runtime.seccomp", before: "runtime", after: "engine", effect: .weaker,
        lines: ["api system calls: the engine's default instead of an allowlist"], plan: { "\($0.services.map(\.seccomp.isOwn))" },
        file: "run.sh", text: "seccomp=$here/api/seccomp.json"),
      Turn(
        knob: "runtime.userns", before: "false", after: "true", effect: .stronger,
        lines: ["- container ids are mapped to others of the host"], plan: { "\($0.userNamespaces)" }, file: "daemon.json",
        text: "+\"userns-remap\": \"default\""),
      Turn(
        knob: "resources.memory", before: "256Mi", after: "1Gi", effect: .weaker, lines: ["api memory limit 256Mi → 1Gi"],
        plan: { "\($0.services.map(\.memory.bytes))" }, file: "run.sh", text: "--memory 268435456"),
      Turn(
        knob: "resources.cpus", before: "1", after: "0.5", effect: .stronger, lines: ["api cpu limit 1 → 0.5"],
        plan: { "\($0.services.map(\.cpus.milli))" }, file: "run.sh", text: "+--cpus 0.5"),
      Turn(
        knob: "resources.pids", before: "64", after: "65", effect: .weaker, lines: ["api pids limit 64 → 65"],
        plan: { "\($0.services.map(\.pids))" }, file: "run.sh", text: "--pids-limit 64"),
      Turn(
        knob: "resources.max_memory", before: "2Gi", after: "1Gi", effect: .stronger,
        lines: ["- the policy allows memory up to 2Gi → 1Gi"], plan: { "\($0.bounds.maxMemory ?? 0)" }, file: "manifest.json",
        text: "+\"maxMemory\": 1073741824"),
      Turn(
        knob: "scan.tool", before: "trivy", after: "grype", effect: .neutral, lines: ["- scanner trivy → grype"],
        plan: { "\($0.scan.tool)" }, file: "scan.sh", text: "+grype"),
      Turn(
        knob: "scan.fail_on", before: "[CRITICAL, HIGH]", after: "[CRITICAL]", effect: .weaker,
        lines: ["- a HIGH vulnerability no longer fails the scan"], plan: { "\($0.scan.failOn)" }, file: "scan.sh", text: "HIGH"),
    ]
  }

  private static let stack = """
    version: 1
    name: knobs
    services:
      web:
        tier: frontend
        runtime: nginx
        source: ./web
        publish: 8080
        routes: { /: { files: . }, /api/: { to: api } }
      api:
        tier: api
        runtime: node
        source: ./api
        command: [node, app.js]
    """

  private func compile(_ policy: String, in directory: String) throws -> CompiledStack {
    try write(Self.stack, to: directory + "/stack.yaml")
    try write("<p>", to: directory + "/web/index.html")
    try write("//", to: directory + "/api/app.js")
    try write(policy, to: directory + "/policy.yaml")
    var sink = DiagnosticSink()
    var options = CompileOptions(output: directory + "/out", asOf: .init(2026, 11, 26))
    options.policy = directory + "/policy.yaml"
    let compiled = compileStackFile(at: directory + "/stack.yaml", options: options, into: &sink)
    return try XCTUnwrap(compiled, "\(policy)\n\(rendered(sink))")
  }

  private func policy(_ knob: String, _ value: String) -> String {
    let parts = knob.split(separator: ".")
    // The test's images have no digest; that the rule fires is another test's.
    return "version: 1\nname: acme\nrules: { SG-102: warning }\n\(parts[0]):\n  \(parts[1]): \(value)\n"
  }

  func testEveryKnobOfThePolicyLanguageHasARow() {
    let groups: [(String, KeyTable)] = [
      ("images", PolicyKeys.images), ("network", PolicyKeys.network), ("runtime", PolicyKeys.runtime), ("resources", PolicyKeys.resources),
      ("scan", PolicyKeys.scan),
    ]
    let knobs = groups.flatMap { group, table in table.keys.map { "\(group).\($0.name)" } }
    XCTAssertEqual(Set(knobs), Set(turns.map(\.knob)))
    // No other group turns anything: what TLS will decide is refused until it is built, the rest is covered below and by the rules.
    XCTAssertEqual(
      PolicyKeys.root.keys.map(\.name).filter { name in !groups.contains { $0.0 == name } },
      ["version", "name", "extends", "headers", "tls", "rules", "waivers"])
  }

  func testATurnedKnobShowsInThePlanTheFilesAndTheComparison() throws {
    try withTemporaryDirectory { directory in
      for turn in turns {
        let old = try compile(policy(turn.knob, turn.before), in: directory)
        let new = try compile(policy(turn.knob, turn.after), in: directory)
        XCTAssertNotEqual(turn.plan(old.plan), turn.plan(new.plan), "\(turn.knob): the plan")
        func has(_ compiled: CompiledStack, _ text: String) -> Bool {
          compiled.files.contains { $0.path == turn.file && String(decoding: $0.bytes, as: UTF8.self).contains(text) }
        }
        let appears = turn.text.hasPrefix("+")
        let text = appears ? String(turn.text.dropFirst()) : turn.text
        XCTAssertEqual(has(old, text), !appears, "\(turn.knob): \(turn.file) before")
        XCTAssertEqual(has(new, text), appears, "\(turn.knob): \(turn.file) after")
        let changes = diffStacks(old: old, new: new).changes
        let lines = changes.map { "\($0.service ?? "-") \($0.text)" }
        for line in turn.lines { XCTAssertTrue(lines.contains(line), "\(turn.knob): \(line) in \(lines)") }
        XCTAssertEqual(Set(changes.map(\.effect)), [turn.effect], "\(turn.knob): \(lines)")
        XCTAssertTrue(diffStacks(old: new, new: new).isEmpty, turn.knob)
      }
    }
  }

  func testAHeaderOfThePolicyShowsToo() throws {
    try withTemporaryDirectory { directory in
      let head = "version: 1\nname: acme\nheaders:\n"
      let old = try compile(head + "  X-Frame-Options: DENY\n", in: directory)
      let new = try compile(head + "  X-Frame-Options: null\n", in: directory)
      let diff = diffStacks(old: old, new: new)
      XCTAssertEqual(diff.changes, [SecurityChange("web", .weaker, "X-Frame-Options is gone")])
      XCTAssertTrue(diff.files.contains { $0.path.hasSuffix("security-headers.conf") && $0.text.contains("-add_header X-Frame-Options") })
    }
  }

  func testTheFactsInAManifestAreThePlans() throws {
    try withTemporaryDirectory { directory in
      for turn in turns {
        let compiled = try compile(policy(turn.knob, turn.after), in: directory)
        var sink = DiagnosticSink()
        try FileManager.default.createDirectory(atPath: directory + "/out", withIntermediateDirectories: true)
        XCTAssertNotNil(writeOutput(compiled, force: true, into: &sink), rendered(sink))
        let diff = try XCTUnwrap(diffWithDisk(compiled, into: &sink))
        XCTAssertTrue(diff.isEmpty, "\(turn.knob): \(diff.changes) \(diff.remarks)")
      }
    }
  }
}
