import Languages
import Planning
import Stack

/// The stack's README.md: what was made, how to run it, what is open, and which line of which file satisfies each practice.
/// `files` are all the others, since lines are cited from them.
func emitRunbook(_ plan: DeploymentPlan, context: EmissionContext, files: [RenderedFile]) -> RenderedFile {
  var scope = RunbookScope(plan: plan, context: context, files: files)
  var blocks: [MarkdownBlock] = [
    .heading(1, [.text(plan.stack.description)]),
    .paragraph([
      .text("\(count(plan.services.count, "service")) on \(count(plan.networks.count, "network")), made by securegen from "),
      .code(scope.stackFile),
      " under the policy ", .strong(plan.policyName), ". Change that file or the policy, never the files here.",
    ]),
    .heading(2, ["Run it"]),
  ]
  blocks += scope.commands()
  blocks.append(.heading(2, ["Services"]))
  blocks += scope.services()
  blocks.append(.heading(2, ["Networks"]))
  blocks += scope.picture()
  blocks += scope.networks()
  blocks.append(.heading(2, ["Who can reach whom"]))
  blocks += scope.ways()
  blocks.append(.heading(2, ["Secrets"]))
  blocks += scope.secrets()
  blocks.append(.heading(2, ["After a reboot"]))
  blocks += scope.boot()
  blocks.append(.heading(2, ["The engine's settings"]))
  blocks += scope.daemon()
  blocks.append(.heading(2, ["Updating"]))
  blocks += scope.updating()
  blocks.append(.heading(2, ["The guide's checklist"]))
  blocks += scope.checklist()
  blocks.append(.heading(2, ["Where this departs from the guide"]))
  blocks += scope.departures()
  blocks.append(.heading(2, ["Controls"]))
  blocks += scope.controls()
  return RenderedFile(path: "README.md", bytes: MarkdownDocument(blocks).printed(reserving: 24 << 10))
}

private func count(_ number: Int, _ noun: StaticString) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
