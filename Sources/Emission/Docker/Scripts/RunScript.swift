import Languages
import Planning
import Stack

func emitRunScript(_ plan: DeploymentPlan, context: EmissionContext, files: [RenderedFile]) -> RenderedFile {
  RenderedFile(path: "run.sh", bytes: [], isExecutable: true)
}
