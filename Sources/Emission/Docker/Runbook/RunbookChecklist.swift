import Catalog
import Languages
import Planning
import Stack

/// One practice of the guide and where the output has it.
private struct Practice {
  let title: StaticString
  let sought: [Sought]
  init(_ title: StaticString, _ sought: [Sought]) {
    self.title = title
    self.sought = sought
  }
}

extension RunbookScope {
  /// The guide's checklist, each entry with the lines that satisfy it.
  mutating func checklist() -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = [
      .paragraph([
        "From ", .strong("Docker Security Best Practices"),
        ", by its sections. Lines are looked up in the files beside this page when it is made; ",
        "an entry without its line would stand here unticked.",
      ])
    ]
    for (title, practices) in [
      ("Image security", imagePractices()), ("Runtime security", runtimePractices()), ("Scanning", scanPractices()),
      ("Web server", webPractices()), ("Networks and daemon", networkPractices()),
    ] where !practices.isEmpty {
      blocks.append(.heading(3, [.text(title)]))
      // What concerns no service of this stack is left out.
      let rows = practices.filter { !$0.sought.isEmpty }.map { practice -> [[MarkdownInline]] in
        let evidence = evidence(practice.sought)
        return [[evidence.holds ? "✔" : "–"], [.text(practice.title.description)], evidence.inlines]
      }
      blocks.append(.table(header: [[" "], ["practice"], ["where"]], rows: rows))
    }
    if uncitedCount > 0 {
      blocks.append(
        .paragraph([
          .text("The \(uncitedCount) services after \(cited.last?.name.description ?? "") are made the same way; they are not listed.")
        ]))
    }
    return blocks
  }

  private func imagePractices() -> [Practice] {
    let services = cited
    var practices = [
      Practice("official base images, in a fixed version", services.map { $0.inDockerfile("FROM \($0.build.base)") })
    ]
    if services.contains(where: \.build.patchPackages) {
      practices.append(
        Practice(
          "base images kept patched",
          services.filter { $0.build.patchPackages && $0.runtime.kind != .custom }.map { $0.inDockerfile("apt-get upgrade") }))
    }
    let staged = services.filter { $0.build.dependencies != nil || $0.build.run != nil }
    if !staged.isEmpty {
      practices.append(Practice("what is built is built in a stage of its own", staged.map { $0.inDockerfile("COPY --from=") }))
    }
    practices += [
      Practice(
        "tools that only a build needs are removed",
        services.compactMap { service in service.runtime.removes.first.map { service.inDockerfile($0.description) } }),
      Practice("no tools that lend rights: setuid and setgid bits removed", services.map { $0.inDockerfile("-perm /6000") }),
      Practice(
        "no package lists left in the image",
        services.filter { $0.runtime.kind != .custom && $0.build.patchPackages }.map { $0.inDockerfile("/var/lib/apt/lists") }),
      Practice("a dedicated account with a fixed, numeric id", services.map { $0.inDockerfile("USER \($0.user)") }),
      Practice("a health check", services.map { $0.inDockerfile("HEALTHCHECK --") }),
    ]
    let secret = services.filter { !$0.secrets.isEmpty }
    if !secret.isEmpty {
      practices.append(Practice("secrets outside the image, mounted as files", secret.map { $0.inRun("target=/run/secrets,readonly") }))
    }
    return practices
  }

  private func runtimePractices() -> [Practice] {
    let services = cited
    var practices = [
      Practice("run as a non-root user", services.map { $0.inRun("--user \($0.user)") }),
      Practice("read-only file system", services.filter(\.readOnly).map { $0.inRun("--read-only") }),
      Practice("memory limited, swap included", services.flatMap { [$0.inRun("--memory "), $0.inRun("--memory-swap ")] }),
      Practice("CPU limited", services.map { $0.inRun("--cpus ") }),
      Practice("number of processes limited", services.map { $0.inRun("--pids-limit ") }),
      Practice("every capability dropped", services.map { $0.inRun("--cap-drop ALL") }),
    ]
    let privileged = services.filter { !$0.capabilities.isEmpty }
    if !privileged.isEmpty {
      practices.append(
        Practice(
          "only the capabilities the stack asks for",
          privileged.flatMap { service in service.capabilities.map { service.inRun("--cap-add \($0)") } }))
    }
    practices += [
      Practice("no new privileges", services.map { $0.inRun("no-new-privileges") }),
      Practice(
        "a seccomp profile of its own",
        services.filter(\.seccomp.isOwn).flatMap { [$0.inRun("seccomp="), $0.inSeccomp("SCMP_ACT_ERRNO")] }),
      Practice(
        "an AppArmor profile of its own",
        services.flatMap { [$0.inAppArmor("profile \($0.appArmor.profile)"), Sought("run.sh", "apparmor=$profile")] }),
      Practice("AppArmor profiles loaded before the start", [Sought("run.sh", "apparmor_parser")]),
      Practice("restart after a failure, a bounded number of times", services.map { $0.inRun("on-failure:\(plan.restartRetries)") }),
      Practice(
        "restrictions verified on the running containers",
        [Sought("verify.sh", "CapEff"), Sought("verify.sh", "NoNewPrivs"), Sought("verify.sh", "Seccomp")]),
    ]
    return practices
  }

  private func scanPractices() -> [Practice] {
    let severities = plan.scan.failOn.map(\.rawValue).joined(separator: ",")
    return [
      Practice("images scanned, failing on what the policy names", [Sought("scan.sh", severities)]),
      Practice(
        "built and scanned by CI on every push, and every week",
        [Sought("container-security.yml", "push:"), Sought("container-security.yml", "cron:")]),
      Practice(
        "CI with the least permissions, its actions pinned",
        [Sought("container-security.yml", "permissions:"), Sought("container-security.yml", "actions/checkout@")]),
    ]
  }

  private func webPractices() -> [Practice] {
    let servers = cited.filter { $0.nginx != nil }
    guard !servers.isEmpty else { return [] }
    let headers = servers.flatMap { server in
      (server.nginx?.headers ?? []).map { header in
        server.inNginx("snippets/security-headers.conf", "add_header \(header.name) ")
      }
    }
    return [
      Practice("an unprivileged port", servers.map { $0.inNginx("nginx.conf", "listen \($0.nginx?.port.description ?? "")") }),
      Practice("security headers on every response", headers),
      Practice("unknown hosts refused", servers.map { $0.inNginx("nginx.conf", "default_server") }),
      Practice("no version disclosed", servers.map { $0.inNginx("nginx.conf", "server_tokens off") }),
    ]
  }

  private func networkPractices() -> [Practice] {
    var practices: [Practice] = []
    let inner = plan.networks.filter(\.isInternal)
    if !inner.isEmpty {
      practices.append(
        Practice(
          "internal networks between the tiers",
          inner.prefix(Self.mostCited).map { Sought("networks.sh", "\($0.name) ") } + [Sought("networks.sh", "--internal")]))
    }
    let stores = cited.filter { $0.tier == .db }
    if !stores.isEmpty {
      practices.append(
        Practice(
          "the database on internal networks only",
          stores.flatMap { store in store.attachments.map { store.inRun(plan.networks[$0.network].name) } }))
    }
    practices += [
      Practice("daemon: no traffic between containers on the default bridge", [Sought("daemon.json", "\"icc\": false")]),
      Practice("daemon: no new privileges by default", [Sought("daemon.json", "\"no-new-privileges\": true")]),
      Practice("daemon: containers live through its restart", [Sought("daemon.json", "\"live-restore\": true")]),
      Practice("daemon: no userland proxy", [Sought("daemon.json", "\"userland-proxy\": false")]),
    ]
    return practices
  }
}
