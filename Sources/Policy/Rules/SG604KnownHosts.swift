extension Rule {
  static let knownHosts = Rule(
    id: "SG-604", title: "requests for unknown hosts are refused, and redirects go to a fixed name",
    why: "A host name from the request ends up in links, caches and password mails.",
    authorities: ["CIS NGINX 2.4.2"],
    emits: "a default server that closes the connection; server_name_in_redirect",
    verified: "curl with another Host",
    keeper: .output)
}
