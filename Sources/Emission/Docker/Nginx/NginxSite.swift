import Languages
import Planning
import Stack

/// One service's nginx: what concerns the process and the `http` block. Servers and routes are in files of their own.
struct NginxSite {
  let service: ServicePlan
  let nginx: NginxPlan

  var hasProxies: Bool { nginx.routes.contains { if case .proxy = $0.destination { true } else { false } } }

  /// Directives outside every block.
  var process: [NginxNode] {
    // Each proxied request takes two descriptors; half of the rest is for files.
    let connections = max(16, min(1024, service.openFiles / 4))
    return [
      .comment("One worker for each CPU the service may use; `auto` would count the host's."),
      .directive("worker_processes", [.number(max(1, (service.cpus.milli + 999) / 1000))]),
      .directive("worker_rlimit_nofile", [.number(service.openFiles)]),
      .comment("A stop waits for open requests, but not past the time the engine gives it: then it would kill."),
      .directive("worker_shutdown_timeout", [.quantity(20, unit: "s")]),
      .directive("error_log", [.literal("stderr"), .literal("error")]),
      .comment("The root file system is read-only: what nginx writes goes to /tmp."),
      .directive("pid", [.literal("/tmp/nginx.pid")]),
      .blank,
      .block("events", [], [.directive("worker_connections", [.number(connections)])]),
    ]
  }

  func http(_ servers: [NginxNode], texts: LiteralTexts) -> NginxNode {
    .block("http", [], basics + [.blank] + limits + [.blank] + texts.nodes + upgrade + upstreams + servers)
  }

  private var basics: [NginxNode] {
    [
      .directive("include", [.literal("/etc/nginx/mime.types")]),
      .directive("default_type", [.literal("application/octet-stream")]),
      .directive("sendfile", [.literal("on")]),
      .directive("tcp_nopush", [.literal("on")]),
      .comment("No version in the Server header and on error pages."),
      .directive("server_tokens", [.literal("off")]),
      .comment("Every answer of every server; no block below adds a header, so none is lost by inheritance."),
      .directive("include", [.literal("snippets/security-headers.conf")]),
      .blank,
      .comment("Paths as they were asked for, without their query, and no header but Host: sessions and tokens travel in those."),
      .block("map", [.literal("$request_uri"), .literal("$asked_path")], [.directive("~^(?<path>[^?]*)", [.literal("$path")])]),
      .directive("log_format", [.literal("json"), .literal("escape=json"), .literal(Self.logLine)]),
      .directive("access_log", [.literal("/dev/stdout"), .literal("json")]),
      .comment("A file that isn't there is in the access log."),
      .directive("log_not_found", [.literal("off")]),
      .blank,
      .directive("client_body_temp_path", [.literal("/tmp/client-body")]),
      .directive("proxy_temp_path", [.literal("/tmp/proxy")]),
      .directive("fastcgi_temp_path", [.literal("/tmp/fastcgi")]),
      .directive("uwsgi_temp_path", [.literal("/tmp/uwsgi")]),
      .directive("scgi_temp_path", [.literal("/tmp/scgi")]),
      .blank,
      .comment("Redirects name a path only: no Host header and no inner port gets into one."),
      .directive("absolute_redirect", [.literal("off")]),
      .comment("A link in a served directory leads nowhere."),
      .directive("disable_symlinks", [.literal("on")]),
    ]
  }

  private static let logLine: StaticString = """
    '{"time":"$time_iso8601","client":"$remote_addr","host":"$host","method":"$request_method","path":"$asked_path",\
    "status":"$status","bytes":"$body_bytes_sent","seconds":"$request_time"}'
    """

  private var limits: [NginxNode] {
    [
      .comment("Slow or endless requests (CIS NGINX 5.2)."),
      .directive("client_max_body_size", [.literal("1m")]),
      .directive("large_client_header_buffers", [.number(4), .literal("8k")]),
      .directive("client_header_timeout", [.literal("10s")]),
      .directive("client_body_timeout", [.literal("10s")]),
      .directive("send_timeout", [.literal("10s")]),
      .directive("keepalive_timeout", [.literal("10s")]),
      .directive("reset_timedout_connection", [.literal("on")]),
      .blank,
      .comment("Each address: a page's worth of connections and requests at once, whatever the route."),
      .directive("limit_conn_zone", [.literal("$binary_remote_addr"), .literal("zone=connections:5m")]),
      .directive("limit_conn_status", [.literal("429")]),
      .directive("limit_req_zone", [.literal("$binary_remote_addr"), .literal("zone=requests:5m"), .literal("rate=100r/s")]),
      .directive("limit_req_status", [.literal("429")]),
      .comment("A refused request is in the access log; the error log would add its query."),
      .directive("limit_req_log_level", [.literal("info")]),
      .directive("limit_conn_log_level", [.literal("info")]),
    ] + rateZones + hashes
  }

  /// Lookup tables: the default bucket holds names of about 50 bytes, and one that doesn't fit keeps nginx from starting.
  private var hashes: [NginxNode] {
    var nodes: [NginxNode] = []
    if nginx.serverNames.contains(where: { $0.description.utf8.count > 40 }) {
      nodes.append(.directive("server_names_hash_bucket_size", [.number(512)]))
    }
    if hasProxies {
      let long = nginx.headers.contains { $0.name.description.utf8.count > 40 }
      nodes += [
        .directive("proxy_headers_hash_max_size", [.number(2048)]),
        .directive("proxy_headers_hash_bucket_size", [.number(long ? 512 : 128)]),
      ]
    }
    return nodes.isEmpty ? [] : [.blank, .comment("Room for long names.")] + nodes
  }

  private var upgrade: [NginxNode] {
    guard hasProxies else { return [] }
    return [
      .block(
        "map", [.literal("$http_upgrade"), .literal("$connection_upgrade")],
        [.directive("default", [.literal("upgrade")]), .directive("\"\"", [.literal("\"\"")])]),
      .blank,
    ]
  }

  /// One for each service that routes lead to, by its fixed address: nginx looks names up once, at start, and doesn't start when one is
  /// unknown.
  private var upstreams: [NginxNode] {
    var seen: [ServiceName] = []
    var nodes: [NginxNode] = []
    for route in nginx.routes {
      guard case .proxy(let host, let port, _, _) = route.destination, !seen.contains(host) else { continue }
      seen.append(host)
      let address = service.hosts.first { $0.name == host }?.address.description ?? host.description
      nodes += [
        .block(
          "upstream", [.verbatim(host.description)],
          [
            .directive("server", [.joined([.verbatim(address), .literal(":"), .number(Int(port.number))])]),
            .directive("keepalive", [.number(16)]),
            .comment("Shorter than Node's 5 s: a connection that the other end is closing must not be used again."),
            .directive("keepalive_timeout", [.literal("4s")]),
          ]), .blank,
      ]
    }
    return nodes
  }
}
