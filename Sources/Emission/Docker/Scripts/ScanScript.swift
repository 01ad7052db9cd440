import Languages
import Planning
import Stack

func emitScanScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "scan.sh", bytes: [], isExecutable: true)
}
