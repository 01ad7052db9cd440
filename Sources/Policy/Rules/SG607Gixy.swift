extension Rule {
  static let gixy = Rule(
    id: "SG-607", title: "gixy finds nothing in the nginx configuration",
    why: "It knows the mistakes that lead to traversal, splitting and spoofing.",
    authorities: ["gixy"],
    emits: "a configuration without them",
    verified: "gixy",
    keeper: .output)
}
