import Catalog
import Resolution
import Stack

/// The stack's own probe, or the runtime's; times of the stack over these defaults.
func planHealth(_ service: ResolvedService) -> HealthPlan {
  let (health, runtime) = (service.spec.health, service.runtime)
  return HealthPlan(
    command: probeCommand(service), interval: health?.interval?.value ?? Duration(seconds: 10),
    timeout: health?.timeout?.value ?? Duration(seconds: 5), startPeriod: health?.startPeriod?.value ?? runtime.startPeriod,
    retries: health?.retries?.value ?? 3)
}

private func probeCommand(_ service: ResolvedService) -> [String] {
  let runtime = service.runtime
  switch service.spec.health?.probe {
  case .http(let path):
    guard let port = service.port else { return [] }
    // A server that refuses unknown hosts must be asked by a name it answers to.
    let host = service.spec.serverNames.first { !$0.value.description.hasPrefix("*") }?.value.description ?? "localhost"
    return runtime.probe(.http(path: path.value, host: host, port: port))
  case .tcp(let port):
    guard let port = port.value ?? service.port else { return [] }
    return runtime.probe(.tcp(port: port))
  case .command(let command): return command.value
  case nil: return runtime.defaultProbe(service.port) ?? []
  }
}
