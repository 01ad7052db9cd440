import Languages
import Planning

extension RunbookScope {
  /// Where the output does otherwise than the guide says, and why; only what concerns this stack.
  func departures() -> [MarkdownBlock] {
    var rows: [[[MarkdownInline]]] = [
      row(
        "files owned by the application's user", "owned by root, read-only to the service",
        "a service that is broken into can't rewrite its own code"),
      row("docker scan", "\(plan.scan.tool.rawValue), by scan.sh and the workflow", "docker scan was removed in 2023"),
      plan.services.contains(where: \.seccomp.isOwn)
        ? row(
          "the guide's seccomp list", "an allowlist per runtime, inside the engine's default",
          "the guide's list lacks calls that every container's start needs, so that nothing starts under it")
        : row("the guide's seccomp list", "the engine's default profile", "the policy says so (runtime.seccomp: engine)"),
      row(
        "AppArmor: deny /proc/** and allow dac_override", "what the runtime reads there is allowed, no capability is",
        "the denial breaks the runtimes, the capability undoes file permissions"),
      row("--cap-add NET_BIND_SERVICE", "no capability unless the stack asks", "ports from 1024 on need none"),
      row(
        "daemon.json: seccomp-profile", "left out", "each service has its own, and a stale file would override the engine's newer default"),
      row(
        "docker network connect after the start", "every network is attached before the start",
        "the service would start without its database"),
      row("networks alone keep tiers apart", "networks.sh adds packet rules", "a Docker network has no direction and no wall to the host"),
      row("whoami, id, capsh", "verify.sh reads /proc", "small images lack those programs"),
      row(
        "workflow: actions by tag", "actions by commit, least permissions, weekly run",
        "tags of widely used actions were moved by attackers"),
    ]
    if !plan.userNamespaces {
      rows.append(
        row("daemon.json: userns-remap", "left out", "it changes the owner of every volume on the host; it is a policy decision"))
    }
    if plan.services.contains(where: { $0.nginx != nil }) {
      rows += [
        row("X-XSS-Protection: 1; mode=block", "not sent", "browsers dropped the filter, which itself could be abused"),
        row(
          "add_header without always, in the server block", "always, in every location",
          "errors and locations with headers of their own would lose them"),
      ]
    }
    if plan.services.contains(where: { $0.build.dependencies != nil && $0.runtime.name.description == "node" }) {
      rows.append(
        row("npm install --only=production", "npm ci --omit=dev", "the flag is obsolete; ci installs exactly what the lock file says"))
    }
    return [.table(header: [["the guide"], ["here"], ["why"]], rows: rows)]
  }

  private func row(_ guide: String, _ here: String, _ why: String) -> [[MarkdownInline]] { [[.text(guide)], [.text(here)], [.text(why)]] }
}
