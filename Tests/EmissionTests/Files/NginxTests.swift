import Planning
import Stack
import XCTest

@testable import Emission

final class NginxTests: XCTestCase {
  private func files(_ routes: [NginxPlan.Route], headers: [(String, String)] = [("X-Frame-Options", "DENY")]) throws -> [String: String] {
    var service = try Sample.service("nginx", "web")
    service.hosts = [HostEntry(name: try XCTUnwrap(ServiceName("api")), address: try XCTUnwrap(IPv4Address("10.89.0.18")))]
    service.nginx = NginxPlan(
      port: try XCTUnwrap(Port(8080)), serverNames: ["shop.example", "[::1]"].compactMap(ServerName.init), routes: routes,
      headers: try headers.map { (name: try XCTUnwrap(HeaderName($0.0)), value: try XCTUnwrap(HeaderValue($0.1))) })
    let plan = try Sample.plan([service])
    return Dictionary(uniqueKeysWithValues: emitNginx(service, plan: plan, context: Sample.context).map { ($0.path, $0.text) })
  }

  private func route(_ prefix: String, files: String) throws -> NginxPlan.Route {
    NginxPlan.Route(prefix: try XCTUnwrap(RoutePrefix(prefix)), destination: .files(files))
  }

  private func proxy(_ prefix: String, strip: Bool = false, rate: RequestRate? = nil) throws -> NginxPlan.Route {
    let api = try XCTUnwrap(ServiceName("api"))
    return NginxPlan.Route(
      prefix: try XCTUnwrap(RoutePrefix(prefix)), destination: .proxy(host: api, port: try XCTUnwrap(Port(3000)), strip: strip, rate: rate))
  }

  private func conf(_ routes: [NginxPlan.Route]) throws -> String { try XCTUnwrap(files(routes)["web/nginx.conf"]) }

  func testOtherServicesHaveNone() throws {
    let service = try Sample.service("node")
    XCTAssertTrue(emitNginx(service, plan: try Sample.plan([service]), context: Sample.context).isEmpty)
  }

  func testHeadersAreAddedInOnePlaceForAllStatuses() throws {
    let files = try files(
      [route("/", files: "/srv/www"), proxy("/api/")], headers: [("X-Frame-Options", "DENY"), ("X-Other", "a \"b\" \\c")])
    let snippet = try XCTUnwrap(files["web/snippets/security-headers.conf"])
    XCTAssertTrue(snippet.contains("add_header X-Frame-Options DENY always;\n"))
    XCTAssertTrue(snippet.contains(#"add_header X-Other "a \"b\" \\c" always;"#))
    // A block with an add_header of its own inherits none, so no other file may hold one.
    for (path, text) in files where !path.hasSuffix("security-headers.conf") { XCTAssertFalse(text.contains("add_header"), path) }
    let conf = try XCTUnwrap(files["web/nginx.conf"])
    XCTAssertEqual(conf.components(separatedBy: "include snippets/security-headers.conf;").count, 2)
    XCTAssertTrue(conf.contains("\n  include snippets/security-headers.conf;"), "in http itself, for every server")
    let hidden = try XCTUnwrap(files["web/snippets/hidden-headers.conf"])
    XCTAssertTrue(hidden.contains("proxy_hide_header X-Frame-Options;") && hidden.contains("proxy_hide_header X-Other;"))
    XCTAssertTrue(hidden.contains("proxy_hide_header X-Powered-By;"))
  }

  func testAHeaderThatIsSetIsHiddenOnce() throws {
    let hidden = try XCTUnwrap(files([proxy("/")], headers: [("x-powered-by", "us")])["web/snippets/hidden-headers.conf"])
    XCTAssertEqual(hidden.lowercased().components(separatedBy: "proxy_hide_header x-powered-by;").count, 2)
  }

  func testDollarsAreNeverVariables() throws {
    let value = String(repeating: "$host", count: 700)
    let files = try files([route("/", files: "/srv/www/$uri")], headers: [("X-Price", value)])
    XCTAssertTrue(try XCTUnwrap(files["web/snippets/security-headers.conf"]).contains("add_header X-Price ${text_0} always;"))
    let conf = try XCTUnwrap(files["web/nginx.conf"])
    XCTAssertTrue(conf.contains("geo \"$text_0\" {\n    default \"\(value)\";\n  }"))
    XCTAssertTrue(conf.contains("root ${text_1};"))
  }

  func testUnknownHostsAreRefused() throws {
    let conf = try conf([route("/", files: "/srv/www")])
    XCTAssertTrue(conf.contains("listen 8080 default_server;\n    server_name _;\n    return 444;"))
    XCTAssertTrue(conf.contains("server_name shop.example \"[::1]\";"))
  }

  func testLimitsAndWhatIsNotTold() throws {
    let conf = try conf([route("/", files: "/srv/www")])
    for directive in [
      "server_tokens off;", "absolute_redirect off;", "disable_symlinks on;", "client_max_body_size 1m;", "client_header_timeout 10s;",
      "client_body_timeout 10s;", "send_timeout 10s;", "keepalive_timeout 10s;", "limit_conn connections 100;",
      "limit_req zone=requests burst=200 nodelay;", "limit_req_status 429;", "limit_conn_status 429;", "pid /tmp/nginx.pid;",
      "error_log stderr error;", "worker_processes 2;", "worker_rlimit_nofile 4096;", "worker_shutdown_timeout 20s;",
      "worker_connections 1024;",
    ] { XCTAssertTrue(conf.contains(directive), directive) }
    let log = try XCTUnwrap(conf.split(separator: "\n").first { $0.contains("log_format") })
    for secret in ["$args", "$request_uri", "$query_string", "$request\"", "$http_", "$cookie_"] {
      XCTAssertFalse(log.contains(secret), secret)
    }
    XCTAssertFalse(conf.contains("\nuser "))
  }

  func testEveryFileRouteRefusesDotfiles() throws {
    let conf = try conf([route("/docs/", files: "/srv/www/d"), route("/", files: "/srv/www")])
    XCTAssertEqual(
      conf.components(separatedBy: #"location ~ "^(?:[^/]*/)+\\.(?!well-known/)" {"#).count
        + conf.components(separatedBy: #"location ~ ^(?:[^/]*/)+\.(?!well-known/) {"#).count, 4)
  }

  func testAliasesEndWithASlashWhereTheirLocationDoes() throws {
    let conf = try conf([route("/docs", files: "/srv/www/d"), route("/", files: "/srv/www")])
    XCTAssertTrue(conf.contains("location = /docs {\n      return 301 /docs/$is_args$args;"))
    XCTAssertTrue(conf.contains("location /docs/ {\n      alias /srv/www/d/;"))
    XCTAssertFalse(conf.contains("location /docs {"))
    XCTAssertFalse(try self.conf([route("/docs", files: "/a"), route("/docs/", files: "/b")]).contains("alias /a/"), "its own route wins")
  }

  func testWithoutARootRouteTheRestIsNotFound() throws {
    XCTAssertTrue(try conf([proxy("/api/")]).contains("location / {\n      return 404;"))
    XCTAssertFalse(try conf([proxy("/")]).contains("return 404;"))
  }

  func testProxiesPassThePathUnchanged() throws {
    let conf = try conf([proxy("/api/")])
    XCTAssertTrue(conf.contains("upstream api {\n    server 10.89.0.18:3000;"))
    XCTAssertTrue(conf.contains("include snippets/proxy.conf;\n      proxy_pass http://api;"))
    XCTAssertFalse(conf.contains("rewrite"))
    let snippet = try XCTUnwrap(files([proxy("/api/")])["web/snippets/proxy.conf"])
    for line in [
      "proxy_set_header Host $host;", "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Forwarded-Proto $scheme;",
      "proxy_set_header Forwarded \"\";", "proxy_ignore_headers X-Accel-Redirect;", "include snippets/hidden-headers.conf;",
    ] { XCTAssertTrue(snippet.contains(line), line) }
  }

  func testStrippingQuotesThePrefixAndRefusesWhatItCannotMatch() throws {
    let conf = try conf([proxy("/v1.x(a)", strip: true)])
    XCTAssertTrue(conf.contains(#"rewrite "^/v1\\.x\\(a\\)/(.*)$" /$1 break;"#), conf)
    XCTAssertTrue(conf.contains("return 400;"))
    XCTAssertTrue(conf.contains(#"location = "/v1.x(a)" {"#))
    XCTAssertFalse(try self.conf([proxy("/", strip: true)]).contains("rewrite"))
  }

  func testRates() throws {
    let second = try conf([proxy("/api/", rate: RequestRate(count: 20, unit: .second))])
    XCTAssertTrue(second.contains("limit_req_zone $binary_remote_addr zone=route_0:2m rate=20r/s;"))
    XCTAssertTrue(second.contains("limit_req zone=route_0 burst=20 nodelay;"))
    let minute = try conf([proxy("/api/", rate: RequestRate(count: 3, unit: .minute))])
    XCTAssertTrue(minute.contains("rate=3r/m;") && minute.contains("limit_req zone=route_0 burst=1 nodelay;"))
  }

  func testLongNamesGetRoom() throws {
    var service = try Sample.service("nginx", "web")
    let long = String(repeating: "a", count: 60) + ".example"
    service.nginx = NginxPlan(
      port: try XCTUnwrap(Port(8080)), serverNames: [try XCTUnwrap(ServerName(long))], routes: [], headers: [])
    let text = emitNginx(service, plan: try Sample.plan([service]), context: Sample.context)[0].text
    XCTAssertTrue(text.contains("server_names_hash_bucket_size 512;"))
    XCTAssertFalse(try conf([]).contains("server_names_hash_bucket_size"))
  }
}
