import Languages
import Planning
import Stack

func emitVerifyScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "verify.sh", bytes: [], isExecutable: true)
}
