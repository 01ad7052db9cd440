extension Rule {
  static let noTierSkipped = Rule(
    id: "SG-305", title: "a service connects within its tier or to the next one inward",
    why: "A visitor who breaks the front door must not stand before the data.",
    authorities: ["NIST SP 800-190 4.3.3"],
    emits: "networks between neighbouring tiers only",
    verified: "at compile time; SG-304 probes the running stack",
    keeper: .language,
    mustFire: [
      RuleExample(
        "skipped",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            connects: [db]
          db:
            tier: db
            image: memcached:1.6.39-trixie
            port: 11211
          """)
    ],
    mustNotFire: [
      RuleExample(
        "inward",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            connects: [db]
          db:
            tier: db
            image: memcached:1.6.39-trixie
            port: 11211
          """)
    ])
}
