extension Rule {
  static let requestLimits = Rule(
    id: "SG-606", title: "bodies, headers, times, rates and connections are limited, and dotfiles denied",
    why: "One slow or greedy client must not hold the server.",
    authorities: ["CIS NGINX 5.2"],
    emits: "limits and timeouts in nginx.conf",
    verified: "curl and a slow client",
    keeper: .output)
}
