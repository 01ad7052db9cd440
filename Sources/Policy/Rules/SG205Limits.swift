import Stack

extension Rule {
  static let limits = Rule(
    id: "SG-205", title: "memory (swap included), processors, processes and open files are limited",
    why: "Without limits one service takes the host, and with it every other service, down.",
    authorities: ["CIS Docker 5.11", "CIS Docker 5.12", "CIS Docker 5.19", "CIS Docker 5.29", "OWASP Docker 7"],
    emits: "--memory, an equal --memory-swap, --cpus, --pids-limit, --ulimit nofile",
    verified: ".HostConfig.Memory, MemorySwap, NanoCpus, PidsLimit, Ulimits",
    mustFire: [
      RuleExample(
        "above-the-policy",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            resources: { memory: 4Gi }
          """, adjust: { $0.maxMemory = ByteSize(bytes: 2 << 30) }),
      RuleExample(
        "too-little",
        services: """
          db:
            tier: db
            runtime: postgres
            secrets: { POSTGRES_PASSWORD_FILE: pw }
            resources: { memory: 32Mi }
          """, secrets: "pw: { file: ./secrets/pw }"),
    ],
    mustNotFire: [
      RuleExample(
        "at-the-limit",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            resources: { memory: 2Gi, cpus: 0.5, pids: 64 }
          """, adjust: { $0.maxMemory = ByteSize(bytes: 2 << 30) })
    ],
    check: { run in
      for service in run.stack.services {
        guard let memory = service.spec.resources.memory else { continue }
        if let most = run.policy.maxMemory, memory.value > most {
          run.report(
            "\(service.spec.name.value) asks for \(memory.value), and policy \(run.policy.name) gives at most \(most)", at: memory.range,
            because: "one service must not take the host's memory", write: "memory: \(most)")
        } else if memory.value < service.runtime.leastMemory {
          run.report(
            "\(memory.value) is less than \(service.runtime.name) needs to start", at: memory.range, severity: .warning,
            because: "the kernel would end it before it serves anyone", write: "memory: \(service.runtime.leastMemory), or more")
        }
      }
    })
}
