import Planning
import Stack

/// What a build tells on standard output: what was made, who reaches whom, and which ways stay open without being declared.
public struct BuildSummary: Sendable {
  public var text: String

  /// `brief` is for many stacks in one run: the first line, and what stays open.
  public init(_ compiled: CompiledStack, report: WriteReport, brief: Bool = false) {
    let plan = compiled.plan
    var lines = [
      [
        plan.stack.description, plan.policyName, Self.count(plan.services.count, "service"), Self.count(plan.networks.count, "network"),
        "\(Self.count(compiled.fileCount, "file")) (\(report.changes))",
      ].joined(separator: " · ") + " → \(compiled.directory)"
    ]
    lines += report.kept.map { "  kept    \($0)" }
    lines += Self.ways(plan, brief: brief, lists: compiled.policy.builtIn == "strict").map { "  \($0)" }
    if report.written > 0, !brief {
      let directory = compiled.directory
      lines.append("next: \(directory)/build.sh && \(directory)/run.sh && \(directory)/verify.sh")
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// Under strict the ways in and out are listed in every summary, however brief.
  private static func ways(_ plan: DeploymentPlan, brief: Bool, lists: Bool) -> [String] {
    func name(_ index: Int) -> String { plan.services[index].name.description }
    let incoming = plan.services.flatMap { service in
      service.publish.map { "\($0) → \(service.name)" }
    }
    let inside = plan.connections.map { connection in
      "\(name(connection.client)) → \(name(connection.server))" + (connection.port.map { ":\($0)" } ?? "")
    }
    let outgoing = plan.services.filter(\.egress).map { "\($0.name) → anywhere" }
    var lines =
      brief
      ? lists
        ? (incoming.isEmpty ? [] : ["in      " + Self.list(incoming, none: "")])
          + (outgoing.isEmpty ? [] : ["out     " + Self.list(outgoing, none: "")])
        : []
      : [
        "in      " + Self.list(incoming, none: "nothing is published"), "inside  " + Self.list(inside, none: "nothing connects"),
        "out     " + Self.list(outgoing, none: "nothing inside reaches out"),
      ]
    if !plan.openWays.always.isEmpty {
      lines.append(
        "open    " + openText(plan.openWays.always, plan: plan) + " (undeclared; isolation by tier leaves them, policy: strict closes them)"
      )
    }
    if !plan.openWays.withoutPacketRules.isEmpty {
      lines.append("open    where networks.sh can't install packet rules: " + openText(plan.openWays.withoutPacketRules, plan: plan))
    }
    return lines
  }

  /// Past this many, pairs are named by their networks: a list of thousands tells nobody anything.
  private static let mostPairs = 24

  private static func openText(_ ways: [OpenWays.Way], plan: DeploymentPlan) -> String {
    guard ways.count > mostPairs else {
      return ways.map { "\(plan.services[$0.from].name) → \(plan.services[$0.to].name)" }.joined(separator: ", ")
    }
    let tiers = plan.networks.filter { $0.kind == .tier }.map(\.name)
    if tiers.isEmpty { return "\(ways.count) ways back from a server to its client" }
    return "everyone on \(tiers.joined(separator: " and on ")) to everyone on the same network, \(ways.count) ways"
  }

  private static func list(_ items: [String], none: String) -> String {
    guard !items.isEmpty else { return none }
    let shown = Array(items.prefix(mostPairs)).joined(separator: ", ")
    return items.count > mostPairs ? shown + " and \(items.count - mostPairs) more" : shown
  }
}
