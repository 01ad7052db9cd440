extension Rule {
  static let noNewPrivileges = Rule(
    id: "SG-202", title: "no process can gain privileges by what it executes",
    why: "It makes every setuid file and file capability inert.",
    authorities: ["CIS Docker 5.26", "OWASP Docker 4", "PSS restricted"],
    emits: "--security-opt no-new-privileges",
    verified: "NoNewPrivs: 1 in /proc/1/status",
    keeper: .output)
}
