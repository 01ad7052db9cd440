import Diagnostics
import Stack
import TestSupport
import XCTest

/// Hostile text in every place that takes text: read as the same bytes, or refused at exactly that value.
final class HostileTextTests: XCTestCase {
  private let values: [String] =
    [
      "", " ", "\"", "'", "\\", "$", "${HOME}", "$(id)", "`id`", "\n", "a\nb", "\r\n", "\t", "\0", "a\0b", "#", " # x", ";", "}", "{{", "%",
      "%s", "ü",
      "\u{1F600}", "\u{202E}rtl", "\u{FEFF}", "null", "~", "true", "-", "- a", "a: b", "*a", "&a", "!!str a", "| ", "> ", "@", "a b\\",
      "\u{7F}", "\u{85}",
      "\u{2028}", "../x", "/etc/passwd", "latest", "0", "-1", "0x10", "1e3", "${dollar}", "*/", "-->", "]]>", "''", "\"\"\"", "EOF",
      "${{ x }}",
    ] + [String(repeating: "a", count: 4096), String(repeating: "\"\\$\n", count: 16384), String(repeating: "é", count: 40000)]

  /// A YAML double-quoted scalar that means exactly this text.
  private func yaml(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || [0x2028, 0x2029, 0xFEFF].contains(scalar.value):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private func service(_ keys: String) -> String {
    "version: 1\nname: shop\nservices:\n  web:\n    tier: frontend\n    runtime: nginx\n    source: ./web\n" + keys + "\nsecrets: {}\n"
  }

  /// - Parameters:
  ///   - template: `@` stands for the value.
  ///   - read: the value as it was decoded.
  private func check(_ template: String, _ read: (StackSpec) -> String?, expected: (String) -> String = { $0 }, line: UInt = #line) {
    var accepted = 0
    let parts = template.components(separatedBy: "@")
    for value in values {
      let written = yaml(value)
      let text = parts[0] + written + parts[1]
      let start = parts[0].utf8.count
      let (spec, sink) = decode(text)
      if let spec {
        accepted += 1
        XCTAssertEqual(read(spec).map { Array($0.utf8) }, Array(expected(value).utf8), "\(value.debugDescription.prefix(80))", line: line)
        continue
      }
      XCTAssertGreaterThan(sink.errorCount, 0, line: line)
      for finding in sink.diagnostics where finding.severity == .error {
        XCTAssertEqual(finding.range?.start, start, "\(finding.message) for \(value.debugDescription.prefix(80))", line: line)
        XCTAssertEqual(finding.range?.end, start + written.utf8.count, finding.message, line: line)
        XCTAssertLessThan(finding.message.utf8.count, 300, line: line)
        XCTAssertFalse(finding.message.utf8.contains { $0 < 0x20 }, line: line)
        XCTAssertFalse((finding.suggestion ?? "").utf8.contains { $0 < 0x20 }, finding.suggestion ?? "", line: line)
        XCTAssertFalse(finding.message.hasSuffix("."), line: line)
        XCTAssertFalse(finding.reason.isEmpty, line: line)
        XCTAssertFalse((finding.suggestion ?? "").isEmpty, finding.message, line: line)
      }
    }
    // The test must see both sides wherever there are two.
    XCTAssertLessThan(accepted, values.count, line: line)
  }

  func testValues() {
    check(service("    env: { A: @ }")) { $0.services[0].env.first?.value.value }
    check(service("    labels: { a: @ }")) { $0.services[0].labels.first?.value.value }
    check(service("    command: [a, @]")) { $0.services[0].command?.value.last }
    check(service("    build: { run: @, output: x }")) { $0.services[0].build?.run.value }
    check(service("    headers: { A: @ }")) { $0.services[0].headers.first?.value?.value.description }
    check(service("    health: { command: [a, @] }")) {
      if case .command(let words) = $0.services[0].health?.probe { words.value.last } else { nil }
    }
  }

  func testGrammars() {
    let never: (StackSpec) -> String? = { _ in nil }
    check("version: @\nname: shop\nservices: { web: { tier: frontend, runtime: nginx } }\n", never)
    check("version: 1\nname: @\nservices: { web: { tier: frontend, runtime: nginx } }\n", { $0.name.value.description })
    check("version: 1\nname: shop\nrelease: @\nservices: { web: { tier: frontend, runtime: nginx } }\n", { $0.release?.value.description })
    check(
      "version: 1\nname: shop\nregistry: @\nservices: { web: { tier: frontend, runtime: nginx } }\n", { $0.registry?.value.description })
    check(
      "version: 1\nname: shop\npolicy: @\nservices: { web: { tier: frontend, runtime: nginx } }\n",
      { if case .file(let path) = $0.policy?.value { path } else { nil } })
    check("version: 1\nname: shop\ntargets: [@]\nservices: { web: { tier: frontend, runtime: nginx } }\n", never)
    check("version: 1\nname: shop\nnetwork: { pool: @ }\nservices: { web: { tier: frontend, runtime: nginx } }\n", never)
    for (keys, read) in [
      ("user: @", { $0.user?.value.description }), ("port: @", { $0.port?.value.description }), ("publish: @", { _ in nil }),
      ("publish: [@]", { _ in nil }), ("server_name: @", { $0.serverNames.first?.value.description }),
      ("version: @", { $0.version?.value.description }), ("image: @", { $0.image?.value.description }), ("egress: @", { _ in "true" }),
      ("resources: { memory: @ }", { _ in nil }), ("resources: { cpus: @ }", { _ in nil }), ("resources: { pids: @ }", { _ in nil }),
      ("health: { interval: @ }", { _ in nil }),
      ("health: { http: @ }", { if case .http(let path) = $0.health?.probe { path.value } else { nil } }),
      ("volumes: { data: @ }", { $0.volumes.first?.path.value.description }), ("tmpfs: [@]", { $0.tmpfs.first?.value.description }),
      ("capabilities: [@]", { _ in nil }), ("connects: [@]", { _ in nil }), ("depends_on: [@]", { _ in nil }),
      ("secrets: [@]", { _ in nil }),
      ("routes: { /: { to: @ } }", { _ in nil }), ("replicas: @", { _ in nil }),
    ] as [(String, (ServiceSpec) -> String?)] {
      // Host names are read in lower case, which means the same.
      check(service("    " + keys), { read($0.services[0]) }, expected: { keys.hasPrefix("server_name") ? $0.lowercased() : $0 })
    }
  }

  /// Paths are normalised, so only what they mean is compared.
  func testPaths() {
    let normal: (String) -> String = { (try? RelativePath($0))?.description ?? "" }
    check(
      "version: 1\nname: shop\nservices: { web: { tier: frontend, runtime: nginx, source: @ } }\n",
      { $0.services[0].source?.value.description }, expected: normal)
    check(
      service("    routes: { /: { files: @ } }"),
      { spec in
        if case .files(let path) = spec.services[0].routes[0].destination { path.value.description } else { nil }
      }, expected: normal)
    check(service("    build: { run: make, output: @ }"), { $0.services[0].build?.output.value.description }, expected: normal)
    check(
      "version: 1\nname: shop\nservices: { web: { tier: frontend, runtime: nginx, secrets: [key] } }\nsecrets: { key: { file: @ } }\n",
      { spec in
        switch spec.secrets[0].file.value {
        case .relative(let path): path.description
        case .absolute(let path): path
        }
      }, expected: { $0.hasPrefix("/") ? $0 : normal($0) })
  }

  /// The kernel's bound for one argument: 128 KiB with the NUL; one byte less passes.
  func testLongTexts() {
    let most = String(repeating: "a", count: 131_072 - 1 - "A=".utf8.count)
    XCTAssertEqual(decode(service("    env: { A: \(most) }")).spec?.services[0].env[0].value.value, most)
    XCTAssertEqual(codes(decode(service("    env: { A: a\(most) }")).sink), ["SY-310"])
    XCTAssertEqual(decode(service("    headers: { A: \(String(repeating: "a", count: 4000)) }")).sink.errorCount, 0)
    XCTAssertEqual(codes(decode(service("    headers: { A: \(String(repeating: "a", count: 4001)) }")).sink), ["SY-309"])
  }
}
