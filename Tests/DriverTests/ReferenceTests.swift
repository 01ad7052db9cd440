import Catalog
import Diagnostics
import Driver
import Foundation
import Policy
import TestSupport
import XCTest

final class RuleReferenceTests: XCTestCase {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  func testTheListHasEveryControl() {
    let list = text(RuleReference.list())
    for rule in Rules.all { XCTAssertTrue(list.contains("\(rule.id)  "), "\(rule.id)") }
  }

  /// Line ends come from wrapping, so they are taken for spaces.
  func testOneControlInFull() {
    for rule in Rules.all {
      let shown = text(RuleReference.text(rule))
      let flat = shown.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      for part in [rule.title, rule.why, rule.emits, rule.verified].map(\.description) + rule.authorities {
        XCTAssertTrue(flat.contains(part.split(separator: " ").joined(separator: " ")), "\(rule.id) lacks: \(part)")
      }
      XCTAssertEqual(flat.contains("waivers: [{ rule: \(rule.id)"), rule.keeper == .policy, "\(rule.id)")
      if let example = rule.mustFire.first {
        for line in example.stack.split(separator: "\n") { XCTAssertTrue(shown.contains("    \(line)\n"), "\(rule.id): \(line)") }
      }
      let head = shown.split(separator: "\n").prefix { !$0.contains("refused, for example") }
      for line in head.dropFirst() { XCTAssertLessThanOrEqual(line.count, 100, String(line)) }
    }
  }

  func testJSONHoldsTheSame() throws {
    let root = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(RuleReference.json(Rules.all))) as? [String: Any])
    let entries = try XCTUnwrap(root["rules"] as? [[String: Any]])
    XCTAssertEqual(entries.count, Rules.all.count)
    for (entry, rule) in zip(entries, Rules.all) {
      XCTAssertEqual(entry["id"] as? String, rule.id.description)
      XCTAssertEqual(entry["statement"] as? String, rule.title.description)
      XCTAssertEqual(entry["authorities"] as? [String], rule.authorities)
      XCTAssertEqual((entry["fires"] as? [[String: Any]])?.compactMap { $0["stack"] as? String }, rule.mustFire.map(\.stack))
    }
  }

  func testMarkdownHasASectionForEachAndLinksThatLead() {
    let page = text(RuleReference.markdown(Rules.all))
    for rule in Rules.all {
      XCTAssertTrue(page.contains("\n## \(rule.id)\n"), "\(rule.id)")
      XCTAssertTrue(page.contains("](#\(rule.id.description.lowercased()))"), "\(rule.id)")
    }
    XCTAssertFalse(text(RuleReference.markdown([Rules.all[0]])).contains("\n## \(Rules.all[1].id)"))
  }
}

final class PolicyListingTests: XCTestCase {
  private func listing(_ files: [String: String], show: String, asOf: CalendarDate = CalendarDate(2026, 11, 26)) throws -> PolicyListing {
    try withTemporaryDirectory { directory in
      for (name, text) in files { try write(text, to: directory + "/" + name) }
      var sink = DiagnosticSink()
      let policy = loadNamedPolicy(show.hasSuffix(".yaml") ? directory + "/" + show : show, into: &sink)
      return PolicyListing(try XCTUnwrap(policy, rendered(sink)), asOf: asOf)
    }
  }

  private func knobs(_ listing: PolicyListing) throws -> [String: [String: Any]] {
    let root = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(listing.json)) as? [String: Any])
    let entries = try XCTUnwrap(root["knobs"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: entries.map { ($0["knob"] as? String ?? "", $0) })
  }

  func testBuiltInValuesAreTheBuiltIns() throws {
    for name in ["baseline", "strict"] {
      let knobs = try knobs(listing([:], show: name))
      XCTAssertTrue(knobs.values.allSatisfy { $0["policy"] as? String == name && $0["place"] is NSNull }, name)
      XCTAssertEqual(knobs["network.isolation"]?["value"] as? String, name == "strict" ? "link" : "tier")
    }
  }

  func testEveryValueNamesTheFileAndLineThatDecidedIt() throws {
    let files = [
      "base.yaml": "version: 1\nname: org\nextends: strict\nruntime:\n  min_uid: 20000\nresources: { pids: 64 }\n",
      "acme.yaml": """
      version: 1
      name: acme
      extends: ./base.yaml
      resources:
        pids: 32
      headers:
        Referrer-Policy: same-origin
        X-Frame-Options: null
      rules: { SG-102: warning }
      waivers:
        - { rule: SG-102, service: db, reason: "no digest", owner: data, expires: 2026-11-25 }
      """,
    ]
    let listing = try listing(files, show: "acme.yaml")
    let knobs = try knobs(listing)
    for (knob, value, policy, place) in [
      ("runtime.min_uid", "20000", "org", "base.yaml:5"), ("resources.pids", "32", "acme", "acme.yaml:5"),
      ("headers.referrer-policy", "same-origin", "acme", "acme.yaml:7"), ("headers.x-frame-options", "dropped", "acme", "acme.yaml:8"),
      ("rules.SG-102", "warning", "acme", "acme.yaml:9"),
    ] {
      XCTAssertEqual(knobs[knob]?["value"] as? String, value, knob)
      XCTAssertEqual(knobs[knob]?["policy"] as? String, policy, knob)
      XCTAssertEqual((knobs[knob]?["place"] as? String).map { $0.hasSuffix("/" + place) }, true, knob)
    }
    XCTAssertEqual(knobs["network.isolation"]?["policy"] as? String, "strict")
    let text = String(decoding: listing.text, as: UTF8.self)
    XCTAssertTrue(text.hasPrefix("acme → org → strict\n"), text)
    XCTAssertTrue(text.contains("SG-102 db until 2026-11-25 (expired), data: no digest"), text)
  }
}
