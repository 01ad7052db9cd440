extension Rule {
  static let seccomp = Rule(
    id: "SG-209",
    title: "system calls are an allowlist per runtime, inside the engine's default; clone3 answers ENOSYS; no io_uring, AF_ALG or AF_VSOCK",
    why: "Kernel holes are reached through calls that hardly any service needs.",
    authorities: ["CIS Docker 5.22", "OWASP Docker 6", "NIST SP 800-190 4.4.3"],
    emits: "seccomp.json for each service, from the groups its runtime needs; under seccomp: engine the engine's default instead",
    verified: "Seccomp: 2 in /proc/1/status; the profile compared with the engine's default",
    keeper: .output)
}
