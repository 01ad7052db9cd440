import Stack

/// What is known of header fields. Keys are lower case.
enum HeaderFacts {
  /// Fields that frame a message or that nginx writes on its own: `add_header` would send a second one.
  static let nginxOwn: [String: String] = {
    let framing = "a second one would let a request be read in two ways"
    let own = "it would be sent twice"
    return [
      "content-length": framing, "transfer-encoding": framing, "connection": framing, "keep-alive": framing, "te": framing,
      "trailer": framing, "upgrade": framing, "proxy-connection": framing, "server": "it carries no version already", "date": own,
      "content-type": own, "content-encoding": own, "content-range": own, "accept-ranges": own, "etag": own, "last-modified": own,
      "location": own,
    ]
  }()

  /// OSHP mainsite/01_headers.md, "Deprecated".
  static let obsolete: [String: String] = [
    "x-xss-protection": "the filter it controls is gone from browsers and was itself an attack",
    "public-key-pins": "browsers removed it: a wrong pin locks every visitor out",
    "public-key-pins-report-only": "browsers removed it",
    "expect-ct": "certificates have had to be logged since 2021",
    "feature-policy": "it is called Permissions-Policy now",
    "pragma": "Cache-Control says it, and Pragma means nothing in a response",
  ]

  /// How a stack writes the header: quoted, as values have colons, quotes and stars.
  static func entry(_ name: HeaderName, _ value: String) -> String {
    let plain = value.utf8.allSatisfy { ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) || $0 == UInt8(ascii: "-") }
    if plain { return "\(name): \(value)" }
    var quoted = ""
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return "\(name): \"\(quoted)\""
  }

  /// What a visitor loses without the header.
  static func purpose(of name: HeaderName) -> String {
    switch name.key {
    case "content-security-policy": "it decides whose scripts run in the page"
    case "cross-origin-embedder-policy": "it keeps what other sites never agreed to out of the page"
    case "cross-origin-opener-policy": "it keeps other sites' windows from reaching into this one"
    case "cross-origin-resource-policy": "it keeps other sites from loading what is served here"
    case "permissions-policy": "it takes camera, microphone and the like from injected code"
    case "referrer-policy": "addresses, with what is in them, would be told to other sites"
    case "x-content-type-options": "a browser would guess that an upload is a script"
    case "x-dns-prefetch-control": "the names of links would be looked up before anyone follows them"
    case "x-frame-options": "another site could lay this one under its own buttons"
    case "x-permitted-cross-domain-policies": "old plug-ins would ask for a file that opens the site to others"
    case "cache-control": "shared caches and the next user of the browser would keep the page"
    default: "the policy sets it for every response"
    }
  }
}
