import Catalog
import Planning
import Policy
import Stack

@testable import Emission

/// Plans made by hand: what an emitter prints follows from the plan alone.
enum Sample {
  static let context = EmissionContext(sourceRoot: "../../Specs/shop", stackFile: "stack.yaml", outputInsideSource: nil)

  static func service(_ runtime: String, _ name: String = "app", change: (inout ServicePlan) -> Void = { _ in }) throws -> ServicePlan {
    let runtime = try require(runtime == "image" ? Catalog.image : Catalog.runtime(named: runtime))
    let base =
      try runtime.repository.map { ImageReference(repository: $0, tag: try require(runtime.releases.first).tag) }
      ?? ImageReference("registry.example:5000/team/tool:1.2")
    var service = ServicePlan(
      name: try require(ServiceName(name)), tier: .api, runtime: runtime, container: "shop-\(name)", image: "shop-\(name):1.0",
      build: BuildPlan(
        base: base, patchPackages: true, source: nil, include: [], exclude: [], destination: runtime.applicationDirectory,
        dependencies: nil, run: nil, output: nil, ownedDirectories: runtime.volumes.map(\.path)),
      user: runtime.account.user, command: runtime.command, port: runtime.port, publish: [], attachments: [], hosts: [], egress: false,
      env: [], labels: [], secrets: [], volumes: [], tmpfs: [], readOnly: true, memory: ByteSize(bytes: 1 << 28),
      cpus: CPUShare(milli: 1500),
      pids: 100, openFiles: 4096, capabilities: [],
      health: HealthPlan(
        command: ["probe", "it's \"up\""], interval: Duration(seconds: 10), timeout: Duration(seconds: 5),
        startPeriod: Duration(seconds: 7), retries: 3),
      seccomp: SeccompPlan(names: ["arch_prctl", "close", "read"], socketFamilies: [1, 2, 10, 16]),
      appArmor: AppArmorPlan(
        profile: "securegen.shop.\(name)", needs: runtime.appArmor, readable: [runtime.applicationDirectory],
        writable: [AbsolutePath(literal: "/tmp")], capabilities: []),
      nginx: nil)
    change(&service)
    return service
  }

  static func plan(_ services: [ServicePlan], change: (inout DeploymentPlan) -> Void = { _ in }) throws -> DeploymentPlan {
    var plan = DeploymentPlan(
      stack: try require(StackName("shop")), release: try require(ReleaseTag("1.0")), policyName: "baseline", isolation: .tier,
      services: services, startOrder: Array(services.indices), networks: [], connections: [],
      openWays: OpenWays(always: [], withoutPacketRules: []),
      block: try require(IPv4Network(base: IPv4Address(bits: 0x0A59_0000), prefix: 20)),
      scan: ScanPlan(tool: .trivy, failOn: [.critical, .high]), restartRetries: 5)
    change(&plan)
    return plan
  }

  struct Missing: Error {}
  static func require<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }
}

extension RenderedFile {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
