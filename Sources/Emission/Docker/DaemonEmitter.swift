import Languages
import Planning
import Stack

func emitDaemon(_ plan: DeploymentPlan) -> RenderedFile {
  RenderedFile(path: "daemon.json", bytes: [])
}
