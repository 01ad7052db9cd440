import Catalog
import Languages
import Planning
import Stack

/// One control: what holds, the lines that make it hold, and who checks it.
private struct Control {
  let id: StaticString
  let statement: StaticString
  let sought: [Sought]
  /// Who checks it beside verify.sh; empty where verify.sh alone does.
  let others: StaticString
  init(_ id: StaticString, _ statement: StaticString, _ sought: [Sought], _ others: StaticString = "") {
    self.id = id
    self.statement = statement
    self.sought = sought
    self.others = others
  }
}

extension RunbookScope {
  /// The controls that this stack satisfies in its files, by id.
  mutating func controls() -> [MarkdownBlock] {
    let controls = (imageControls() + runtimeControls() + networkControls() + otherControls()).filter { !$0.sought.isEmpty }
    let rows = controls.map { control -> [[MarkdownInline]] in
      [
        [.text(control.id.description)], [.text(control.statement.description)], evidence(control.sought).inlines, checkers(of: control),
      ]
    }
    return [
      .paragraph([
        "What holds, by which lines, and how it is checked. ", .code("verify.sh"),
        " reads the running containers; what it can't see on a host it calls not verifiable, never passed.",
      ]),
      .table(header: [["control"], ["holds"], ["where"], ["checked by"]], rows: rows),
    ]
  }

  /// The first line of verify.sh that reports on the control, where there is one, and the tools that judge the files.
  private mutating func checkers(of control: Control) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    // verify.sh calls its checks in one place, from the first control on.
    if let line = finder.find(Sought("verify.sh", after: "SG-101", control.id.description)) {
      result += [.code(control.id.description), " ", line.link]
    }
    if control.others.utf8CodeUnitCount > 0 { result += [.text((result.isEmpty ? "" : ", ") + control.others.description)] }
    return result
  }

  private func imageControls() -> [Control] {
    let services = cited
    let patched = services.filter { $0.build.patchPackages && $0.runtime.kind != .custom }
    return [
      Control("SG-101", "numeric user and group, not root", services.map { $0.inDockerfile("USER \($0.user)") }),
      Control("SG-102", "base image in a fixed version", services.map { $0.inDockerfile("FROM \($0.build.base)") }, "the compiler"),
      Control("SG-103", "no package lists in the image", patched.map { $0.inDockerfile("/var/lib/apt/lists") }, "hadolint"),
      Control("SG-104", "no setuid or setgid files", services.map { $0.inDockerfile("-perm /6000") }),
      Control("SG-107", "a health check the image can run", services.map { $0.inDockerfile("HEALTHCHECK --") }),
      Control(
        "SG-109", "a gate for known vulnerabilities", [Sought("scan.sh", plan.scan.failOn.map(\.rawValue).joined(separator: ","))],
        "exit status of scan.sh"),
    ]
  }

  private func runtimeControls() -> [Control] {
    let services = cited
    return [
      Control("SG-201", "all capabilities dropped", services.map { $0.inRun("--cap-drop ALL") }),
      Control("SG-202", "no new privileges", services.map { $0.inRun("no-new-privileges") }),
      Control(
        "SG-204", "read-only root, writable paths without execution",
        services.filter(\.readOnly).map { $0.inRun("--read-only") } + services.filter { !$0.tmpfs.isEmpty }.map { $0.inRun("noexec") }),
      Control(
        "SG-205", "memory, swap, CPU, process and file limits", services.flatMap { [$0.inRun("--memory "), $0.inRun("--pids-limit ")] }),
      Control(
        "SG-206", "restart on failure, a bounded number of times", services.map { $0.inRun("on-failure:\(plan.restartRetries)") }),
      Control(
        "SG-209", "a seccomp allowlist inside the engine's default",
        services.filter(\.seccomp.isOwn).map { $0.inRun("seccomp=") }),
      Control(
        "SG-210",
        services.allSatisfy(\.appArmor.isEnforced) ? "an AppArmor profile" : "an AppArmor profile that logs and refuses nothing (policy)",
        services.map { $0.inAppArmor("profile \($0.appArmor.profile)") } + [Sought("run.sh", "apparmor=$profile")],
        "apparmor_parser"),
      Control(
        "SG-401", "secrets are files of the service's user, mode 0400",
        services.filter { !$0.secrets.isEmpty }.map { $0.inRun("target=/run/secrets,readonly") }),
    ]
  }

  private func networkControls() -> [Control] {
    let inner = plan.networks.filter(\.isInternal).prefix(Self.mostCited)
    return [
      Control(
        "SG-301", "internal networks; the default bridge unused",
        inner.map { Sought("networks.sh", "\($0.name) ") } + (inner.isEmpty ? [] : [Sought("networks.sh", "--internal")])),
      Control(
        "SG-302", "only the edge publishes, on an explicit address",
        cited.flatMap { service in service.publish.map { service.inRun($0.description) } }),
      Control(
        "SG-304", "what is not declared can't connect, but for the ways named above", [Sought("networks.sh", "iptables-restore")]),
    ]
  }

  private func otherControls() -> [Control] {
    let servers = cited.filter { $0.nginx != nil }
    return [
      Control("SG-501", "daemon settings", [Sought("daemon.json", "\"icc\"")]),
      Control(
        "SG-601", "security headers on every response", servers.map { $0.inNginx("nginx.conf", "include snippets/security-headers.conf") },
        "the response tests"),
      Control("SG-604", "unknown hosts refused", servers.map { $0.inNginx("nginx.conf", "default_server") }, "the response tests"),
      Control("SG-605", "no version disclosed", servers.map { $0.inNginx("nginx.conf", "server_tokens off") }, "the response tests"),
      Control(
        "SG-701", "a workflow with pinned actions and least permissions", [Sought("container-security.yml", "permissions:")],
        "zizmor, checkov"),
    ]
  }
}
