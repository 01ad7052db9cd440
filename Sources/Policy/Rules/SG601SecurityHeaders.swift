import Diagnostics
import Resolution
import Stack

extension Rule {
  /// A weakening is a warning: the built-in values are defaults, and a stack may have its reasons.
  static let securityHeaders = Rule(
    id: "SG-601",
    title: "the policy's security headers are on every response; obsolete ones are not; what needs TLS is sent over TLS alone",
    why: "They are a browser's orders not to run what an attacker slipped into a page, nor to hand the page to another site.",
    authorities: ["OSHP ci/headers_add.json 2026-07-19", "Mozilla HTTP Observatory"],
    emits: "add_header … always for each, in a snippet that every block includes",
    verified: "curl over 200, 301, 404, 405, 413, 429 and 50x",
    severity: .warning,
    mustFire: [
      header("csp", #"Content-Security-Policy: "default-src 'self' https:; script-src 'self' 'unsafe-inline'; object-src 'none'""#),
      header("dropped", "X-Frame-Options: null"),
      header("weakened", "Cross-Origin-Resource-Policy: cross-origin", "Referrer-Policy: unsafe-url", "Permissions-Policy: camera=(*)"),
      header("obsolete", "X-XSS-Protection: 1; mode=block", "Expect-CT: max-age=86400"),
      header("needs-tls", "Strict-Transport-Security: max-age=63072000"),
      header("every-page", #"Clear-Site-Data: '"cache"'"#),
      header("nginx-own", "Server: acme", "Content-Length: 0"),
      header("nothing-to-drop", "X-Acme: null"),
    ],
    mustNotFire: [
      header("added", "X-Acme: shop"),
      header(
        "stricter",
        #"Content-Security-Policy: "default-src 'none'; img-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'""#,
        "Cross-Origin-Embedder-Policy: credentialless"),
    ],
    check: { run in
      for service in run.stack.services {
        for header in service.spec.headers { checkHeader(header, of: service, &run) }
      }
    })

  private static func header(_ name: StaticString, _ lines: String...) -> RuleExample {
    let head = "web:\n  tier: frontend\n  runtime: nginx\n  source: ./web\n  headers:\n"
    return RuleExample(name, services: head + lines.map { "    \($0)" }.joined(separator: "\n"))
  }

  private static func checkHeader(_ header: HeaderSpec, of service: ResolvedService, _ run: inout RuleRun) {
    let name = header.name.value
    if let owner = HeaderFacts.nginxOwn[name.key] {
      run.report(
        "nginx itself sets \(name)", at: header.name.range, waivable: false, severity: .error, because: owner, write: "no \(name) here")
      return
    }
    // What a policy file writes down is no default: weakening it is an error.
    let knob = "headers.\(name.key)"
    let locked: Severity? = run.policy.places[knob] == nil ? nil : .error
    guard let value = header.value else {
      let known = run.policy.headers.first { $0.name == name }
      run.report(
        known == nil ? "there is no \(name) to drop" : "\(name) is dropped", at: header.range, service: service, knob: knob,
        severity: known == nil ? .note : locked,
        because: known == nil ? "policy \(run.policy.name) doesn't set it" : HeaderFacts.purpose(of: name),
        write: known.map { HeaderFacts.entry(name, $0.value.description) } ?? "no \(name) here")
      return
    }
    if let obsolete = HeaderFacts.obsolete[name.key] {
      run.report("\(name) is obsolete", at: header.name.range, service: service, because: obsolete, write: "no \(name) here")
      return
    }
    if name.key == "clear-site-data" {
      run.report(
        "Clear-Site-Data on every page logs every visitor out", at: value.range, service: service,
        because: "it belongs on the answer to a logout alone",
        write: "no Clear-Site-Data here, but in the application's logout")
      return
    }
    if service.spec.tls == nil { checkNeedsTLS(name, value, of: service, &run) }
    guard let policy = run.policy.headers.first(where: { $0.name == name })?.value else { return }
    let losses = HeaderComparison.weakenings(of: name, from: policy.description, to: value.value.description)
    guard !losses.isEmpty else { return }
    run.report(
      "\(name) \(losses.joined(separator: ", "))", at: value.range, service: service, knob: knob, severity: locked,
      because: HeaderFacts.purpose(of: name),
      write: HeaderFacts.entry(name, HeaderComparison.mended(name, policy: policy.description, stack: value.value.description)))
  }

  private static func checkNeedsTLS(_ name: HeaderName, _ value: Located<HeaderValue>, of service: ResolvedService, _ run: inout RuleRun) {
    switch name.key {
    case "strict-transport-security":
      run.report(
        "\(name) has no effect without TLS", at: value.range, service: service,
        because: "browsers ignore it over plain HTTP (RFC 6797 8.1)",
        write: "tls: { certificate: …, key: … }, which sets it")
    case "content-security-policy" where ContentSecurityPolicy(value.value.description).directive("upgrade-insecure-requests") != nil:
      run.report(
        "upgrade-insecure-requests needs TLS", at: value.range, service: service,
        because: "the page's own files would be asked for over HTTPS, where nobody answers",
        write: "the policy without upgrade-insecure-requests")
    default: return
    }
  }
}
