import Catalog
import Diagnostics
import Driver
import Foundation
import TestSupport
import XCTest

/// Findings that only the whole run can make: each fires with the words of its golden, and a near miss is silent.
final class FindingTests: XCTestCase {
  /// Builds `stacks` of a folder with these files and gives what a person would read, the folder called DIR.
  private func findings(
    _ files: [String: String], build stacks: [String] = ["stack.yaml"], policy: String? = nil, write writes: Bool = false,
    force: Bool = false,
    before prepare: (String) throws -> Void = { _ in }
  ) throws -> (text: String, codes: [String]) {
    try withTemporaryDirectory { directory in
      for (name, text) in files { try write(text, to: directory + "/" + name) }
      try write("<p>", to: directory + "/web/index.html")
      try prepare(directory)
      var options = CompileOptions(output: directory + "/out", asOf: CalendarDate(2026, 11, 26))
      options.policy = policy.map { directory + "/" + $0 }
      var sink = DiagnosticSink()
      let run = BuildRun(stacks.map { directory + "/" + $0 }, options: options, into: &sink)
      if writes, !sink.hasErrors { _ = run.write(force: force, into: &sink) }
      let text = rendered(sink).replacingOccurrences(of: directory, with: "DIR")
      return (text, codes(sink))
    }
  }

  private func stack(name: String = "shop", policy: String = "baseline", extra: String = "", headers: String = "") -> String {
    """
    version: 1
    name: \(name)
    policy: \(policy)
    \(extra)services:
      web:
        tier: frontend
        runtime: nginx
        source: ./web
        \(headers)publish: 8080
      api:
        tier: api
        image: ghcr.io/acme/app:1.0
        port: 8080

    """
  }

  private func golden(_ name: String, _ text: String) throws { try checkGolden(Array(text.utf8), "Goldens/\(name).txt") }

  /// Puts a first build of the stack there and changes what the closure says.
  private func afterABuild(_ change: @escaping (String) throws -> Void) -> (String) throws -> Void {
    { directory in
      var sink = DiagnosticSink()
      let options = CompileOptions(output: directory + "/out", asOf: CalendarDate(2026, 11, 26))
      try write(self.stack(name: "shop"), to: directory + "/first.yaml")
      _ = BuildRun([directory + "/first.yaml"], options: options, into: &sink).write(force: false, into: &sink)
      XCTAssertEqual(rendered(sink), "")
      try change(directory + "/out/shop")
    }
  }

  func testOutputThatCanNotBeWritten() throws {
    let blocked = try findings(["stack.yaml": stack(), "out": "a file"], write: true)
    try golden("SY-004-a-file", blocked.text)
    let link = try findings(["stack.yaml": stack()], write: true) { directory in
      try FileManager.default.createDirectory(atPath: directory + "/out", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: directory + "/out/shop", withDestinationPath: directory + "/web")
    }
    try golden("SY-004-a-link", link.text)
    XCTAssertEqual(try findings(["stack.yaml": stack(), "out/other/file": ""], write: true).text, "")
  }

  func testEditedOutput() throws {
    let edited = try findings(
      ["stack.yaml": stack()], write: true, before: afterABuild { try write("mine", to: $0 + "/web/Dockerfile") })
    try golden("SY-005-edited", edited.text)
    // Kept under another name on demand, and what is nobody's output is nobody's business.
    let forced = try findings(
      ["stack.yaml": stack()], write: true, force: true, before: afterABuild { try write("mine", to: $0 + "/web/Dockerfile") })
    XCTAssertEqual(forced.text, "")
    XCTAssertEqual(
      try findings(["stack.yaml": stack()], write: true, before: afterABuild { try write("mine", to: $0 + "/notes") }).text, "")
  }

  func testASecretInASource() throws {
    func stack(_ secret: String, source: String = "./app") -> String {
      """
      version: 1
      name: shop
      secrets: { pw: { file: \(secret) } }
      services:
        api:
          tier: api
          runtime: python
          source: \(source)
          command: [python, app.py]
          port: 8000
          health: { http: /healthz }
          secrets: [pw]

      """
    }
    let files = ["app/app.py": "", "app/private/pw": "x", "secrets/pw": "x"]
    func found(_ secret: String, source: String = "./app", link: (at: String, to: String)? = nil) throws -> (text: String, codes: [String])
    {
      try findings(files.merging(["stack.yaml": stack(secret, source: source)]) { first, _ in first }) { directory in
        if let link { try FileManager.default.createSymbolicLink(atPath: directory + "/" + link.at, withDestinationPath: link.to) }
        let text = stack(secret.replacingOccurrences(of: "DIR", with: directory), source: source)
        try write(text, to: directory + "/stack.yaml")
      }
    }
    try golden("SG-106-in-source", found("./creds/pw", link: (at: "creds", to: "app/private")).text)
    XCTAssertEqual(try found("DIR/app/private/pw").codes, ["SG-106"])
    XCTAssertEqual(try found("./app/creds/pw", link: (at: "app/creds", to: "private")).codes, ["SG-106"])
    // By its own path it is left out of the context; outside it is no business of the image's.
    XCTAssertEqual(try found("./app/private/pw").codes, [])
    XCTAssertEqual(try found("./app/private/pw", source: ".").codes, [])
    XCTAssertEqual(try found("DIR/secrets/pw").codes, [])
    XCTAssertEqual(try found("./creds/pw", link: (at: "creds", to: "secrets")).codes, [])
  }

  func testPoolWithoutRoom() throws {
    func chain(_ pool: String) -> String {
      var text = "version: 1\nname: shop\npolicy: strict\nnetwork: { pool: \(pool) }\nservices:\n"
      for number in 0..<6 {
        text += "  api\(number):\n    tier: api\n    image: ghcr.io/acme/app:1.0\n    port: 8080\n"
        if number > 0 { text += "    connects: [api\(number - 1)]\n" }
      }
      return text
    }
    try golden("SY-405-no-room", findings(["stack.yaml": chain("10.0.0.0/27")]).text)
    XCTAssertEqual(try findings(["stack.yaml": chain("10.0.0.0/26")]).text, "")
  }

  func testTwoStacksOfOneName() throws {
    let files = ["stack.yaml": stack(), "other.yaml": stack(), "books.yaml": stack(name: "books")]
    try golden("SY-406-one-name", findings(files, build: ["stack.yaml", "other.yaml"]).text)
    XCTAssertEqual(try findings(files, build: ["stack.yaml", "books.yaml"]).text, "")
  }

  // MARK: Waivers

  private func waiving(_ service: String?, until day: String = "2027-01-31", rule: String = "SG-302") -> String {
    "version: 1\nname: acme\nnetwork: { publish: [] }\nwaivers:\n  - { rule: \(rule)\(service.map { ", service: \($0)" } ?? ""), "
      + "reason: \"no proxy yet\", owner: web-team, expires: \(day) }\n"
  }

  func testUnusedWaiver() throws {
    let files = ["stack.yaml": stack(policy: "./acme.yaml"), "acme.yaml": waiving("api", rule: "SG-601")]
      .merging([
        "open.yaml": stack(policy: "./open-acme.yaml"),
        "open-acme.yaml": waiving("api", rule: "SG-601").replacingOccurrences(of: "[]", with: "[any]"),
      ]) {
        first, _ in first
      }
    try golden("SY-407-unused-waiver", findings(files, build: ["open.yaml"]).text)
    // A stack that doesn't compile might need it: nothing can be said.
    XCTAssertEqual(try findings(files).codes, ["SG-302"])
    XCTAssertEqual(try findings(["stack.yaml": stack(policy: "./acme.yaml"), "acme.yaml": waiving("web")]).codes, ["SG-302"])
  }

  func testAWaiverStandsForItsServiceAloneAndUntilItsDay() throws {
    func severity(_ waiver: String) throws -> String {
      let text = try findings(["stack.yaml": stack(policy: "./acme.yaml"), "acme.yaml": waiver]).text
      return String(try XCTUnwrap(text.split(separator: " ").first { $0.contains("[SG-302]") }))
    }
    XCTAssertEqual(try severity(waiving("web")), "note[SG-302]:")
    XCTAssertEqual(try severity(waiving(nil)), "note[SG-302]:")
    XCTAssertEqual(try severity(waiving("web", until: "2026-11-26")), "note[SG-302]:", "the last day counts")
    XCTAssertEqual(try severity(waiving("web", until: "2026-11-25")), "error[SG-302]:")
    XCTAssertEqual(try severity(waiving("api")), "error[SG-302]:")
    XCTAssertEqual(try severity(waiving("web", rule: "SG-601")), "error[SG-302]:")
    try golden("waived", findings(["stack.yaml": stack(policy: "./acme.yaml"), "acme.yaml": waiving("web")]).text)
    try golden(
      "waiver-expired", findings(["stack.yaml": stack(policy: "./acme.yaml"), "acme.yaml": waiving("web", until: "2026-11-25")]).text)
  }

  /// Dates change findings, never a byte.
  func testADayChangesNoByte() throws {
    try withTemporaryDirectory { directory in
      try write(stack(policy: "./acme.yaml"), to: directory + "/stack.yaml")
      try write("<p>", to: directory + "/web/index.html")
      try write(waiving("web"), to: directory + "/acme.yaml")
      let built = try [CalendarDate(2026, 11, 26), CalendarDate(2027, 1, 31)].map { day in
        var sink = DiagnosticSink()
        let options = CompileOptions(output: directory + "/out", asOf: day)
        return try XCTUnwrap(compileStackFile(at: directory + "/stack.yaml", options: options, into: &sink)).files.map(\.bytes)
      }
      XCTAssertEqual(built[0], built[1])
    }
  }

  // MARK: Policy files

  func testPoliciesThatExtendEachOther() throws {
    let files = [
      "stack.yaml": stack(policy: "./policies/a.yaml"), "policies/a.yaml": "version: 1\nname: a\nextends: ./b.yaml\n",
      "policies/b.yaml": "version: 1\nname: b\nextends: ../policies/a.yaml\n",
      "own.yaml": stack(policy: "./self.yaml"), "self.yaml": "version: 1\nname: self\nextends: ./self.yaml\n",
    ]
    try golden("SY-403-policies", findings(files).text)
    try golden("SY-403-itself", findings(files, build: ["own.yaml"]).text)
    let linked = try findings(
      ["stack.yaml": stack(policy: "./policies/a.yaml"), "policies/a.yaml": "version: 1\nname: a\nextends: ./b.yaml\n"]
    ) { try FileManager.default.createSymbolicLink(atPath: $0 + "/policies/b.yaml", withDestinationPath: "a.yaml") }
    XCTAssertEqual(linked.codes, ["SY-403"], "by a link it is a circle too")
  }

  func testAPolicysPathIsTakenFromTheFileThatNamesIt() throws {
    let files = [
      "team/stack.yaml": stack(policy: "../policies/acme.yaml"), "team/web/index.html": "<p>",
      "policies/acme.yaml": "version: 1\nname: acme\nextends: ./base/org.yaml\n",
      "policies/base/org.yaml": "version: 1\nname: org\nextends: ../root.yaml\nnetwork: { publish: [] }\n",
      "policies/root.yaml": "version: 1\nname: root\nextends: strict\n",
    ]
    let (text, codes) = try findings(files, build: ["team/stack.yaml"])
    XCTAssertEqual(codes, ["SG-302"], text)
    XCTAssertTrue(text.contains("base/org.yaml:4:"), text)
    let missing = try findings(["stack.yaml": stack(policy: "./none.yaml")])
    try golden("SY-001-policy", missing.text)
  }

  func testWhatAFileWritesDownAStackCanNotWeaken() throws {
    let weaker = "headers: { Referrer-Policy: origin }\n    "
    func run(_ policy: String) throws -> (text: String, codes: [String]) {
      try findings(["stack.yaml": stack(policy: "./acme.yaml", headers: weaker), "acme.yaml": policy])
    }
    try golden("locked-header", run("version: 1\nname: acme\nheaders: { Referrer-Policy: no-referrer }\n").text)
    let unlocked = try run("version: 1\nname: acme\n").text
    XCTAssertTrue(unlocked.contains("warning[SG-601]"), unlocked)
    // A header that a file drops is no bound: a stack may send it again.
    XCTAssertEqual(try run("version: 1\nname: acme\nheaders: { Referrer-Policy: null }\n").text, "")
    // Nor is one that the stack makes stricter.
    XCTAssertEqual(try run("version: 1\nname: acme\nheaders: { Referrer-Policy: unsafe-url }\n").text, "")
    // A rule's severity of the same file decides; a waiver too.
    let softened = try run("version: 1\nname: acme\nheaders: { Referrer-Policy: no-referrer }\nrules: { SG-601: note }\n").text
    XCTAssertTrue(softened.contains("note[SG-601]"), softened)
    let limit = try findings([
      "stack.yaml": stack(policy: "./acme.yaml", headers: "resources: { pids: 300 }\n    "),
      "acme.yaml": "version: 1\nname: acme\nresources: { pids: 256 }\n",
    ])
    XCTAssertEqual(limit.codes, ["SG-205"], limit.text)
  }
}
