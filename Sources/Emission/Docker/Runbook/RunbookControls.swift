import Catalog
import Languages
import Planning
import Stack

/// One control: what holds, the lines that make it hold, and who verifies it.
private struct Control {
  let id: StaticString
  let statement: StaticString
  let sought: [Sought]
  let verified: StaticString
  init(_ id: StaticString, _ statement: StaticString, _ sought: [Sought], _ verified: StaticString) {
    self.id = id
    self.statement = statement
    self.sought = sought
    self.verified = verified
  }
}

extension RunbookScope {
  /// The controls that this stack satisfies in its files, by id.
  mutating func controls() -> [MarkdownBlock] {
    let rows = (imageControls() + runtimeControls() + networkControls() + otherControls()).filter { !$0.sought.isEmpty }.map {
      control -> [[MarkdownInline]] in
      [
        [.text(control.id.description)], [.text(control.statement.description)], evidence(control.sought).inlines,
        [.text(control.verified.description)],
      ]
    }
    return [
      .paragraph([
        "What holds, by which lines, and how it is checked. ", .code("verify.sh"),
        " reads the running containers; what it can't see on this host it calls not verifiable.",
      ]),
      .table(header: [["control"], ["holds"], ["where"], ["checked by"]], rows: rows),
    ]
  }

  private func imageControls() -> [Control] {
    let services = cited
    let patched = services.filter { $0.build.patchPackages && $0.runtime.kind != .custom }
    return [
      Control("SG-101", "numeric user and group, not root", services.map { $0.inDockerfile("USER \($0.user)") }, "verify.sh"),
      Control("SG-102", "base image in a fixed version", services.map { $0.inDockerfile("FROM \($0.build.base)") }, "the compiler"),
      Control("SG-103", "no package lists in the image", patched.map { $0.inDockerfile("/var/lib/apt/lists") }, "hadolint"),
      Control("SG-104", "no setuid or setgid files", services.map { $0.inDockerfile("-perm /6000") }, "verify.sh"),
      Control("SG-107", "a health check the image can run", services.map { $0.inDockerfile("HEALTHCHECK ") }, "verify.sh"),
      Control(
        "SG-109", "a gate for known vulnerabilities", [Sought("scan.sh", plan.scan.failOn.map(\.rawValue).joined(separator: ","))],
        "exit status of scan.sh"),
    ]
  }

  private func runtimeControls() -> [Control] {
    let services = cited
    return [
      Control("SG-201", "all capabilities dropped", services.map { $0.inRun("--cap-drop ALL") }, "verify.sh"),
      Control("SG-202", "no new privileges", services.map { $0.inRun("no-new-privileges") }, "verify.sh"),
      Control(
        "SG-204", "read-only root, writable paths without execution",
        services.filter(\.readOnly).map { $0.inRun("--read-only") } + services.filter { !$0.tmpfs.isEmpty }.map { $0.inRun("noexec") },
        "verify.sh"),
      Control(
        "SG-205", "memory, swap, CPU, process and file limits", services.flatMap { [$0.inRun("--memory "), $0.inRun("--pids-limit ")] },
        "verify.sh"),
      Control(
        "SG-206", "restart on failure, a bounded number of times", services.map { $0.inRun("on-failure:\(plan.restartRetries)") },
        "verify.sh"),
      Control(
        "SG-209", "a seccomp allowlist inside the engine's default",
        services.filter(\.seccomp.isOwn).map { $0.inRun("seccomp=") }, "verify.sh"),
      Control(
        "SG-210",
        services.allSatisfy(\.appArmor.isEnforced) ? "an AppArmor profile" : "an AppArmor profile that logs and refuses nothing (policy)",
        services.map { $0.inAppArmor("profile \($0.appArmor.profile)") } + [Sought("run.sh", "apparmor=$profile")],
        "verify.sh, on a kernel that has AppArmor"),
      Control(
        "SG-401", "secrets are files of the service's user, mode 0400",
        services.filter { !$0.secrets.isEmpty }.map { $0.inRun("target=/run/secrets,readonly") }, "verify.sh"),
    ]
  }

  private func networkControls() -> [Control] {
    let inner = plan.networks.filter(\.isInternal).prefix(Self.mostCited)
    return [
      Control(
        "SG-301", "internal networks; the default bridge unused",
        inner.map { Sought("networks.sh", "\($0.name) ") } + (inner.isEmpty ? [] : [Sought("networks.sh", "--internal")]),
        "verify.sh"),
      Control(
        "SG-302", "only the edge publishes, on an explicit address",
        cited.flatMap { service in service.publish.map { service.inRun($0.description) } }, "verify.sh"),
      Control(
        "SG-304", "what is not declared can't connect, but for the ways named above", [Sought("networks.sh", "iptables-restore")],
        "verify.sh"),
    ]
  }

  private func otherControls() -> [Control] {
    let servers = cited.filter { $0.nginx != nil }
    return [
      Control("SG-501", "daemon settings", [Sought("daemon.json", "\"icc\"")], "docker-bench-security, section 2"),
      Control(
        "SG-601", "security headers on every response", servers.map { $0.inNginx("nginx.conf", "include snippets/security-headers.conf") },
        "curl"),
      Control("SG-604", "unknown hosts refused", servers.map { $0.inNginx("nginx.conf", "default_server") }, "curl"),
      Control("SG-605", "no version disclosed", servers.map { $0.inNginx("nginx.conf", "server_tokens off") }, "curl"),
      Control(
        "SG-701", "a workflow with pinned actions and least permissions", [Sought("container-security.yml", "permissions:")],
        "zizmor, checkov"),
    ]
  }
}
