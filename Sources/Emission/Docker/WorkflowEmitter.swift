import Languages
import Planning
import Policy
import Stack

/// The CI workflow: builds the stack's images and runs their vulnerability gate on every change and once a week, because a base image
/// that was clean grows findings while nothing changes here. It needs the committed output only, not securegen.
func emitWorkflow(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  var header = generatedNotice("Builds and scans the images of stack \(plan.stack).", plan: plan, context: context)
  header.append("Copy it to .github/workflows/. STACK_DIR is where this folder lies in the repository.")
  let document = YAMLDocumentTree(
    header: header,
    [
      YAMLMember("name", .string("container-security \(plan.stack)")),
      YAMLMember(
        "on",
        .mapping([
          YAMLMember("push", .mapping([])),
          YAMLMember("pull_request", .mapping([])),
          YAMLMember("schedule", .sequence([.mapping([YAMLMember("cron", "23 4 * * 1")])])),
        ])),
      YAMLMember("permissions", .mapping([]), above: ["Nothing by default; the job below takes what it needs."]),
      YAMLMember(
        "concurrency",
        .mapping([
          YAMLMember("group", .string("container-security-\(plan.stack)-${{ github.ref }}")),
          YAMLMember("cancel-in-progress", true),
        ])),
      YAMLMember("env", .mapping([YAMLMember("STACK_DIR", .string("Generated/\(plan.stack)"))])),
      YAMLMember("jobs", .mapping([YAMLMember("build-and-scan", .mapping(job(plan)))])),
    ])
  return RenderedFile(path: "container-security.yml", bytes: document.printed)
}

private func job(_ plan: DeploymentPlan) -> [YAMLMember] {
  var steps = [
    step("Check out", PinnedAction.checkout, [YAMLMember("persist-credentials", false)]),
    step("Build", run: "sh \"$STACK_DIR/build.sh\""),
  ]
  if let install = scannerStep(plan.scan.tool) { steps.append(install) }
  let severities = plan.scan.failOn.map(\.rawValue).joined(separator: ", ")
  steps.append(step("Scan, failing on \(severities)", run: "sh \"$STACK_DIR/scan.sh\""))
  return [
    YAMLMember("name", "Build and scan"),
    YAMLMember("runs-on", "ubuntu-24.04"),
    YAMLMember("timeout-minutes", 30),
    YAMLMember("permissions", .mapping([YAMLMember("contents", "read")])),
    YAMLMember("steps", .sequence(steps)),
  ]
}

/// scan.sh calls a scanner that is installed. Scout needs an account and Clair a server, which only the repository's owner can give:
/// without them scan.sh fails, and so does the job.
private func scannerStep(_ tool: ScanTool) -> YAMLValue? {
  switch tool {
  case .trivy: step("Install Trivy", PinnedAction.trivy, [YAMLMember("version", "v0.73.0")])
  case .grype: step("Install Grype", PinnedAction.grype, [YAMLMember("grype-version", "v0.118.0")])
  case .scout, .clair: nil
  }
}

/// An action by commit: tags can be moved (trivy-action's were, 2026-03-19, CVE-2026-33634).
private struct PinnedAction {
  var reference: String
  var version: CommentText

  static let checkout = PinnedAction(reference: "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd", version: "v6.0.2")
  static let trivy = PinnedAction(reference: "aquasecurity/setup-trivy@3fb12ec12f41e471780db15c232d5dd185dcb514", version: "v0.2.6")
  static let grype = PinnedAction(
    reference: "anchore/scan-action/download-grype@e1165082ffb1fe366ebaf02d8526e7c4989ea9d2", version: "v7.4.0")
}

private func step(_ name: String, _ action: PinnedAction, _ inputs: [YAMLMember]) -> YAMLValue {
  .mapping([
    YAMLMember("name", .string(name)),
    YAMLMember("uses", .string(action.reference), beside: action.version),
    YAMLMember("with", .mapping(inputs)),
  ])
}

private func step(_ name: String, run: String) -> YAMLValue {
  .mapping([YAMLMember("name", .string(name)), YAMLMember("run", .string(run))])
}
