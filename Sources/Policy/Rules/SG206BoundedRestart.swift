extension Rule {
  static let boundedRestart = Rule(
    id: "SG-206", title: "a failed service restarts at most five times",
    why: "An endless restart hides a crash loop and wears the host out.",
    authorities: ["CIS Docker 5.15"],
    emits: "--restart on-failure:5",
    verified: ".HostConfig.RestartPolicy, its count too",
    keeper: .output)
}
