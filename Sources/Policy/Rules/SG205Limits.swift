import Diagnostics
import Resolution
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
          """, knobs: "resources: { max_memory: 2Gi }"),
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
          """, knobs: "resources: { max_memory: 2Gi }")
    ],
    check: { run in
      for service in run.stack.services {
        if let memory = service.spec.resources.memory { checkMemory(memory, of: service, &run) }
        // A default that a policy file writes down is the most as well: a stack can't weaken it.
        if let cpus = service.spec.resources.cpus, run.policy.places["resources.cpus"] != nil, cpus.value > run.policy.cpus {
          reportExcess("\(cpus.value) cpus", most: "cpus: \(run.policy.cpus)", at: cpus.range, of: service, knob: "resources.cpus", &run)
        }
        if let pids = service.spec.resources.pids, run.policy.places["resources.pids"] != nil, pids.value > run.policy.pids {
          reportExcess("\(pids.value) pids", most: "pids: \(run.policy.pids)", at: pids.range, of: service, knob: "resources.pids", &run)
        }
      }
    })

  private static func checkMemory(_ memory: Located<ByteSize>, of service: ResolvedService, _ run: inout RuleRun) {
    let isCeiling = run.policy.maxMemory == nil && run.policy.places["resources.memory"] != nil
    let most = run.policy.maxMemory ?? (isCeiling ? run.policy.memory : nil)
    if let most, memory.value > most {
      reportExcess(
        "\(memory.value)", most: "memory: \(most)", at: memory.range, of: service,
        knob: isCeiling ? "resources.memory" : "resources.max_memory", &run)
    } else if memory.value < service.runtime.leastMemory {
      run.report(
        "\(memory.value) is less than \(service.runtime.name) needs to start", at: memory.range, service: service, severity: .warning,
        because: "the kernel would end it before it serves anyone", write: "memory: \(service.runtime.leastMemory), or more")
    }
  }

  private static func reportExcess(
    _ wanted: String, most: String, at range: SourceRange, of service: ResolvedService, knob: String, _ run: inout RuleRun
  ) {
    run.report(
      "\(service.spec.name.value) asks for \(wanted), and policy \(run.policy.name) gives at most \(most.drop { $0 != " " }.dropFirst())",
      at: range, service: service, knob: knob, because: "one service must not take the host's resources", write: most)
  }
}
