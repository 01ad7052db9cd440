import Languages
import Planning
import Stack

func emitBuildScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "build.sh", bytes: [], isExecutable: true)
}
