import Languages
import Planning
import Stack

func emitRunScript(_ plan: DeploymentPlan, context: EmissionContext, files: [ServiceFiles]) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  var data: [ShellStatement] = [.code(SharedCode.place), frame.stackAssignment]
  data += frame.rootAssignment(ifAny: \.hasRelativeSecret)
  data += [.comment("Servers before their clients."), frame.services(plan.startOrder)]
  for index in plan.startOrder {
    let service = plan.services[index]
    data.append(.blank)
    data.append(.comment("\(service.name): \(service.tier.rawValue), \(service.runtime.name)"))
    data += runFunctions(service, frame: frame, files: files[index])
  }
  return frame.script(
    "run.sh",
    ["starts its containers, each with every restriction of its plan."],
    usage: [
      "usage: run.sh [SERVICE ...]",
      "Safe to repeat: what runs with this configuration is left alone; what differs is replaced. Data volumes are never removed.",
      "If a service can't be started, what this run made is removed again and the reason is said.",
      "exit: 0 all named services are healthy, 1 failed, 2 wrong usage",
    ],
    data: data,
    code: [
      SharedCode.selection, SharedCode.engine, SharedCode.lock, RunCode.checks, RunCode.secrets, RunCode.decisions, RunCode.start,
      RunCode.main,
    ])
}

private func runFunctions(_ service: ServicePlan, frame: ScriptFrame, files: ServiceFiles) -> [ShellStatement] {
  let create = ShellStatement.function(service.function("create_"), [.command(createCommand(service, frame: frame))])
  let attach = ShellStatement.function(
    service.function("attach_"), service.attachments.dropFirst().map { .command(attachCommand(service, $0, plan: frame.plan)) })
  return [
    .function(
      service.function("describe_"),
      [
        .assign("container", .text(service.container)),
        .assign("image", .text(service.image)),
        .comment("Of the generated files in the image, as build.sh writes it there."),
        .assign("build", .text(files.buildDigest)),
        .assign("user", .text(String(service.user.uid))),
        .assign("group", .text(String(service.user.gid))),
        .assign("profile", .text(service.appArmor.profile)),
        .assign("mode", .text(service.appArmorMode)),
        .assign("filter", .text(service.seccompSource)),
        .assign("secrets", .text(service.secrets.isEmpty ? "" : service.secretsVolume(in: frame.plan))),
        .comment(
          service.health.command.isEmpty
            ? "No health check is declared."
            : "Seconds it may take to become healthy: start period, and every retry with its interval and timeout."),
        .assign("patience", .text(String(service.health.patience))),
        .comment("Of everything below, the profiles and the networks; a change of it replaces the container."),
        .assign("config", .text(configurationDigest(service, [create, attach], frame: frame, files: files))),
      ]),
    frame.rows(service.function("secrets_"), service.distinctSecrets.map { [.text($0.name.description), frame.file($0.file)] }),
    frame.rows(service.function("volumes_"), service.volumes.map { [.text($0.dockerName)] }),
    frame.rows(service.function("published_"), service.publish.map { [.text($0.bareHost), .text($0.port.description)] }),
    create,
    attach,
  ]
}

/// Image changes show by the image's id, secret files by their stamps: run.sh sees those itself.
private func configurationDigest(
  _ service: ServicePlan, _ functions: [ShellStatement], frame: ScriptFrame, files: ServiceFiles
) -> String {
  var parts = [RenderedFile(path: "functions", bytes: ShellScript(header: [], functions).printed)]
  let profiles = service.profilePaths
  parts += files.all.filter { profiles.contains($0.path) }
  for attachment in service.attachments {
    let network = frame.plan.networks[attachment.network]
    parts.append(RenderedFile(path: network.name, bytes: Array(networkDigest(network).utf8)))
  }
  return contentDigest(parts)
}

private func attachCommand(_ service: ServicePlan, _ attachment: Attachment, plan: DeploymentPlan) -> ShellCommand {
  ShellCommand([
    "docker", "network", "connect", "--ip", .text(attachment.address.description), "--alias", .text(service.name.description),
    .text(plan.networks[attachment.network].name), .text(service.container),
  ])
}

extension ServicePlan {
  /// The word the kernel shows behind a profile's name.
  var appArmorMode: String { appArmor.isEnforced ? "enforce" : "complain" }
  /// Whose system call filter it is.
  var seccompSource: String { seccomp.isOwn ? "runtime" : "engine" }

  /// `--` is in no name, so no data volume is ever called like it.
  func secretsVolume(in plan: DeploymentPlan) -> String { "\(plan.stack)-\(name)--secrets" }

  var hasRelativeSecret: Bool {
    secrets.contains {
      if case .relative = $0.file { true } else { false }
    }
  }

  /// A secret may be given under two variables; it is one file.
  var distinctSecrets: [SecretMount] {
    var seen: Set<SecretName> = []
    return secrets.filter { seen.insert($0.name).inserted }
  }
}

extension HealthPlan {
  /// Seconds to wait for `healthy` before giving up, with a margin for a busy engine.
  /// 0 where no health check is declared.
  var patience: Int { command.isEmpty ? 0 : startPeriod.seconds + retries * (interval.seconds + timeout.seconds) + 15 }
}

extension PublishAddress {
  /// Without the brackets of an IPv6 address.
  var bareHost: String {
    switch host {
    case .v4(let address): address.description
    case .v6(let text): text
    }
  }
}

extension ScriptFrame {
  func file(_ file: SecretFile) -> ShellWord {
    switch file {
    case .relative(let path): underRoot(path)
    case .absolute(let path): .text(path)
    }
  }
}
