extension Rule {
  static let copyOnly = Rule(
    id: "SG-105", title: "files come by COPY, WORKDIR is absolute, and one CMD is in exec form",
    why: "ADD fetches and unpacks unasked; a shell as PID 1 swallows the stop signal.",
    authorities: ["CIS Docker 4.9", "hadolint DL3000, DL3020, DL3024, DL3025"],
    emits: "COPY, absolute paths, exec form",
    verified: "hadolint and checkov",
    keeper: .output)
}
