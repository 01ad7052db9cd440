extension Rule {
  static let noHostPaths = Rule(
    id: "SG-208", title: "no engine socket, no path of the host and no shared mount propagation",
    why: "The engine's socket is root on the host, and a host directory is a way out of the container, read-only or not.",
    authorities: ["CIS Docker 5.6", "CIS Docker 5.20", "CIS Docker 5.32", "OWASP Docker 1"],
    emits: "named volumes only; the language has no way to write a host path",
    verified: "the sources of .Mounts, by prefix",
    keeper: .language,
    mustFire: [
      RuleExample(
        "socket",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            volumes: { engine: /var/run/docker.sock }
          """),
      RuleExample(
        "system",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            volumes: { config: /etc }
          """),
    ],
    mustNotFire: [
      RuleExample(
        "named",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            volumes: { data: /var/lib/app }
          """)
    ])
}
