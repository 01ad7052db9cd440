/// The keys of a policy file.
public enum PolicyKeys {
  private static let severities = ["error", "warning", "note"]
  private static let scanSeverities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
  private static let day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
  private static let rulePattern = "^SG-[0-9]{3}$"

  public static let root = KeyTable(
    "policy",
    [
      KeyDescription("version", .words(["1"]), required: true, example: "1", "The version of the policy language."),
      KeyDescription(
        "name", .pattern(KeyPattern.name), required: true, example: "acme-production", "The policy's name, shown wherever it decides."),
      KeyDescription(
        "extends", .text, example: "strict", defaultText: "baseline",
        "What this policy starts from: baseline (default), strict, or a path to another policy file."),
      KeyDescription(
        "images", .mapping(images), example: "{ require_digest: true }", "Which images may be used, and how they are kept fresh."),
      KeyDescription("network", .mapping(network), example: "{ isolation: link }", "How services are kept apart, and what they may reach."),
      KeyDescription("runtime", .mapping(runtime), example: "{ min_uid: 10000 }", "What a running container may do."),
      KeyDescription("resources", .mapping(resources), example: "{ memory: 512Mi, max_memory: 2Gi }", "Limits of every service."),
      KeyDescription(
        "headers", .map(keys: KeyPattern.headerName, values: .either([.text, .null])), example: "{ Referrer-Policy: no-referrer }",
        "Response headers to add to the inherited ones, change or drop (null). A stack can't weaken what is written here."),
      KeyDescription("tls", .mapping(tls), example: "{ required: false }", "Transport security of published services."),
      KeyDescription("scan", .mapping(scan), example: "{ tool: trivy, fail_on: [CRITICAL, HIGH] }", "The vulnerability gate."),
      KeyDescription(
        "rules", .map(keys: rulePattern, values: .words(severities)), example: "{ SG-102: error }",
        "Severities that differ from a rule's own."),
      KeyDescription(
        "waivers", .list(.mapping(waiver)),
        example: "[{ rule: SG-102, service: db, reason: \"no digest yet\", owner: data-team, expires: 2027-01-31 }]",
        "Exceptions, each with its reason, its owner and the last day it counts."),
    ])

  public static let images = KeyTable(
    "policy's images",
    [
      KeyDescription(
        "registries", .list(.text), example: "[docker.io/library]", "Registries, with their namespaces, that base images may come from."),
      KeyDescription("require_digest", .boolean, example: "true", "Whether every base image must be pinned by digest (default false)."),
      KeyDescription(
        "patch_packages", .boolean, example: "true", "Whether the base image's packages are upgraded in the build (default true)."),
    ])

  public static let network = KeyTable(
    "policy's network",
    [
      KeyDescription(
        "isolation", .words(PolicyIsolation.allCases.map(\.rawValue)), example: "link",
        "tier: one network per boundary; link: one network per declared connection, one-way by packet rules."),
      KeyDescription(
        "pool", .pattern(KeyPattern.pool), example: "10.89.0.0/16", "Where stacks without a pool of their own take their block."),
      KeyDescription(
        "publish", .list(.text), example: "[loopback]", "Where a stack may publish: loopback, any, or addresses of the host (default any)."),
      KeyDescription(
        "egress", .words(["deny", "declared"]), example: "deny",
        "Whether services may reach the outside by egress: true (default declared)."),
    ])

  public static let runtime = KeyTable(
    "policy's runtime",
    [
      KeyDescription("min_uid", .integer(1...65533), example: "10000", "The least user and group id of a service."),
      KeyDescription("read_only", .boolean, example: "true", "Whether the root file system is read-only (default true)."),
      KeyDescription(
        "capabilities", .list(.pattern(KeyPattern.capability)), example: "[]", "The capabilities that a stack may ask for."),
      KeyDescription(
        "apparmor", .words(PolicyAppArmor.allCases.map(\.rawValue)), example: "enforce",
        "enforce refuses what a profile does not name; complain only logs it, to try a profile out."),
      KeyDescription(
        "seccomp", .words(PolicySeccomp.allCases.map(\.rawValue)), example: "runtime",
        "runtime: the runtime's own allowlist; engine: the engine's default profile."),
      KeyDescription("userns", .boolean, example: "false", "Whether daemon.json maps container ids to unprivileged host ids."),
    ])

  public static let resources = KeyTable(
    "policy's resources",
    [
      KeyDescription(
        "memory", .pattern(KeyPattern.size), example: "512Mi", "Memory of a service that doesn't say; without max_memory also the most."),
      KeyDescription(
        "cpus", .pattern(KeyPattern.cpus), example: "1", "Processors of a service that doesn't say, and the most it may ask for."),
      KeyDescription(
        "pids", .integer(1...4_194_304), example: "256", "Processes of a service that doesn't say, and the most it may ask for."),
      KeyDescription("max_memory", .pattern(KeyPattern.size), example: "2Gi", "The most memory a service may ask for."),
    ])

  public static let tls = KeyTable(
    "policy's tls",
    [
      KeyDescription("profile", .words(["intermediate", "modern"]), example: "intermediate", "Mozilla's profile (default intermediate)."),
      KeyDescription("required", .boolean, example: "false", "Whether every published service must have TLS (default false)."),
    ])

  public static let scan = KeyTable(
    "policy's scan",
    [
      KeyDescription(
        "tool", .words(["trivy", "grype", "scout", "clair"]), example: "trivy", "The scanner that scan.sh and the workflow call."),
      KeyDescription(
        "fail_on", .list(.words(scanSeverities)), example: "[CRITICAL, HIGH]", "Severities of vulnerabilities that fail the gate."),
    ])

  public static let waiver = KeyTable(
    "waiver",
    [
      KeyDescription("rule", .pattern(rulePattern), required: true, example: "SG-102", "The rule that is waived."),
      KeyDescription("service", .pattern(KeyPattern.name), example: "db", "The service it is waived for; without it, every service."),
      KeyDescription("reason", .text, required: true, example: "\"vendor publishes no digest yet\"", "Why the rule can't be kept."),
      KeyDescription("owner", .text, required: true, example: "data-team", "Who answers for it."),
      KeyDescription("expires", .pattern(day), required: true, example: "2027-01-31", "The last day it counts."),
    ])
}
