extension Rule {
  static let internalNetworks = Rule(
    id: "SG-301",
    title: "services meet on internal networks, one per tier boundary or, under strict, one per connection; the default bridge is unused",
    why: "On a flat network every service reaches every other.",
    authorities: ["CIS Docker 5.30", "OWASP Docker 5", "NIST SP 800-190 4.3.3"],
    emits: "networks.sh",
    verified: "docker network inspect",
    keeper: .output)
}
