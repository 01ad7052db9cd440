import Stack

extension Rule {
  static let capabilities = Rule(
    id: "SG-201", title: "all capabilities are dropped; only those of the policy's list may be added",
    why: "Each capability is a part of root's power: most escapes from containers begin with one that nobody needed.",
    authorities: ["CIS Docker 5.4", "OWASP Docker 3", "PSS restricted"],
    emits: "--cap-drop ALL, and --cap-add for what the stack declares",
    verified: ".HostConfig.CapDrop and CapAdd; CapEff and CapBnd of /proc/1/status",
    mustFire: [
      RuleExample(
        "not-allowed",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            capabilities: [NET_ADMIN]
          """),
      RuleExample(
        "none-under-strict", policy: "strict",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            capabilities: [NET_BIND_SERVICE]
          """),
      RuleExample(
        "pointless",
        services: """
          web:
            tier: frontend
            runtime: nginx
            source: ./web
            capabilities: [NET_BIND_SERVICE]
          """),
    ],
    mustNotFire: [
      RuleExample(
        "none",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
          """),
      RuleExample(
        "allowed",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            capabilities: [KILL]
          """, knobs: "runtime: { capabilities: [KILL] }"),
    ],
    check: { run in
      let allowed = run.policy.capabilities
      for service in run.stack.services {
        for capability in service.spec.capabilities {
          if !allowed.contains(capability.value) {
            run.report(
              "policy \(run.policy.name) does not allow the capability \(capability.value)", at: capability.range,
              service: service, knob: "runtime.capabilities",
              because: allowed.isEmpty
                ? "it allows none" : "it allows \(allowed.map(\.description).joined(separator: ", "))",
              write: "no \(capability.value) here")
          } else if capability.value.description == "NET_BIND_SERVICE", let port = service.port {
            // The language lets nobody listen below 1024, so the capability can only be of use to an intruder.
            run.report(
              "\(service.spec.name.value) listens on \(port) and needs no NET_BIND_SERVICE", at: capability.range, service: service,
              severity: .warning,
              because: "it is for ports below 1024", write: "no capabilities here")
          }
        }
      }
    })
}
