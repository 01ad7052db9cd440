import Diagnostics
import Foundation
import Stack
import TestSupport
import XCTest

/// The tables of keys and the decoder say the same.
final class KeyTableTests: XCTestCase {
  /// A stack around one service key; every reference that an example makes exists.
  private func stack(_ key: String, _ value: String, service: String = "") -> String {
    let own = ["tier", "runtime", "image"].contains(key) ? "" : service
    let tier =
      key == "tier" ? "" : "    tier: \(["publish", "routes", "server_name", "headers", "tls"].contains(key) ? "frontend" : "api")\n"
    let runtime =
      ["runtime", "image"].contains(key)
      ? "" : "    runtime: \(["routes", "server_name", "headers", "tls"].contains(key) ? "nginx" : "node")\n"
    let source = ["build", "routes"].contains(key) ? "    source: ./x\n" : ""
    return """
      version: 1
      name: shop
      services:
        it:
      \(tier)\(runtime)\(source)\(own)    \(key): \(value)
        api: { tier: api, runtime: node }
        db: { tier: api, runtime: node }
      secrets:
        session-key: { file: ./key }

      """
  }

  private func errors(_ text: String) -> [Diagnostic] { decode(text).sink.diagnostics.filter { $0.severity == .error } }

  /// What messages propose to write is right, and is not built exactly where the table says so.
  func testExamplesAreAccepted() {
    for key in ServiceKeys.service.keys {
      let found = errors(stack(key.name, key.example))
      XCTAssertEqual(found.map(\.code.description), key.isBuilt ? [] : ["SY-204"], "\(key.corrected): \(found.map(\.message))")
    }
    for (parent, table) in nested where parent != "tls" {
      for key in table.keys where key.isBuilt {
        let found = errors(stack(parent, wrapped(parent, table, key, key.example)))
        XCTAssertEqual(found.map(\.message), [], "\(parent) \(key.corrected)")
      }
    }
  }

  /// No key is read by nobody: what no key can hold is an error at its place.
  func testEveryKeyIsRead() {
    for key in ServiceKeys.service.keys {
      let text = stack(key.name, "[[[nothing]]]")
      XCTAssertFalse(errors(text).isEmpty, "\(key.name) takes anything")
    }
    for (parent, table) in nested where parent != "tls" {
      for key in table.keys where key.isBuilt {
        let text = stack(parent, wrapped(parent, table, key, "[[[nothing]]]"))
        let found = errors(text)
        XCTAssertFalse(found.isEmpty, "\(parent).\(key.name) takes anything")
        let start = Array(text.utf8).firstRange(of: Array("[[[nothing".utf8))?.lowerBound ?? -1
        XCTAssertTrue(found.contains { ($0.range?.start ?? -1) >= start }, "\(parent).\(key.name) is reported elsewhere")
      }
    }
    for key in StackKeys.root.keys {
      let base = ["version": "1", "name": "shop", "services": "{ a: { tier: api, runtime: node } }"]
      let lines = base.filter { $0.key != key.name }.map { "\($0.key): \($0.value)\n" }.sorted().joined()
      XCTAssertFalse(errors(lines + "\(key.name): [[[nothing]]]\n").isEmpty, "\(key.name) takes anything")
      if key.name != "services" { XCTAssertEqual(errors(lines + key.corrected + "\n").map(\.message), [], key.name) }
    }
  }

  /// `x-…` is a note in every mapping of the language, and in the user's own ones where it can be no entry.
  func testNotesAreIgnored() {
    for (parent, table) in nested where parent != "tls" {
      guard let key = table.keys.first else { continue }
      let text = stack(parent, wrapped(parent, table, key, key.example + ", x-note: { a: [b] }"))
      XCTAssertEqual(errors(text).map(\.message), [], parent)
    }
    for parent in ["env", "secrets", "volumes", "routes"] {
      XCTAssertEqual(errors(stack(parent, "{ x-note: { a: [b] } }")).map(\.message), [], parent)
    }
    // A header or label may well be called so: it is data, and checked as such.
    for parent in ["headers", "labels"] { XCTAssertEqual(errors(stack(parent, "{ x-note: [b] }")).count, 1, parent) }
  }

  func testEveryMessageHasADocumentedKey() {
    for table in [StackKeys.root, StackKeys.network, StackKeys.secret, ServiceKeys.service] + nested.map(\.1) {
      XCTAssertEqual(Set(table.keys.map(\.name)).count, table.keys.count)
      for key in table.keys {
        XCTAssertTrue(key.documentation.hasSuffix("."), key.name)
        XCTAssertFalse(key.documentation.utf8.contains { $0 < 0x20 }, key.name)
      }
      for foreign in table.foreign { XCTAssertFalse(table.keys.contains { $0.name == foreign.name }, foreign.name) }
    }
  }

  /// The projects of this repository.
  func testTheProjectsOwnStacksAreAccepted() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Specs").standardizedFileURL
    let stacks = try FileManager.default.contentsOfDirectory(atPath: root.path).filter {
      FileManager.default.fileExists(atPath: root.path + "/\($0)/stack.yaml")
    }
    XCTAssertGreaterThanOrEqual(stacks.count, 3)
    for name in stacks {
      let bytes = [UInt8](try Data(contentsOf: root.appendingPathComponent("\(name)/stack.yaml")))
      XCTAssertEqual(decode(bytes).sink.diagnostics.map(\.message), [], name)
    }
  }

  private let nested: [(String, KeyTable)] = [
    ("build", ServiceKeys.build), ("health", ServiceKeys.health), ("resources", ServiceKeys.resources), ("routes", ServiceKeys.route),
    ("tls", ServiceKeys.tls),
  ]

  /// A mapping with one key of interest and what it needs beside it.
  private func wrapped(_ parent: String, _ table: KeyTable, _ key: KeyDescription, _ value: String) -> String {
    var members = table.keys.filter { $0.required && $0.name != key.name }.map(\.corrected)
    if parent == "routes", ["strip", "rate_limit"].contains(key.name) { members.append("to: api") }
    let mapping = "{ " + (members + ["\(key.name): \(value)"]).joined(separator: ", ") + " }"
    return parent == "routes" ? "{ /: \(mapping) }" : mapping
  }
}
