/// The keys of a service and of the mappings inside it.
public enum ServiceKeys {
  public static let service = KeyTable(
    "a service", foreign: foreign,
    [
      KeyDescription(
        "tier", .words(Tier.allCases.map(\.rawValue)), required: true, example: "api",
        "Distance from the visitor: frontend, api or db. A service connects within its tier or to the next one inward."),
      KeyDescription(
        "runtime", .words(StackVocabulary.standard.runtimes), example: "node", "A name of the runtime catalog; or `image` alone."),
      KeyDescription(
        "image", .pattern(KeyPattern.image), example: "ghcr.io/acme/app:1.4.2",
        "With `runtime`: another base for it. Alone: anything, `source` then lands in /app. Needs a tag or a digest, never latest."),
      KeyDescription(
        "version", .pattern(KeyPattern.runtimeVersion), example: "\"24\"", "The runtime's version (default: the catalog's)."),
      KeyDescription(
        "source", .pattern(KeyPattern.relativePath), example: "./api",
        "A directory under the stack file's that goes into the image, without its dotfiles (.well-known stays)."),
      KeyDescription(
        "build", .mapping(build), example: "{ run: npm run build, output: dist }",
        "A build stage; only its output reaches the final image."),
      KeyDescription(
        "command", .either([.list(.text), .pattern(KeyPattern.words)]), example: "[node, app.js]",
        "What to run: a list, or one string split on white space and never handed to a shell (so no quotes in it)."),
      KeyDescription("port", .integer(1024...65535), example: "3000", "What it listens on (default: the runtime's)."),
      KeyDescription(
        "connects", .list(.pattern(KeyPattern.name)), example: "[api]",
        "The services this one opens connections to: the only traffic that exists."),
      KeyDescription(
        "depends_on", .list(.pattern(KeyPattern.name)), example: "[db]", "Start order beyond what `connects` implies."),
      KeyDescription("egress", .boolean, example: "false", defaultText: "false", "May it reach the outside (default false)."),
      KeyDescription(
        "env", .map(keys: KeyPattern.variable, values: .text), example: "{ LOG_LEVEL: info }",
        "Environment variables: literal text, nothing is interpolated. Credentials belong into `secrets`."),
      KeyDescription(
        "secrets",
        .either([.list(.pattern(KeyPattern.name)), .map(keys: KeyPattern.variable, values: .pattern(KeyPattern.name))]),
        example: "[session-key]",
        "Secrets mounted at /run/secrets/NAME, readable by this service's user alone. Map form: the variable receives the secret's path."),
      KeyDescription("health", .mapping(health), example: "{ http: /healthz }", "How to see that it works."),
      KeyDescription(
        "resources", .mapping(resources), example: "{ memory: 256Mi, cpus: 0.5, pids: 128 }", "Limits (default: the policy's)."),
      KeyDescription(
        "replicas", .integer(1...1000), example: "1", defaultText: "1", "How many copies run; more than 1 needs swarm or kubernetes."),
      KeyDescription(
        "volumes", .map(keys: KeyPattern.name, values: .pattern(KeyPattern.containerPath)), example: "{ data: /var/lib/app }",
        "Named volumes, each with its path in the container; never a host path. A volume may be shared by services."),
      KeyDescription("tmpfs", .list(.pattern(KeyPattern.containerPath)), example: "[/var/cache/app]", "Paths held in memory."),
      KeyDescription("user", .pattern(KeyPattern.user), example: "\"10001:10001\"", "Numeric user and group, neither 0."),
      KeyDescription(
        "capabilities", .list(.pattern(KeyPattern.capability)), example: "[NET_BIND_SERVICE]",
        "Kernel capabilities to keep, where the policy allows them; all others are dropped."),
      KeyDescription(
        "labels", .map(keys: KeyPattern.label, values: .text), example: "{ team: shop }", "Labels of the container."),
      KeyDescription(
        "publish",
        .either([
          .integer(1...65535), .pattern(KeyPattern.publish), .list(.either([.integer(1...65535), .pattern(KeyPattern.publish)])),
          .mapping(publish),
        ]),
        example: "8080",
        "Where the host offers it: PORT, IP:PORT or a list; a bare port binds 127.0.0.1. Only a frontend may publish."),
      KeyDescription(
        "server_name", .either([.text, .list(.text)]), example: "shop.example", defaultText: "[localhost, 127.0.0.1, \"[::1]\"]",
        "nginx: the host names answered (default localhost, 127.0.0.1 and [::1]); others are refused."),
      KeyDescription(
        "routes", .map(keys: KeyPattern.route, values: .mapping(route)), example: "{ /: { files: . } }",
        "nginx: what each path prefix leads to; the longest prefix wins."),
      KeyDescription(
        "headers", .map(keys: KeyPattern.headerName, values: .either([.text, .null])),
        example: "{ Referrer-Policy: no-referrer }",
        "nginx: response headers to add, change or drop (null). Names are data here: one that begins with x- is a header as well."),
      KeyDescription(
        "tls", .mapping(tls), example: "{ certificate: web-cert, key: web-key }", built: false,
        "nginx: the two secrets of the TLS listener."),
    ])

  public static let build = KeyTable(
    "build",
    [
      KeyDescription(
        "run", .text, required: true, example: "npm run build", "Shell text, run by /bin/sh in a stage that is thrown away."),
      KeyDescription(
        "output", .pattern(KeyPattern.relativePath), required: true, example: "dist",
        "The directory it makes; only this reaches the final image."),
    ])

  public static let health = KeyTable(
    "health",
    foreign: [("test", "command: [/app/check]"), ("cmd", "command: [/app/check]"), ("path", "http: /healthz")],
    [
      KeyDescription("http", .pattern(KeyPattern.urlPath), example: "/healthz", "A path that answers 2xx or 3xx."),
      KeyDescription(
        "tcp", .either([.words(["true"]), .integer(1024...65535)]), example: "true", "A port that accepts connections; true: its own."),
      KeyDescription(
        "command", .either([.list(.text), .pattern(KeyPattern.words)]), example: "[/app/check]", "A command in the container that exits 0."),
      KeyDescription("interval", .pattern(KeyPattern.duration), example: "10s", defaultText: "10s", "Time between two probes."),
      KeyDescription("timeout", .pattern(KeyPattern.duration), example: "3s", defaultText: "5s", "How long one probe may take."),
      KeyDescription("retries", .integer(1...100), example: "3", defaultText: "3", "Failures in a row that make it unhealthy."),
      KeyDescription("start_period", .pattern(KeyPattern.duration), example: "10s", "Time after the start in which failures don't count."),
    ])

  public static let resources = KeyTable(
    "resources", foreign: [("cpu", "cpus: 0.5"), ("mem", "memory: 256Mi"), ("limits", "{ memory: 256Mi, cpus: 0.5, pids: 128 }")],
    [
      KeyDescription("memory", .pattern(KeyPattern.size), example: "256Mi", "Memory, swap included; at least 6Mi."),
      KeyDescription("cpus", .pattern(KeyPattern.cpus), example: "0.5", "Processors; at least 0.01."),
      KeyDescription("pids", .integer(1...4_194_304), example: "128", "Processes and threads."),
    ])

  public static let route = KeyTable(
    "a route",
    foreign: [("proxy", "to: api"), ("proxy_pass", "to: api"), ("root", "files: html"), ("rate", "rate_limit: 20r/s")],
    [
      KeyDescription(
        "files", .pattern(KeyPattern.relativePath), example: "html", "A directory under the source; `.` is the source itself."),
      KeyDescription("to", .pattern(KeyPattern.name), example: "api", "A service to hand the request to; implies `connects`."),
      KeyDescription(
        "strip", .boolean, example: "true", defaultText: "false", "Remove the prefix from the path handed on (default false)."),
      KeyDescription("rate_limit", .pattern(KeyPattern.rate), example: "20r/s", "Requests per second or minute from one address."),
    ])

  public static let tls = KeyTable(
    "tls",
    [
      KeyDescription("certificate", .pattern(KeyPattern.name), required: true, example: "web-cert", built: false, "A secret."),
      KeyDescription("key", .pattern(KeyPattern.name), required: true, example: "web-key", built: false, "A secret."),
      KeyDescription("stapling", .boolean, example: "false", defaultText: "false", built: false, "OCSP stapling."),
    ])

  public static let publish = KeyTable(
    "publish",
    [
      KeyDescription("http", .pattern(KeyPattern.publish), example: "\"0.0.0.0:80\"", built: false, "The address that redirects."),
      KeyDescription("https", .pattern(KeyPattern.publish), example: "\"0.0.0.0:443\"", built: false, "The address of the TLS listener."),
    ])

  /// What people who come from Compose write, and what it is called here.
  private static let foreign: [(name: String, instead: String)] = [
    ("ports", "publish: 8080"), ("expose", "port: 3000"), ("environment", "env: { LOG_LEVEL: info }"),
    ("env_file", "env: { LOG_LEVEL: info }"), ("networks", "connects: [api]"), ("links", "connects: [api]"),
    ("healthcheck", "health: { http: /healthz }"), ("deploy", "resources: { memory: 256Mi, cpus: 0.5, pids: 128 }"),
    ("mem_limit", "resources: { memory: 256Mi }"), ("cpus", "resources: { cpus: 0.5 }"), ("memory", "resources: { memory: 256Mi }"),
    ("cap_add", "capabilities: [NET_BIND_SERVICE]"), ("cap_drop", "nothing: every capability is dropped already"),
    ("entrypoint", "command: [node, app.js]"), ("restart", "nothing: the policy restarts on failure"),
    ("read_only", "nothing: the root is read-only already"), ("security_opt", "nothing: profiles are generated"),
    ("privileged", "nothing: no service is privileged"), ("network_mode", "connects: [api]"),
    ("devices", "nothing: no service has devices"),
    ("hostname", "nothing: a service answers to its own name"), ("container_name", "nothing: the container is STACK-SERVICE"),
    ("working_dir", "nothing: the runtime sets it"), ("scale", "replicas: 1"), ("pid", "nothing: no service shares the host's processes"),
  ]
}
