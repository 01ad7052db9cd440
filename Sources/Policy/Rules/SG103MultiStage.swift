extension Rule {
  static let multiStage = Rule(
    id: "SG-103", title: "what is built is built in a stage of its own; the final image has no build tools and no package caches",
    why: "A compiler and a package manager in production are an intruder's tools.",
    authorities: ["CIS Docker 4.3", "CIS Docker 4.7", "hadolint DL3009, DL3015"],
    emits: "a build stage per service that builds; the final stage copies its output and removes the runtime's package manager",
    verified: "hadolint; the files of the final image",
    keeper: .output)
}
