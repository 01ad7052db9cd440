extension Rule {
  static let daemon = Rule(
    id: "SG-501", title: "the engine itself is configured as CIS section 2 asks",
    why: "Its defaults are what a container gets where a run names nothing.",
    authorities: ["CIS Docker 2"],
    emits: "daemon.json",
    verified: "docker-bench, section 2",
    keeper: .output)
}
