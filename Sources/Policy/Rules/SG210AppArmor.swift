extension Rule {
  static let appArmor = Rule(
    id: "SG-210", title: "an AppArmor profile per service says what may be executed and written, and is enforced",
    why: "It holds where the file system's own permissions were wrong.",
    authorities: ["CIS Docker 5.2", "OWASP Docker 6"],
    emits: "apparmor.profile for each service, loaded by run.sh; under apparmor: complain with the flag that only logs",
    verified: "apparmor_parser; /proc/1/attr/current",
    keeper: .output)
}
