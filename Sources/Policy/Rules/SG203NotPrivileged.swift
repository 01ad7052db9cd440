extension Rule {
  static let notPrivileged = Rule(
    id: "SG-203", title: "no container is privileged or has devices of the host",
    why: "A privileged container is the host.",
    authorities: ["CIS Docker 5.5", "CIS Docker 5.18", "PSS baseline"],
    emits: "neither option; the language has no key for them",
    verified: ".HostConfig.Privileged and Devices",
    keeper: .output)
}
