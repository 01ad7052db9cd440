import Languages
import Planning
import Stack

func emitDockerfile(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "\(service.name)/Dockerfile", bytes: [])
}
