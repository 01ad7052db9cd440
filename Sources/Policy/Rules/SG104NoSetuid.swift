extension Rule {
  static let noSetuid = Rule(
    id: "SG-104", title: "no file of the final image is setuid or setgid",
    why: "Such a file lends its owner's rights to whoever starts it.",
    authorities: ["CIS Docker 4.8", "Dockle CIS-DI-0008"],
    emits: "a step of the base stage that takes both bits from every file",
    verified: "docker export, and the modes in the archive",
    keeper: .output)
}
