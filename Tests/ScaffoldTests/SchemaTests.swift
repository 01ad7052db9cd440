import Catalog
import Diagnostics
import Foundation
import Schema
import Stack
import TestSupport
import XCTest
import YAMLSyntax

/// Schema and decoder say the same, key by key.
final class SchemaTests: XCTestCase {
  private let stackSchema = try! SchemaValidator(LanguageSchema.stack.document(Catalog.vocabulary))
  private let policySchema = try! SchemaValidator(LanguageSchema.policy.document(Catalog.vocabulary))

  private func stackProblems(_ text: String) -> (schema: [String], decoder: [String]) {
    var sink = DiagnosticSink()
    let file = SourceFile(path: "stack.yaml", bytes: Array(text.utf8))
    guard let node = parseYAML(file, into: &sink) else { return (["no YAML"], ["no YAML"]) }
    _ = decodeStack(node, file: file, vocabulary: Catalog.vocabulary, into: &sink)
    return (stackSchema.problems(node), sink.diagnostics.filter { $0.severity == .error }.map(\.message))
  }

  private func policyProblems(_ text: String) -> (schema: [String], decoder: [String]) {
    var sink = DiagnosticSink()
    let file = SourceFile(path: "policy.yaml", bytes: Array(text.utf8))
    guard let node = parseYAML(file, into: &sink) else { return (["no YAML"], ["no YAML"]) }
    _ = decodePolicy(node, file: file, into: &sink)
    return (policySchema.problems(node), sink.diagnostics.filter { $0.severity == .error }.map(\.message))
  }

  private func agree(_ text: String, valid: Bool, _ found: (schema: [String], decoder: [String]), line: UInt = #line) {
    XCTAssertEqual(found.schema.isEmpty, valid, "schema: \(found.schema)\n\(text)", line: line)
    XCTAssertEqual(found.decoder.isEmpty, valid, "decoder: \(found.decoder)\n\(text)", line: line)
  }

  // MARK: Key by key

  /// Each key of each table, at its place in a stack that is otherwise right.
  private var places: [(table: KeyTable, key: KeyDescription, stack: (String) -> String)] {
    let service = ServiceKeys.service.keys.map { key in (ServiceKeys.service, key, { self.around(key.name, $0) }) }
    let nested: [(KeyTable, String, (KeyDescription, String) -> String)] = [
      (ServiceKeys.build, "build", { self.beside($0, $1, in: ServiceKeys.build) }),
      (ServiceKeys.health, "health", { "{ \($0.name): \($1) }" }),
      (ServiceKeys.resources, "resources", { "{ \($0.name): \($1) }" }),
      (
        ServiceKeys.route, "routes",
        { key, value in "{ /: { \(["strip", "rate_limit"].contains(key.name) ? "to: api, " : "")\(key.name): \(value) } }" }
      ),
    ]
    let inside = nested.flatMap { table, parent, value in
      table.keys.map { key in (table, key, { (text: String) in self.around(parent, value(key, text)) }) }
    }
    let roots = StackKeys.root.keys.map { key in (StackKeys.root, key, { self.root(key.name, $0) }) }
    return service + inside + roots
  }

  private func beside(_ key: KeyDescription, _ value: String, in table: KeyTable) -> String {
    let others = table.keys.filter { $0.required && $0.name != key.name }.map { "\($0.corrected), " }.joined()
    return "{ \(others)\(key.name): \(value) }"
  }

  private func around(_ key: String, _ value: String) -> String {
    let web = ["publish", "routes", "server_name", "headers", "tls"].contains(key)
    var lines: [String] = []
    if key != "tier" { lines.append("tier: \(web ? "frontend" : "api")") }
    if !["runtime", "image"].contains(key) { lines.append("runtime: \(web ? "nginx" : "node")") }
    if ["build", "routes"].contains(key) { lines.append("source: ./x") }
    if key == "tier" { lines.append("image: example/a:1") }
    lines.append("\(key): \(value)")
    return """
      version: 1
      name: shop
      services:
        it:
      \(lines.map { "    \($0)\n" }.joined())  api: { tier: api, runtime: node }
        db: { tier: api, runtime: node }
      secrets:
        session-key: { file: ./key }

      """
  }

  private func root(_ key: String, _ value: String) -> String {
    let base = ["version": "1", "name": "shop", "services": "{ a: { tier: api, runtime: node } }"]
    return base.filter { $0.key != key }.map { "\($0.key): \($0.value)\n" }.sorted().joined() + "\(key): \(value)\n"
  }

  func testEveryExampleAndNoNonsense() {
    for (table, key, stack) in places {
      let example = stack(key.example)
      agree(example, valid: key.isBuilt, stackProblems(example))
      let nonsense = stack("[[[nothing]]]")
      let found = stackProblems(nonsense)
      XCTAssertFalse(found.schema.isEmpty, "the schema takes anything for \(table.subject)'s \(key.name)")
      XCTAssertFalse(found.decoder.isEmpty, "the decoder takes anything for \(table.subject)'s \(key.name)")
    }
  }

  /// What the schema calls the default may as well be written.
  func testEveryDefaultIsValid() {
    for (_, key, stack) in places {
      guard let value = key.defaultText else { continue }
      let text = stack(value)
      agree(text, valid: key.isBuilt, stackProblems(text))
    }
  }

  func testUnknownKeysAndNotes() {
    for (table, key, stack) in places {
      guard case .mapping(let inner) = key.shape, key.isBuilt else { continue }
      let first = inner.keys.filter(\.required).map(\.corrected)
      let filled = first.isEmpty ? [inner.keys[0].corrected] : first
      let unknown = stack("{ \((filled + ["nonsense: 1"]).joined(separator: ", ")) }")
      agree(unknown, valid: false, stackProblems(unknown))
      let note = stack("{ \((filled + ["x-note: [1]"]).joined(separator: ", ")) }")
      agree(note, valid: true, stackProblems(note))
      _ = table
    }
    for extra in ["nonsense: 1", "x-note: 1"] {
      let text = root("name", "shop") + extra + "\n"
      agree(text, valid: extra.hasPrefix("x-"), stackProblems(text))
    }
    for text in [around("env", "{ x-note: [1] }"), around("routes", "{ x-note: [1], /: { to: api } }"), around("volumes", "{ x-a: [1] }")] {
      agree(text, valid: true, stackProblems(text))
    }
    for text in [around("headers", "{ x-note: [1] }"), around("labels", "{ x-note: [1] }")] {
      agree(text, valid: false, stackProblems(text))
    }
  }

  func testRequiredKeys() {
    for key in StackKeys.root.keys where key.required {
      let text = root(key.name, key.example).split(separator: "\n").filter { !$0.hasPrefix(key.name + ":") }.joined(separator: "\n") + "\n"
      agree(text, valid: false, stackProblems(text))
    }
    for service in ["{ runtime: node }", "{ tier: api }", "{ tier: api, runtime: node, build: { run: make, output: o } }"] {
      let text = root("services", "{ a: \(service) }")
      agree(text, valid: false, stackProblems(text))
    }
    for table in [ServiceKeys.build] {
      for key in table.keys where key.required {
        let others = table.keys.filter { $0.name != key.name }.map(\.corrected).joined(separator: ", ")
        let text = around("build", "{ \(others) }")
        agree(text, valid: false, stackProblems(text))
      }
    }
  }

  /// What keys of one mapping say of each other.
  func testCombinations() {
    let refused = [
      "{ tier: api, runtime: node, routes: { /: { to: b } } }", "{ tier: api, runtime: node, headers: { A: b } }",
      "{ tier: api, runtime: node, server_name: a.example }", "{ tier: api, runtime: node, publish: 8080 }",
      "{ tier: api, image: \"a:1\", version: 1 }", "{ tier: api, runtime: node, image: \"node:24-slim\", version: 24 }",
      "{ tier: frontend, runtime: nginx, routes: { /: { to: b, files: c } }, source: ./x }",
      "{ tier: frontend, runtime: nginx, routes: { /: {} } }", "{ tier: frontend, runtime: nginx, routes: { /: { strip: true } } }",
      "{ tier: frontend, runtime: nginx, source: ., routes: { /: { files: ., strip: true } } }",
      "{ tier: api, runtime: node, health: { http: /, tcp: true } }", "{ tier: api, runtime: node, health: { tcp: true, command: a } }",
      "{ tier: api, runtime: node, health: { http: /, command: a } }", "{ tier: api, runtime: nonsense }", "{ tier: api, runtime: go }",
      "{ tier: back, runtime: node }", "{ tier: api, runtime: node, port: 80 }", "{ tier: api, runtime: node, egress: yes }",
      "{ tier: api, image: nginx }", "{ tier: api, runtime: node, connects: b }", "{ tier: api, runtime: node, env: [A=b] }",
    ]
    for service in refused where !(service.contains("runtime: go ") && Catalog.vocabulary.built.contains("go")) {
      let text = root("services", "{ a: \(service), b: { tier: api, runtime: node } }")
      agree(text, valid: false, stackProblems(text))
    }
    let accepted = [
      "{ tier: api, runtime: node, version: 24 }", "{ tier: api, runtime: node, version: \"24\" }",
      "{ tier: api, runtime: python, version: 3.14 }",
      "{ tier: frontend, runtime: nginx, publish: [8080, \"0.0.0.0:8081\"] }", "{ tier: api, runtime: node, egress: \"true\" }",
      "{ tier: api, runtime: node, env: { A: 1, B: true, C: null, D: 1.5, E: \"\", F: NO } }",
      "{ tier: api, runtime: node, port: \"3000\" }",
      "{ tier: frontend, runtime: nginx, headers: { A: null, B: 1 } }",
      "{ tier: api, runtime: node, resources: { cpus: 1, memory: 67108864 } }",
      "{ tier: api, runtime: node, command: [node, -p, 1, true] }", "{ tier: api, runtime: node, user: 10001 }",
    ]
    for service in accepted {
      let text = root("services", "{ a: \(service), b: { tier: api, runtime: node } }")
      agree(text, valid: true, stackProblems(text))
    }
  }

  /// Values that one grammar or rule refuses, each with one beside it that is right.
  func testValues() {
    let pools = ["10.0.0.0/8", "10.89.0.0/28", "192.168.0.0/16", "1.0.0.0/8", "223.0.0.0/8", "169.253.0.0/16"]
    let noPools = ["10.0.0.0/7", "10.0.0.0/29", "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/8", "255.0.0.0/8", "10.0.0.0"]
    let registries = ["registry.example/shop", "localhost:5000/a", "ghcr.io", "a/b-c/d__e", "registry.example:5000"]
    let noRegistries = ["Registry Example", "\"https://x.example\"", "x.example/", "a//b", "\"\"", "x.example/UPPER"]
    for (values, valid) in [(pools, true), (noPools, false)] {
      for value in values {
        agree(root("network", "{ pool: \(value) }"), valid: valid, stackProblems(root("network", "{ pool: \(value) }")))
      }
    }
    for (values, valid) in [(registries, true), (noRegistries, false)] {
      for value in values { agree(root("registry", value), valid: valid, stackProblems(root("registry", value))) }
    }
    let services: [(key: String, right: [String], wrong: [String])] = [
      ("command", ["node app.js", "[\"it's\"]", "true", "5"], ["node \"my app.js\"", "it's", "[]", "\"\"", "\" \""]),
      ("health", ["{ command: a b }", "{ tcp: 8080 }", "{}"], ["{ command: it's }", "{ tcp: yes }", "{ command: [] }"]),
      ("server_name", ["a.example", "[a.example]"], ["[]"]),
      (
        "env",
        [
          "{ DB_PASSWORD_FILE: /x, A: \"postgres://db:5432/shop\", B: \"http://a@b\", C: \"http://a:@b\" }", "{ x-password: 1 }",
          "{ KEY: \"-----BEGIN PUBLIC KEY-----\", SECRE: a }",
        ],
        [
          "{ DB_PASSWORD: a }", "{ db_passwd: a }", "{ A_TOKEN_B: a }", "{ PASSWORD_FILES: a }", "{ A: \"x://u:p@h\" }",
          "{ A: \"-----BEGIN PRIVATE KEY-----\" }", "{ A: \"x -----BEGIN RSA PRIVATE KEY-----\" }", "{ A-B: a }",
        ]
      ),
      ("user", ["10001", "\"10001:10001\""], ["root", "\"a:b\""]),
      ("volumes", ["{ data: /var/lib/app }"], ["{ data: relative }", "{ ./host: /data }", "[a:/b]"]),
      ("image", ["example/a:1"], ["example/a", "\"a b:1\""]),
      ("source", [".", "./a/b", "a..b"], ["/abs", "../up", "a/../../b"]),
      ("secrets", ["[session-key]", "{ KEY_FILE: session-key }"], ["{ key-file: session-key }", "[[a]]", "text"]),
    ]
    for (key, right, wrong) in services {
      for (values, valid) in [(right, true), (wrong, false)] {
        for value in values {
          let text = around(key, value)
          agree(text, valid: valid, stackProblems(text))
        }
      }
    }
    for value in ["{}", "{ x-a: { tier: api } }"] { agree(root("services", value), valid: false, stackProblems(root("services", value))) }
    agree(root("targets", "[]"), valid: false, stackProblems(root("targets", "[]")))
  }

  func testPolicies() {
    func around(_ key: String, _ value: String) -> String {
      ["version": "1", "name": "acme"].filter { $0.key != key }.map { "\($0.key): \($0.value)\n" }.sorted().joined() + "\(key): \(value)\n"
    }
    for key in PolicyKeys.root.keys {
      agree(around(key.name, key.example), valid: true, policyProblems(around(key.name, key.example)))
      let nonsense = around(key.name, "[[[nothing]]]")
      agree(nonsense, valid: false, policyProblems(nonsense))
      guard case .mapping(let table) = key.shape else { continue }
      for inner in table.keys {
        let text = around(key.name, "{ \(inner.corrected) }")
        agree(text, valid: true, policyProblems(text))
      }
      let unknown = around(key.name, "{ nonsense: 1 }")
      agree(unknown, valid: false, policyProblems(unknown))
    }
    for key in PolicyKeys.waiver.keys where key.required {
      let waiver = PolicyKeys.waiver.keys.filter { $0.name != key.name }.map(\.corrected).joined(separator: ", ")
      let text = around("waivers", "[{ \(waiver) }]")
      agree(text, valid: false, policyProblems(text))
    }
  }

  // MARK: Files

  func testTheRepositorysStacks() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL
    var valid = 0
    for folder in ["Specs", "Tests/judges/stacks", "Tests/StackTests/Goldens/success"] {
      let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?.compactMap { $0 as? String } ?? []
      for name in files.sorted() where name.hasSuffix(".yaml") {
        let text = try String(contentsOf: root.appendingPathComponent("\(folder)/\(name)"), encoding: .utf8)
        guard text.contains("services:") else { continue }
        let found = stackProblems(text)
        // A valid stack that needs a runtime or an effect of a later version is refused by both.
        XCTAssertEqual(found.schema.isEmpty, found.decoder.isEmpty, "\(name): schema \(found.schema), decoder \(found.decoder)")
        valid += 1
      }
    }
    XCTAssertGreaterThan(valid, 12)
  }
}
