import Diagnostics
import Resolution
import Stack

extension Rule {
  static let readOnlyRoot = Rule(
    id: "SG-204", title: "the root file system is read-only; what is writable is a bounded tmpfs or a named volume beside the code",
    why: """
      An intruder who can't write can't stay: no replaced program, no dropped tool. A volume over the code would also hide every later \
      version of it, and a `VOLUME` nobody covers becomes an anonymous, unbounded one.
      """,
    authorities: ["CIS Docker 5.13", "OWASP Docker 8"],
    emits: "--read-only, --tmpfs with noexec,nosuid,nodev and a size, named volumes; every VOLUME of the base image covered",
    verified: "a write to / fails; the options in /proc/1/mounts",
    mustFire: [
      RuleExample(
        "over-the-code",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
            volumes: { uploads: /app }
          """),
      RuleExample(
        "two-users",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
            volumes: { shared: /var/lib/shared }
          worker:
            tier: api
            runtime: python
            source: ./worker
            command: [python3, worker.py]
            volumes: { shared: /var/lib/shared }
          """),
    ],
    mustNotFire: [
      RuleExample(
        "below-the-code",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
            volumes: { uploads: /app/uploads }
            tmpfs: [/app/cache]
          """),
      RuleExample(
        "one-user",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
            volumes: { shared: /var/lib/shared }
          worker:
            tier: api
            runtime: node
            source: ./worker
            command: [node, worker.js]
            volumes: { shared: /var/lib/shared }
          """),
    ],
    check: { run in
      var owners: [VolumeName: (service: ResolvedService, range: SourceRange)] = [:]
      for service in run.stack.services {
        if service.spec.source != nil {
          for path in service.spec.volumes.map(\.path) + service.spec.tmpfs { checkCode(path, service, &run) }
        }
        for volume in service.spec.volumes {
          guard let owner = owners[volume.name.value] else {
            owners[volume.name.value] = (service, volume.name.range)
            continue
          }
          guard owner.service.user != service.user else { continue }
          run.report(
            "\(service.spec.name.value) runs as \(service.user) and shares volume '\(volume.name.value)' with user \(owner.service.user)",
            at: volume.name.range, service: service, severity: .warning, because: "the files of one may be closed to the other",
            related: [Diagnostic.Related(owner.range, "\(owner.service.spec.name.value) has it first")],
            write: "user: \"\(owner.service.user)\" in both")
        }
      }
    })

  private static func checkCode(_ path: Located<AbsolutePath>, _ service: ResolvedService, _ run: inout RuleRun) {
    let code = service.runtime.applicationDirectory
    guard code.isWithin(path.value) else { return }
    run.report(
      "'\(path.value)' would hide \(service.spec.name.value)'s code in \(code)", at: path.range, service: service,
      because: "a volume keeps its first content for ever; a tmpfs begins empty", write: "\(code)/data, below it")
  }
}
