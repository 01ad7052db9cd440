import Languages
import Planning
import Stack

func emitNetworksScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "networks.sh", bytes: [], isExecutable: true)
}
