import Languages
import Planning
import Stack

/// `nginx.conf` and its snippets: a whole configuration of our own, so that nothing of the base image's defaults is in force.
///
/// Holds from nginx 1.22 on; newer directives (`add_header_inherit`, 1.29.3) are not needed, because no block below `http` adds a header.
func emitNginx(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> [RenderedFile] {
  guard let nginx = service.nginx else { return [] }
  var texts = LiteralTexts()
  let site = NginxSite(service: service, nginx: nginx)
  func file(_ name: String, _ what: String, _ nodes: [NginxNode]) -> RenderedFile {
    let notice = generatedNotice(what, plan: plan, context: context).map(NginxNode.comment)
    return RenderedFile(path: "\(service.name)/\(name)", bytes: NginxConfiguration(notice + [.blank] + nodes).printed)
  }
  let headers = securityHeaderNodes(nginx, texts: &texts)
  let servers = site.servers(texts: &texts)
  var files = [
    file(
      "nginx.conf", "nginx of service \(service.name) in stack \(plan.stack).", site.process + [.blank] + [site.http(servers, texts: texts)]
    ),
    file("snippets/security-headers.conf", "Response headers of every answer, errors included.", headers),
  ]
  if site.hasProxies {
    files.append(file("snippets/hidden-headers.conf", "Headers of upstream answers that no visitor gets.", hiddenHeaderNodes(nginx)))
    files.append(file("snippets/proxy.conf", "How requests go upstream.", proxyNodes))
  }
  return files
}
