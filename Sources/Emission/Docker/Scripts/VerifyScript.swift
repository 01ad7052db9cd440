import Languages
import Planning
import Stack

func emitVerifyScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  var data: [ShellStatement] = [.code(SharedCode.place), frame.stackAssignment]
  data += frame.rootAssignment(ifAny: \.hasRelativeSecret)
  data += [
    .assign("isolation", .text(plan.isolation.rawValue)),
    .assign("chain", .text(plan.packetChain)),
    .assign("restart", .text("on-failure:\(plan.restartRetries)")),
    .assign("userns", .text(plan.userNamespaces ? "yes" : "no")),
    frame.services(plan.services.indices),
    .blank,
    .comment("NAME KIND SUBNET GATEWAY BRIDGE"),
    frame.rows("networks", plan.networks.map(networkFacts)),
    .blank,
    .comment("NETWORK KIND SERVICE ADDRESS PORT ROLE; port 9 stands for one that isn't known."),
    frame.rows("members", memberRows(plan)),
    .blank,
    .comment("FROM TO: the declared connections."),
    frame.rows("declared", declaredRows(plan)),
  ]
  for service in plan.services {
    data.append(.blank)
    data.append(.comment("\(service.name): what its plan says"))
    data += verifyFunctions(service, frame: frame)
  }
  return frame.script(
    "verify.sh",
    ["checks the running containers against their plan, control by control."],
    usage: [
      "usage: verify.sh [--format text|json] [--outside IP:PORT] [SERVICE ...]",
      "  --outside  a listener outside this host that only services with 'egress: true' may reach",
      "Reads 'docker inspect' and /proc and probes from inside the containers' network namespaces; needs no tool in the images.",
      "As root on the engine's host it sees everything; what it can't see it calls not verifiable, never passed.",
      "exit: 0 nothing failed, 1 a control failed, 2 wrong usage or no engine",
    ],
    data: data,
    code: [
      SharedCode.selection, SharedCode.engine, VerifyReportCode.report, VerifyReportCode.facts, VerifyContainerCode.privileges,
      VerifyContainerCode.isolation, VerifyProcessCode.identity, VerifyProcessCode.confinement, VerifyMountCode.mounts,
      VerifyMountCode.limits, VerifyNetworkCode.attachments, VerifyNetworkCode.ports, VerifyProbeCode.client, VerifyProbeCode.expectations,
      VerifyProbeCode.ways, VerifyHTTPCode.responses, VerifyHostCode.host, VerifyReportCode.main,
    ])
}

private func networkFacts(_ network: NetworkPlan) -> [ShellWord] {
  [network.name, network.kindWord, network.subnet.description, network.gateway.description, network.bridge].map { .text($0) }
}

/// One row per attachment, so that a tier of many services needs no row per pair.
func memberRows(_ plan: DeploymentPlan) -> [[ShellWord]] {
  var rows: [[ShellWord]] = []
  for (index, service) in plan.services.enumerated() {
    for attachment in service.attachments {
      let network = plan.networks[attachment.network]
      var role = "-"
      if case .link(let client, _) = network.kind { role = client == index ? "client" : "server" }
      let facts = [
        network.name, network.kindWord, service.name.description, attachment.address.description, service.port?.description ?? "9", role,
      ]
      rows.append(facts.map { .text($0) })
    }
  }
  return rows
}

func declaredRows(_ plan: DeploymentPlan) -> [[ShellWord]] {
  plan.connections.map { [.text(plan.services[$0.client].name.description), .text(plan.services[$0.server].name.description)] }
}

private func verifyFunctions(_ service: ServicePlan, frame: ScriptFrame) -> [ShellStatement] {
  var volumes: [[ShellWord]] = service.volumes.map { [.text($0.dockerName), .text($0.path.description), "true"] }
  if !service.secrets.isEmpty { volumes.append([.text(service.secretsVolume(in: frame.plan)), "/run/secrets", "false"]) }
  let site = service.nginx?.serverNames.first { !$0.description.hasPrefix("*") }?.description ?? "localhost"
  return [
    .function(
      service.function("describe_"),
      [
        .assign("container", .text(service.container)),
        .assign("image", .text(service.image)),
        .assign("user", .text(String(service.user.uid))),
        .assign("group", .text(String(service.user.gid))),
        .assign("capabilities", .text(service.capabilities.map { "CAP_\($0)" }.sorted().joined(separator: " "))),
        .comment("The same as bits, as in /proc/PID/status."),
        .assign("mask", .text(capabilityMask(service.capabilities))),
        .assign("read_only", .text(service.readOnly ? "true" : "false")),
        .assign("memory", .text(String(service.memory.bytes))),
        .assign("nano_cpus", .text(String(service.cpus.milli * 1_000_000))),
        .assign("processes", .text(String(service.pids))),
        .assign("open_files", .text(String(service.openFiles))),
        .assign("profile", .text(service.appArmor.profile)),
        .assign("mode", .text(service.appArmorMode)),
        .assign("filter", .text(service.seccompSource)),
        .assign("health", .text(service.health.command.isEmpty ? "none" : "declared")),
        .comment("Seconds since its last health check after which none is to be expected any more."),
        .assign("check_age", .text(String(3 * (service.health.interval.seconds + service.health.timeout.seconds)))),
        .assign("egress", .text(service.egress ? "yes" : "no")),
        .assign("port", .text(service.port?.description ?? "")),
        .assign("serves", .text(service.nginx == nil ? "no" : "yes")),
        .assign("site", .text(site)),
      ]),
    .comment("PATH SIZE MODE"),
    frame.rows(
      service.function("tmpfs_"),
      service.tmpfs.map { [.text($0.path.description), .text(String($0.size.bytes)), .text(String($0.mode, radix: 8))] }),
    .comment("NAME PATH WRITABLE"),
    frame.rows(service.function("volumes_"), volumes),
    .comment("NAME FILE"),
    frame.rows(service.function("secrets_"), service.distinctSecrets.map { [.text($0.name.description), frame.file($0.file)] }),
    .comment("ADDRESS PORT"),
    frame.rows(service.function("published_"), service.publish.map { [.text($0.bareHost), .text($0.port.description)] }),
    .comment("NAME VALUE of every response header"),
    frame.rows(
      service.function("headers_"),
      service.nginx.map { $0.headers.map { [.text($0.name.description), .text($0.value.description)] } } ?? []),
  ]
}

/// Sixteen hex digits, as the kernel prints a capability set. Bit numbers: include/uapi/linux/capability.h of Linux 6.x.
func capabilityMask(_ capabilities: [Capability]) -> String {
  var mask: UInt64 = 0
  for capability in capabilities {
    guard let bit = capabilityBits.firstIndex(of: capability.description) else { preconditionFailure("every known capability has a bit") }
    mask |= 1 << UInt64(bit)
  }
  let digits = String(mask, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private let capabilityBits = [
  "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
  "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
  "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
  "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
  "PERFMON", "BPF", "CHECKPOINT_RESTORE",
]
