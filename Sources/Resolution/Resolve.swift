import Catalog
import Diagnostics
import Stack

/// Binds names to services and runtimes and fills in the catalog's defaults. `inspect` tells what a source directory holds.
///
/// The default command (the runtime's, with the first of its entry files that the source has: `node app.js`) is filled into each
/// service's own spec, so that later phases read one place.
///
/// Linear in the number of services and connections.
public func resolveStack(
  _ spec: StackSpec, inspect: (RelativePath, _ files: [String]) -> SourceFacts, into sink: inout DiagnosticSink
) -> ResolvedStack? {
  let errorsBefore = sink.errorCount
  let names = Dictionary(spec.services.enumerated().map { ($1.name.value, $0) }, uniquingKeysWith: { first, _ in first })
  var volumeNames = Set(spec.services.flatMap { $0.volumes.map(\.name.value) })
  var services: [ResolvedService] = []
  services.reserveCapacity(spec.services.count)
  for (index, service) in spec.services.enumerated() {
    guard let runtime = boundRuntime(of: service, into: &sink), let base = chooseBase(service, runtime: runtime, into: &sink) else {
      continue
    }
    var service = service
    let facts = sourceFacts(of: service, runtime: runtime, inspect: inspect, into: &sink)
    fillDefaults(of: &service, runtime: runtime, facts: facts, into: &sink)
    services.append(
      ResolvedService(
        spec: service, index: index, runtime: runtime, release: base.release, base: base.image, baseRange: base.range,
        user: service.user?.value ?? runtime.account.user, port: service.port?.value ?? runtime.port,
        connections: connections(of: service, names: names), dependsOn: indices(service.dependsOn, names: names),
        volumes: volumes(of: service, runtime: runtime, taken: &volumeNames), facts: facts))
  }
  guard sink.errorCount == errorsBefore, services.count == spec.services.count else { return nil }
  return ResolvedStack(spec: spec, services: services, startOrder: startOrder(services))
}

/// The runtime a service names; `image` alone is a runtime of its own. The decoder refused any other name.
private func boundRuntime(of service: ServiceSpec, into sink: inout DiagnosticSink) -> RuntimeDefinition? {
  guard let named = service.runtime else { return Catalog.image }
  if let runtime = Catalog.runtime(named: named.value) { return runtime }
  let known = Catalog.runtimes.map(\.name.description).joined(separator: ", ")
  sink.report(
    Diagnostic(
      DiagnosticCode(.unknownWord), .error, "runtime '\(named.value)' is not in the catalog", at: named.range,
      reason: "the catalog has \(known)", write: "image: with the image to run, instead of runtime"))
  return nil
}

/// A `connects` entry is the place of a connection; a route's `to` is where nothing else declares it.
private func connections(of service: ServiceSpec, names: [ServiceName: Int]) -> [ResolvedConnection] {
  var seen: Set<Int> = []
  var connections: [ResolvedConnection] = []
  func add(_ name: Located<ServiceName>) {
    guard let server = names[name.value], seen.insert(server).inserted else { return }
    connections.append(ResolvedConnection(server: server, range: name.range))
  }
  service.connects.forEach(add)
  for route in service.routes {
    if case .proxy(let to, _, _) = route.destination { add(to) }
  }
  return connections
}

private func indices(_ list: [Located<ServiceName>], names: [ServiceName: Int]) -> [Int] {
  var seen: Set<Int> = []
  return list.compactMap { names[$0.value] }.filter { seen.insert($0).inserted }
}

/// Declared volumes, and the runtime's own for every path that nothing declared covers. A volume nobody named belongs to one service:
/// `data` of the service `db` is `db-data`, or two stores of one stack would write into each other.
private func volumes(
  of service: ServiceSpec, runtime: RuntimeDefinition, taken: inout Set<VolumeName>
) -> [(name: VolumeName, path: AbsolutePath)] {
  let declared = service.volumes.map { (name: $0.name.value, path: $0.path.value) }
  let covered = declared.map(\.path) + service.tmpfs.map(\.value)
  let own = runtime.volumes.filter { volume in !covered.contains { volume.path.isWithin($0) } }.compactMap { volume in
    freeName("\(service.name.value)-\(volume.name)", &taken).map { (name: $0, path: volume.path) }
  }
  return declared + own
}

/// The name itself; cut to a name's 31 bytes and numbered where it is taken.
private func freeName(_ wanted: String, _ taken: inout Set<VolumeName>) -> VolumeName? {
  if let name = VolumeName(wanted), taken.insert(name).inserted { return name }
  for number in 2...9999 {
    let ending = "-\(number)"
    var stem = wanted.prefix(31 - ending.utf8.count)
    while stem.last == "-" { stem.removeLast() }
    if let name = VolumeName(stem + ending), taken.insert(name).inserted { return name }
  }
  return nil
}
