extension Rule {
  static let unprivilegedPorts = Rule(
    id: "SG-303", title: "containers listen on ports from 1024 up",
    why: "Below it a program needs a capability or root to start; the host's side of a published port may be any.",
    authorities: ["CIS Docker 5.8"],
    emits: "listeners from 1024 up; `publish` maps the host's port to them",
    verified: "EXPOSE, the nginx configuration, /proc/net/tcp",
    keeper: .language,
    mustFire: [
      RuleExample(
        "low",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 80
          """)
    ],
    mustNotFire: [
      RuleExample(
        "host-side",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            publish: "127.0.0.1:80"
          """)
    ])
}
