import Languages
import Planning
import Stack

func emitSeccomp(_ service: ServicePlan) -> RenderedFile {
  RenderedFile(path: "\(service.name)/seccomp.json", bytes: [])
}
