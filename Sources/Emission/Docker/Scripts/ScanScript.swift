import Languages
import Planning
import Policy
import Stack

func emitScanScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  var data: [ShellStatement] = [
    frame.services(plan.services.indices),
    .comment("The policy's scanner, and the severities that fail the scan."),
    .assign("tool", .text(plan.scan.tool.rawValue)),
    .assign("severities", .text(plan.scan.failOn.map(\.rawValue).joined(separator: ","))),
  ]
  for service in plan.services {
    data.append(.function(service.function("describe_"), [.assign("image", .text(service.image))]))
  }
  return frame.script(
    "scan.sh",
    ["scans the built images for known vulnerabilities and fails on severe ones (SG-109, CIS 4.4)."],
    usage: [
      "usage: scan.sh [--json|--sarif] [SERVICE ...]",
      "  --json, --sarif  the scanner's report in that format on standard output; several services give several reports",
      "exit: 0 nothing severe, 1 severe findings, 2 the scanner is missing or failed, an image is missing, or wrong usage",
    ],
    data: data, code: [SharedCode.selection, SharedCode.engine, ScanCode.tool(plan.scan.tool), ScanCode.main])
}
