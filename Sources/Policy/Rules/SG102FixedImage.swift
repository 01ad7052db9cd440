import Catalog
import Diagnostics
import Resolution
import Stack

extension Rule {
  /// Past its end of life is a warning, not an error: an old stack must still build on the day after, or nobody could patch it.
  /// A line the catalog has dropped can't be built at all and is an error of resolution.
  static let fixedImage = Rule(
    id: "SG-102", title: "a base image has a fixed version, a digest where the policy wants one, an allowed registry, and is maintained",
    why: """
      A moving tag makes tomorrow's rebuild run other code; an unknown registry runs whoever's code; and past the end of life nobody \
      repairs what is found.
      """,
    authorities: ["CIS Docker 4.2", "CIS Docker 5.28", "hadolint DL3006, DL3007", "checkov CKV_DOCKER_7", "NIST SP 800-190 4.1.5"],
    emits: "FROM with the catalog's full version and variant, or the stack's own reference",
    verified: "every FROM of every Dockerfile",
    mustFire: [
      RuleExample(
        "latest",
        services: """
          api:
            tier: api
            image: node:latest
            port: 3000
          """),
      RuleExample(
        "dead-line",
        services: """
          api:
            tier: api
            runtime: node
            version: "18"
            source: ./api
          """),
      RuleExample(
        "dead-image",
        services: """
          api:
            tier: api
            runtime: node
            image: node:18.20.8-bookworm-slim
            source: ./api
            command: [node, app.js]
          old:
            tier: api
            image: docker.io/library/ubuntu:20.04
            port: 8080
          """),
      RuleExample(
        "past-end-of-life", asOf: CalendarDate(2028, 5, 1),
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
          """),
      RuleExample(
        "no-digest",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
          """, knobs: "images: { require_digest: true }"),
      RuleExample(
        "registry",
        services: """
          api:
            tier: api
            image: docker.io/library.evil/app:1.0
            port: 8080
          """, knobs: "images: { registries: [docker.io/library, registry.acme.example] }"),
    ],
    mustNotFire: [
      RuleExample(
        "last-day", asOf: CalendarDate(2028, 4, 30),
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
          """),
      RuleExample(
        "allowed",
        services: """
          api:
            tier: api
            image: registry.acme.example/shop/app:1.0@sha256:\(String(repeating: "0123456789abcdef", count: 4))
            port: 8080
          """,
        knobs: "images: { registries: [docker.io/library, registry.acme.example], require_digest: true }"),
    ],
    check: { run in
      for service in run.stack.services {
        checkRegistry(service, &run)
        if run.policy.requireDigest, service.base.digest == nil {
          run.report(
            "image '\(service.base)' has no digest, and policy \(run.policy.name) wants one", at: service.baseRange,
            service: service, knob: "images.require_digest",
            because: "a tag can be moved to other content", write: "image: \(service.base)@sha256:… (docker buildx imagetools inspect)")
        }
        checkEndOfLife(service, &run)
      }
    })

  private static func checkRegistry(_ service: ResolvedService, _ run: inout RuleRun) {
    guard let registries = run.policy.registries else { return }
    let full = service.base.fullRepository
    guard !registries.contains(where: { full == $0 || full.hasPrefix($0 + "/") }) else { return }
    run.report(
      "image '\(service.base)' comes from a registry that policy \(run.policy.name) does not list", at: service.baseRange,
      service: service, knob: "images.registries",
      because: "allowed are \(registries.joined(separator: ", "))",
      write: registries.first.map { "image: \($0)/…, a copy of it there" })
  }

  private static func checkEndOfLife(_ service: ResolvedService, _ run: inout RuleRun) {
    guard let ended = service.release?.endOfLife ?? Catalog.endOfLife(of: service.base), ended < run.asOf else { return }
    let newest = service.runtime.releases.first { run.asOf <= $0.endOfLife }
    run.report(
      "image '\(service.base)' is past its end of life since \(ended)", at: service.baseRange, service: service, severity: .warning,
      because: "nobody fixes its vulnerabilities any more",
      write: newest.map { "version: \"\($0.version)\"" } ?? "image: with a line that is maintained")
  }
}
