extension Rule {
  static let onlyTheEdgePublishes = Rule(
    id: "SG-302", title: "only a frontend publishes ports, each on an address that is written down",
    why: "A database on a public address is found within minutes; Docker's own rules open the port past the host's firewall.",
    authorities: ["CIS Docker 5.9", "CIS Docker 5.14", "OWASP Docker 5a"],
    emits: "--publish 127.0.0.1:port unless the stack names another address, for frontends alone",
    verified: ".NetworkSettings.Ports, IPv4 and IPv6",
    keeper: .language,
    mustFire: [
      RuleExample(
        "db",
        services: """
          db:
            tier: db
            image: memcached:1.6.39-trixie
            port: 11211
            publish: 11211
          """)
    ],
    mustNotFire: [
      RuleExample(
        "frontend",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            publish: "0.0.0.0:8080"
          """)
    ])
}
