import Catalog
import Diagnostics
import Languages
import Policy

/// A policy with every knob decided, and who decided it: a file with its line, or the built-in policy underneath.
public struct PolicyListing: Sendable {
  private struct Entry {
    var path: String
    var value: String
    var policy: String
    /// `policies/acme.yaml:4`; nil for a built-in value.
    var place: String?
  }
  private let policy: PolicySettings
  private let asOf: CalendarDate
  private let entries: [Entry]

  /// `asOf` tells which waivers have expired.
  public init(_ policy: PolicySettings, asOf: CalendarDate) {
    self.policy = policy
    self.asOf = asOf
    var entries = policy.knobs.map { path, value in
      let decision = policy.places[path]
      return Entry(path: path, value: value, policy: decision?.policy ?? policy.builtIn, place: decision.map { place($0.range) })
    }
    // A header that a file dropped has no value, but a decision all the same.
    let present = Set(entries.map(\.path))
    for (path, decision) in policy.places.sorted(by: { $0.key < $1.key }) where !present.contains(path) {
      entries.append(Entry(path: path, value: "dropped", policy: decision.policy, place: place(decision.range)))
    }
    self.entries = entries
  }

  /// `acme-production → org-base → strict`
  private var chain: [String] { policy.files.isEmpty ? [policy.name] : policy.chain + [policy.builtIn] }

  public var text: [UInt8] {
    var text = chain.joined(separator: " → ") + "\n"
    let width = entries.map(\.path.utf8.count).max() ?? 0
    let valueWidth = min(32, entries.map(\.value.count).max() ?? 0)
    for entry in entries {
      let origin = entry.policy + (entry.place.map { "  \($0)" } ?? "")
      text += "  \(padded(entry.path, width))  "
      // A long header value gets its origin first, so that the columns hold.
      text +=
        entry.value.count <= valueWidth
        ? "\(padded(entry.value, valueWidth))  \(origin)\n" : "\(padded("…", valueWidth + 2))  \(origin)\n      \(entry.value)\n"
    }
    if !policy.waivers.isEmpty { text += "waivers\n" }
    for waiver in policy.waivers {
      text +=
        "  \(waiver.rule) \(waiver.service ?? "every service") until \(waiver.expires)\(isExpired(waiver) ? " (expired)" : ""), \(waiver.owner): "
      text += "\(waiver.reason)  \(place(waiver.range))\n"
    }
    return Array(printable(text).utf8)
  }

  public var json: [UInt8] {
    func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return JSONValue.object([
      ("version", 1), ("name", .string(policy.name)), ("chain", .array(chain.map(JSONValue.string))),
      (
        "knobs",
        .array(
          entries.map { entry in
            .object([
              ("knob", .string(entry.path)), ("value", .string(entry.value)), ("policy", .string(entry.policy)),
              ("place", optional(entry.place)),
            ])
          })
      ),
      (
        "waivers",
        .array(
          policy.waivers.map { waiver in
            .object([
              ("rule", .string(waiver.rule)), ("service", optional(waiver.service)), ("reason", .string(waiver.reason)),
              ("owner", .string(waiver.owner)), ("expires", .string("\(waiver.expires)")), ("expired", .bool(isExpired(waiver))),
              ("place", .string(place(waiver.range))),
            ])
          })
      ),
    ]).printed + [UInt8(ascii: "\n")]
  }

  private func isExpired(_ waiver: Waiver) -> Bool { waiver.expires < asOf }
}

/// `policies/acme.yaml:4`
private func place(_ range: SourceRange) -> String {
  let line = 1 + range.file.bytes.prefix(range.start).count { $0 == UInt8(ascii: "\n") }
  return "\(range.file.path):\(line)"
}

/// Text for a terminal: control characters of files are shown as `\x1b`, so that none can drive the reader's screen.
/// `lines` lets line feeds through.
func printable(_ text: String, lines: Bool = true) -> String {
  func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && !(lines && scalar == "\n") && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
  }
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar) {
      let digits = String(scalar.value, radix: 16)
      shown += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
