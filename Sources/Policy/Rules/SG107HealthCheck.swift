import Catalog
import Diagnostics
import Resolution
import Stack

extension Rule {
  static let healthCheck = Rule(
    id: "SG-107", title: "every service has a health check that its image can run",
    why: "A process that is alive but answers nobody is only found out by asking it.",
    authorities: ["CIS Docker 4.6", "CIS Docker 5.27", "checkov CKV_DOCKER_2", "Dockle CIS-DI-0006"],
    emits: "HEALTHCHECK with a client the runtime itself brings, without a shell where there is none",
    verified: ".State.Health.Status is healthy",
    mustFire: [
      RuleExample(
        "unknown-image",
        services: """
          worker:
            tier: api
            image: ghcr.io/acme/worker:2.0.1
          """),
      RuleExample(
        "not-http",
        services: """
          db:
            tier: db
            runtime: postgres
            secrets: { POSTGRES_PASSWORD_FILE: pw }
            health: { http: /healthz }
          """, secrets: "pw: { file: ./secrets/pw }"),
    ],
    mustNotFire: [
      RuleExample(
        "port",
        services: """
          cache:
            tier: db
            image: memcached:1.6.39-trixie
            port: 11211
          """),
      RuleExample(
        "command",
        services: """
          worker:
            tier: api
            image: ghcr.io/acme/worker:2.0.1
            health: { command: [/usr/bin/worker, --check] }
          """),
    ],
    check: { run in
      for service in run.stack.services {
        switch service.spec.health?.probe {
        case .http(let path) where service.runtime.kind == .store:
          run.report(
            "\(service.runtime.name) does not speak HTTP", at: path.range, waivable: false,
            because: "nothing would answer GET \(path.value)",
            write: "health: { tcp: true }, or no probe: \(service.runtime.name) has its own")
        case nil where service.runtime.defaultProbe(service.port) == nil:
          run.report(
            "\(service.spec.name.value) has no health check", at: service.spec.name.range, service: service, severity: .warning,
            because: "nothing is known of '\(service.base)', not even a port that could be tried: unless the image brings a check of its "
              + "own, nobody notices that it hangs",
            write: "port: 8080, or health: { command: [/usr/bin/program, --check] }")
        default: continue
        }
      }
    })
}
