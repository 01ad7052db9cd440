import Diagnostics
import Resolution
import Stack

extension Rule {
  static let onlyTheEdgePublishes = Rule(
    id: "SG-302", title: "only a frontend publishes ports, each on an address that is written down",
    why: "A database on a public address is found within minutes; Docker's own rules open the port past the host's firewall.",
    authorities: ["CIS Docker 5.9", "CIS Docker 5.14", "OWASP Docker 5a"],
    emits: "--publish 127.0.0.1:port unless the stack names another address, for frontends alone",
    verified: ".NetworkSettings.Ports, IPv4 and IPv6",
    mustFire: [
      RuleExample(
        "db",
        services: """
          db:
            tier: db
            image: memcached:1.6.39-trixie
            port: 11211
            publish: 11211
          """),
      RuleExample(
        "ipv6",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            publish: ["0.0.0.0:8080", "[::]:8080"]
          """),
      RuleExample(
        "loopback-alone",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            publish: "0.0.0.0:8080"
          """, knobs: "network: { publish: [loopback] }"),
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
          """),
      RuleExample(
        "loopback",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            publish: 8080
          """, knobs: "network: { publish: [loopback] }"),
    ],
    check: { run in
      reportIPv6(&run)
      guard let allowed = run.policy.publish else { return }
      for service in run.stack.services {
        for address in service.spec.publish where !allows(allowed, address.value) {
          let names = allowed.isEmpty ? "nowhere" : allowed.map(\.description).joined(separator: ", ")
          run.report(
            "\(service.spec.name.value) publishes on \(address.value.hostText), and policy \(run.policy.name) allows \(names)",
            at: address.range, service: service, knob: "network.publish",
            because: "an address that others reach is a front door, which the policy keeps closed",
            write: allowed.contains(.loopback) ? "publish: \(address.value.port)" : "no publish here")
        }
      }
    })

  private static func reportIPv6(_ run: inout RuleRun) {
    for service in run.stack.services {
      for address in service.spec.publish {
        guard case .v6 = address.value.host else { continue }
        run.report(
          "\(service.spec.name.value) publishes on \(address.value.hostText), where nothing will answer", at: address.range,
          service: service,
          severity: .warning,
          because: "the stack's networks have IPv4 addresses, and the engine's own proxy, which would translate, is off in daemon.json",
          write: "an IPv4 address, with a proxy of the host in front where IPv6 clients come")
      }
    }
  }

  private static func allows(_ allowed: [PolicyPublish], _ address: PublishAddress) -> Bool {
    allowed.contains { item in
      switch (item, address.host) {
      case (.any, _): true
      case (.loopback, .v4(let host)): host.bits >> 24 == 127
      case (.loopback, .v6(let host)): host == "::1"
      case (.address(let one), .v4(let host)): one == host
      case (.address, .v6): false
      }
    }
  }
}
