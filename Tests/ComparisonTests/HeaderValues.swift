/// Header values with what each permits, judged by hand from the headers' own specifications and not by any code of the compiler.
struct HeaderValue {
  var text: String
  /// What a browser may do with it; more is weaker.
  var permits: Set<String>
  init(_ text: String, _ permits: Set<String>) {
    self.text = text
    self.permits = permits
  }
}

enum HeaderValues {
  /// What holds where the header isn't sent.
  static let absent: [String: Set<String>] = [
    "X-Frame-Options": ["self", "others"], "Referrer-Policy": ["origin-same-security", "full-same-origin"],
    "Cross-Origin-Opener-Policy": ["popups", "others"], "Access-Control-Allow-Origin": [], "X-Acme": [],
    "Permissions-Policy": ["camera self", "usb self", "sync-xhr all"], "Cache-Control": ["stored"],
    "Content-Security-Policy": [
      "script self", "script cdn", "script evil", "script inline", "img self", "img cdn", "object self", "object cdn", "rest self",
      "rest cdn", "frame-ancestors",
    ],
  ]

  static let all: [(String, [HeaderValue])] = [
    ("X-Frame-Options", [HeaderValue("DENY", []), HeaderValue("SAMEORIGIN", ["self"])]),
    (
      "Referrer-Policy",
      [
        HeaderValue("no-referrer", []), HeaderValue("strict-origin-when-cross-origin", ["origin-same-security", "full-same-origin"]),
        HeaderValue("unsafe-url", ["origin-same-security", "full-same-origin", "full anywhere"]),
      ]
    ),
    (
      "Cross-Origin-Opener-Policy",
      [
        HeaderValue("same-origin", []), HeaderValue("same-origin-allow-popups", ["popups"]),
        HeaderValue("unsafe-none", ["popups", "others"]),
      ]
    ),
    ("Access-Control-Allow-Origin", [HeaderValue("https://a.example", ["a"]), HeaderValue("*", ["a", "b"])]),
    ("X-Acme", [HeaderValue("one", []), HeaderValue("two", [])]),
    (
      "Permissions-Policy",
      [
        HeaderValue("camera=(), usb=(), sync-xhr=()", []), HeaderValue("camera=(self), usb=(), sync-xhr=()", ["camera self"]),
        HeaderValue("camera=*, usb=(self), sync-xhr=()", ["camera self", "camera all", "usb self"]),
        HeaderValue("camera=()", ["usb self", "sync-xhr all"]), HeaderValue("usb=()", ["camera self", "sync-xhr all"]),
      ]
    ),
    ("Cache-Control", [HeaderValue("no-store", []), HeaderValue("no-store, max-age=0", []), HeaderValue("public", ["stored"])]),
    (
      "Content-Security-Policy",
      [
        HeaderValue("default-src 'none'; frame-ancestors 'none'", []),
        HeaderValue("default-src 'self'; frame-ancestors 'none'", ["script self", "img self", "object self", "rest self"]),
        HeaderValue("default-src 'self'; object-src 'none'; frame-ancestors 'none'", ["script self", "img self", "rest self"]),
        HeaderValue("default-src 'self'; object-src 'none'", ["script self", "img self", "rest self", "frame-ancestors"]),
        HeaderValue(
          "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
          ["script self", "script inline", "img self", "object self", "rest self"]),
        HeaderValue(
          "default-src 'self' https://cdn.example; frame-ancestors 'none'",
          ["script self", "script cdn", "img self", "img cdn", "object self", "object cdn", "rest self", "rest cdn"]),
        HeaderValue(
          "default-src 'none'; script-src 'self'; img-src 'self' https://cdn.example; frame-ancestors 'none'",
          ["script self", "img self", "img cdn"]),
        HeaderValue(
          "default-src 'self'; script-src https://evil.example; frame-ancestors 'none'",
          ["script evil", "img self", "object self", "rest self"]),
      ]
    ),
  ]

  static func permits(_ header: String, _ value: String?) -> Set<String> {
    guard let value else { return absent[header] ?? [] }
    return all.first { $0.0 == header }?.1.first { $0.text == value }?.permits ?? []
  }
}
