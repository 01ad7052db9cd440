extension Rule {
  static let noHostNamespaces = Rule(
    id: "SG-207", title: "no namespace of the host and no cgroup parent is shared",
    why: "Sharing one shows and opens the host's processes, network or memory to the service.",
    authorities: ["CIS Docker 5.10", "CIS Docker 5.16", "CIS Docker 5.17", "CIS Docker 5.21", "CIS Docker 5.25", "CIS Docker 5.31"],
    emits: "none of the options; the language has no key for them",
    verified: ".HostConfig.NetworkMode, PidMode, IpcMode, UTSMode, UsernsMode, CgroupParent",
    keeper: .output)
}
