import Catalog
import Stack

enum BuiltInPolicy {
  /// The guide's deployment: two internal networks, everything hardened.
  static let baseline = PolicySettings(
    name: "baseline", isolation: .tier, pool: pool, minUID: 1, capabilities: [Capability("NET_BIND_SERVICE")].compactMap(\.self),
    requireDigest: false, registries: nil, patchPackages: true, readOnly: true, memory: ByteSize(bytes: 512 << 20),
    cpus: CPUShare(milli: 1000), pids: 256, maxMemory: nil, openFiles: 16384, restartRetries: 5, headers: headers, scanTool: .trivy,
    scanFailOn: [.critical, .high], ruleSeverities: [:])

  /// One network per connection, dedicated accounts, no capability at all.
  static let strict: PolicySettings = {
    var settings = baseline
    settings.name = "strict"
    settings.builtIn = "strict"
    settings.isolation = .link
    settings.minUID = 10000
    settings.capabilities = []
    return settings
  }()

  /// Outside the blocks Docker's default pools take (172.17–31.0.0/16, 192.168.0.0/16).
  private static let pool: IPv4Network = {
    guard let base = IPv4Address("10.89.0.0"), let network = IPv4Network(base: base, prefix: 16) else {
      preconditionFailure("the built-in pool is a network")
    }
    return network
  }()

  /// OWASP Secure Headers Project, ci/headers_add.json of 2026-07-19, without what needs TLS (Strict-Transport-Security and CSP's
  /// upgrade-insecure-requests) and without Clear-Site-Data, which belongs on a logout page only. X-XSS-Protection is not sent:
  /// OSHP calls it deprecated and its filter has itself been an attack.
  static let headers: [(name: HeaderName, value: HeaderValue)] = [
    ("Cache-Control", "no-store, max-age=0"),
    (
      "Content-Security-Policy",
      "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
    ),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
      "Permissions-Policy",
      "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), cross-origin-isolated=(), display-capture=(), "
        + "encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), "
        + "keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), "
        + "screen-wake-lock=(), serial=(), sync-xhr=(self), unload=(), usb=(), web-share=(), xr-spatial-tracking=()"
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-DNS-Prefetch-Control", "off"),
    ("X-Frame-Options", "DENY"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
  ].map { name, value in
    guard let name = HeaderName(name), let value = HeaderValue(value) else { preconditionFailure("not a header: \(name)") }
    return (name, value)
  }
}
