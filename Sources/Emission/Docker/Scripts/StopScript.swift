import Languages
import Planning
import Stack

func emitStopScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  RenderedFile(path: "stop.sh", bytes: [], isExecutable: true)
}
