extension Rule {
  static let declaredTrafficOnly = Rule(
    id: "SG-304", title: "what is not declared cannot connect; without egress nothing reaches the outside, the host or outside DNS",
    why: "An intruder's next steps are sideways and out.",
    authorities: ["NIST SP 800-190 4.4.2"],
    emits: "internal networks, packet rules in DOCKER-USER and INPUT, a resolver that forwards nowhere; what stays open is named",
    verified: "probes from each service to each other one",
    keeper: .output)
}
