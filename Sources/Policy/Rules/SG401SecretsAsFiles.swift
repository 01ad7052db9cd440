import Catalog
import Resolution
import Stack

extension Rule {
  static let secretsAsFiles = Rule(
    id: "SG-401", title: "secrets are files that the service's user owns and only it can read (0400)",
    why: "A variable is inherited by every child and shown by inspect, crash reports and debug pages; a file has an owner and a mode.",
    authorities: ["CIS Docker 7.4", "OWASP Docker 12", "NIST SP 800-190 4.1.4"],
    emits: "a volume per service that run.sh fills before it starts, mounted read-only at /run/secrets; stop.sh removes it",
    verified: "owner and mode of each file under /run/secrets in the container",
    mustFire: [
      RuleExample(
        "no-password",
        services: """
          db:
            tier: db
            runtime: postgres
          """),
      RuleExample(
        "trust",
        services: """
          db:
            tier: db
            runtime: postgres
            env: { POSTGRES_HOST_AUTH_METHOD: trust }
          """),
    ],
    mustNotFire: [
      RuleExample(
        "password",
        services: """
          db:
            tier: db
            runtime: postgres
            secrets: { POSTGRES_PASSWORD_FILE: pw }
          """, secrets: "pw: { file: ./secrets/pw }"),
      RuleExample(
        "path-in-env",
        services: """
          db:
            tier: db
            runtime: postgres
            env: { POSTGRES_PASSWORD_FILE: /run/secrets/pw }
            secrets: [pw]
          """, secrets: "pw: { file: ./secrets/pw }"),
    ],
    check: { run in
      for service in run.stack.services {
        guard let password = service.runtime.passwordVariable else { continue }
        let wanted = password.description
        // docker-library/postgres, docker-entrypoint.sh: `trust` lets everyone in who reaches the port.
        if let method = service.spec.env.first(where: { $0.name.value.description == "POSTGRES_HOST_AUTH_METHOD" }),
          method.value.value == "trust"
        {
          run.report(
            "\(service.spec.name.value) lets everyone in without a password", at: method.value.range, service: service, severity: .warning,
            because: "whoever takes over a client of it is its superuser", write: "secrets: { \(wanted): db-password }, and no method")
        } else if !service.spec.env.contains(where: { $0.name.value.description == wanted }),
          !service.spec.secrets.contains(where: { $0.variable?.value.description == wanted })
        {
          run.report(
            "\(service.spec.name.value) has no \(wanted)", at: service.spec.name.range, service: service, severity: .warning,
            because: "\(service.runtime.name) starts no empty database without a password",
            write: "secrets: { \(wanted): db-password }")
        }
      }
    })
}
