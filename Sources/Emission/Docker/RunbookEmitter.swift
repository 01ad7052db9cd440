import Languages
import Planning
import Stack

func emitRunbook(_ plan: DeploymentPlan, context: EmissionContext, files: [RenderedFile]) -> RenderedFile {
  RenderedFile(path: "README.md", bytes: [])
}
