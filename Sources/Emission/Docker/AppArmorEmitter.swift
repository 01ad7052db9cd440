import Languages
import Planning
import Stack

func emitAppArmor(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "\(service.name)/apparmor.profile", bytes: [])
}
