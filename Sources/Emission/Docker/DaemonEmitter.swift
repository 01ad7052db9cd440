import Languages
import Planning
import Stack

/// Settings of the engine itself, for /etc/docker/daemon.json (CIS Docker 1.6 section 2; keys of docs.docker.com's dockerd reference).
///
/// Not in it: `hosts` (no TCP socket), `seccomp-profile` (every service carries its own, and a stale file would override the engine's
/// newer default) and an `nproc` limit (it counts per user across all containers).
func emitDaemon(_ plan: DeploymentPlan) -> RenderedFile {
  // What containers get that don't set a limit of their own; ours all do.
  let openFiles = plan.services.map(\.openFiles).max() ?? 1024
  var settings: [(String, JSONValue)] = [
    // 2.2: containers on the default bridge don't see each other.
    ("icc", false),
    // 2.3
    ("log-level", "info"),
    // 2.13
    ("no-new-privileges", true),
    // 2.14: a restart of the engine leaves containers running.
    ("live-restore", true),
    // 2.15
    ("userland-proxy", false),
    // 2.8
    (
      "default-ulimits", .object([("nofile", .object([("Name", "nofile"), ("Hard", .integer(openFiles)), ("Soft", .integer(openFiles))]))])
    ),
    // 2.12: logs can't fill the disk.
    ("log-driver", "json-file"),
    ("log-opts", .object([("max-file", "3"), ("max-size", "10m")])),
  ]
  // 2.9: root in a container is nobody on the host. The user dockremap is made by the engine.
  if plan.userNamespaces { settings.append(("userns-remap", "default")) }
  return RenderedFile(path: "daemon.json", bytes: JSONValue.object(settings).printed)
}
