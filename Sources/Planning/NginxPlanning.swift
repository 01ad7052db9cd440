import Catalog
import Policy
import Resolution
import Stack

func planNginx(_ service: ResolvedService, in index: StackIndex) -> NginxPlan? {
  guard let port = service.port else { return nil }
  let spec = service.spec
  let root = service.runtime.applicationDirectory.description
  func directory(_ path: RelativePath) -> String { path.components.isEmpty ? root : "\(root)/\(path)" }
  var routes: [NginxPlan.Route] = spec.routes.compactMap { route in
    switch route.destination {
    case .files(let path): return NginxPlan.Route(prefix: route.prefix.value, destination: .files(directory(path.value)))
    case .proxy(let to, let strip, let rate):
      guard let port = index.service(to.value)?.port else { return nil }
      return NginxPlan.Route(
        prefix: route.prefix.value,
        destination: .proxy(host: to.value, port: port, strip: strip?.value ?? false, rate: rate?.value))
    }
  }
  if routes.isEmpty, spec.source != nil, let all = RoutePrefix("/") {
    routes = [NginxPlan.Route(prefix: all, destination: .files(root))]
  }
  // nginx itself picks the longest prefix; this order shows a reader what wins.
  routes.sort {
    let (left, right) = ($0.prefix.description, $1.prefix.description)
    return left.utf8.count != right.utf8.count ? left.utf8.count > right.utf8.count : left < right
  }
  let names = spec.serverNames.map(\.value)
  return NginxPlan(
    port: port, serverNames: names.isEmpty ? ["localhost", "127.0.0.1", "[::1]"].compactMap(ServerName.init) : names, routes: routes,
    headers: mergeHeaders(policy: index.checked.policy.headers, stack: spec.headers))
}

/// The policy's set, changed or dropped where the stack says, then what the stack adds, in its order.
private func mergeHeaders(
  policy: [(name: HeaderName, value: HeaderValue)], stack: [HeaderSpec]
) -> [(name: HeaderName, value: HeaderValue)] {
  let changes = Dictionary(stack.map { ($0.name.value, $0) }) { _, last in last }
  let known = Set(policy.map(\.name))
  var merged: [(name: HeaderName, value: HeaderValue)] = policy.compactMap { header in
    guard let change = changes[header.name] else { return header }
    return change.value.map { (name: header.name, value: $0.value) }
  }
  for header in stack where !known.contains(header.name.value) {
    if let value = header.value { merged.append((name: header.name.value, value: value.value)) }
  }
  return merged
}
