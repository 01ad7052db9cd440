extension Rule {
  static let workflow = Rule(
    id: "SG-701", title: "workflow actions are pinned by commit, permissions are least, and no credentials are kept",
    why: "A moved tag of an action runs in the pipeline with its rights.",
    authorities: ["GitHub security hardening", "OpenSSF Scorecard"],
    emits: "container-security.yml",
    verified: "zizmor and checkov",
    keeper: .output)
}
