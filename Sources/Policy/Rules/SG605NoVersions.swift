extension Rule {
  static let noVersions = Rule(
    id: "SG-605", title: "no version and no upstream's disclosure header is sent",
    why: "They tell an attacker which holes to try.",
    authorities: ["CIS NGINX 2.5.1", "OSHP headers to remove"],
    emits: "server_tokens off, proxy_hide_header",
    verified: "curl",
    keeper: .output)
}
