import Languages
import Planning
import Stack

/// `docker create` with every restriction of the plan. What only the run knows (labels of the run, AppArmor where the kernel has it) comes in as `"$@"`.
func createCommand(_ service: ServicePlan, frame: ScriptFrame) -> ShellCommand {
  let plan = frame.plan
  var words: [ShellWord] = ["docker", "create"]
  func option(_ name: String, _ value: ShellWord) { words += [.text(name), value] }
  func option(_ name: String, _ value: String) { option(name, .text(value)) }

  option("--name", service.container)
  option("--hostname", service.name.description)
  addPrivileges(service, option: option)
  if service.readOnly { words.append("--read-only") }
  for mount in service.tmpfs { option("--tmpfs", "\(mount.path):\(service.tmpfsOptions(mount))") }
  for volume in service.volumes { option("--mount", "type=volume,source=\(volume.dockerName),target=\(volume.path)") }
  if !service.secrets.isEmpty {
    option("--mount", "type=volume,source=\(service.secretsVolume(in: plan)),target=/run/secrets,readonly")
  }
  addLimits(service, plan: plan, option: option)
  if service.runtime.needsInit { words.append("--init") }
  option("--stop-signal", service.runtime.stopSignal.description)
  option("--stop-timeout", String(service.runtime.stopTimeout))
  addNetwork(service, plan: plan, option: option)
  for (name, value) in service.env { option("--env", "\(name)=\(value)") }
  for secret in service.secrets {
    if let variable = secret.variable { option("--env", "\(variable)=\(secret.path)") }
  }
  for (key, value) in service.labels { option("--label", "\(key)=\(value)") }
  // After the stack's own labels: of two with one key, the engine keeps the last.
  option("--label", "securegen.stack=\(plan.stack)")
  option("--label", "securegen.service=\(service.name)")
  words.append(.source("\"$@\""))
  words.append(.text(service.image))
  return ShellCommand(words)
}

private func addPrivileges(_ service: ServicePlan, option: (String, ShellWord) -> Void) {
  option("--user", .text(service.user.description))
  option("--cap-drop", "ALL")
  for capability in service.capabilities { option("--cap-add", .text(capability.description)) }
  option("--security-opt", "no-new-privileges=true")
  if service.seccomp.isOwn { option("--security-opt", .joined(["seccomp=", .variable("here"), .text("/\(service.name)/seccomp.json")])) }
  // Private to the container also where the engine's default is set otherwise.
  option("--ipc", "private")
  option("--cgroupns", "private")
}

private func addLimits(_ service: ServicePlan, plan: DeploymentPlan, option: (String, String) -> Void) {
  // Equal to the memory limit: no swap.
  option("--memory", String(service.memory.bytes))
  option("--memory-swap", String(service.memory.bytes))
  option("--cpus", service.cpus.description)
  option("--pids-limit", String(service.pids))
  option("--ulimit", "nofile=\(service.openFiles):\(service.openFiles)")
  option("--restart", "on-failure:\(plan.restartRetries)")
  option("--log-driver", "json-file")
  option("--log-opt", "max-size=10m")
  option("--log-opt", "max-file=3")
}

private func addNetwork(_ service: ServicePlan, plan: DeploymentPlan, option: (String, String) -> Void) {
  if let first = service.attachments.first {
    option("--network", plan.networks[first.network].name)
    option("--ip", first.address.description)
    option("--network-alias", service.name.description)
  } else {
    option("--network", "none")
  }
  // Peers by address, so that a client starts, and finds its server again, while the server is away.
  for host in service.hosts { option("--add-host", "\(host.name):\(host.address)") }
  // The engine's resolver answers for peers and passes the rest on: to nobody.
  if !service.egress { option("--dns", "127.0.0.1") }
  guard let port = service.port else { return }
  for address in service.publish { option("--publish", "\(address.hostText):\(address.port):\(port)") }
}

extension ServicePlan {
  /// `rw,noexec,nosuid,nodev,size=16777216,uid=10101,gid=10101,mode=700`
  func tmpfsOptions(_ mount: TmpfsMount) -> String {
    "rw,noexec,nosuid,nodev,size=\(mount.size.bytes),uid=\(user.uid),gid=\(user.gid),mode=\(String(mount.mode, radix: 8))"
  }
}
