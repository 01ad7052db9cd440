extension Rule {
  static let declaredTrafficOnly = Rule(
    id: "SG-304", title: "what is not declared cannot connect; without egress nothing reaches the outside, the host or outside DNS",
    why: "An intruder's next steps are sideways and out.",
    authorities: ["NIST SP 800-190 4.4.2"],
    emits: "internal networks, packet rules in DOCKER-USER and INPUT, a resolver that forwards nowhere; what stays open is named",
    verified: "probes from each service to each other one",
    mustFire: [
      RuleExample(
        "egress-denied",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            egress: true
          """, knobs: "network: { egress: deny }")
    ],
    mustNotFire: [
      RuleExample(
        "egress-declared",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            egress: true
          """)
    ],
    check: { run in
      guard !run.policy.allowsEgress else { return }
      for service in run.stack.services {
        guard let egress = service.spec.egress, egress.value else { continue }
        run.report(
          "\(service.spec.name.value) may reach the outside, and policy \(run.policy.name) denies it", at: egress.range, service: service,
          knob: "network.egress", because: "what can call out can carry data out", write: "egress: false")
      }
    })
}
