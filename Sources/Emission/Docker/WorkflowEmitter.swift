import Languages
import Planning
import Stack

func emitWorkflow(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "container-security.yml", bytes: [])
}
