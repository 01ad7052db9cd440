import Catalog
import Diagnostics
import Foundation
import Scaffold
import Stack
import TestSupport
import XCTest
import YAMLSyntax

/// `add` inserts and changes nothing; `remove` gives the bytes back.
final class EditPropertyTests: XCTestCase {
  private let files = 1200

  func testAddInsertsAndRemoveGivesTheBytesBack() throws {
    var generator = StackGenerator(seed: 0x5EED)
    var refused = 0
    var byLines = 0
    for number in 0..<files {
      let file = generator.file()
      let old = SourceFile(path: "stack.yaml", bytes: Array(file.text.utf8))
      let (spec, findings) = decoded(old)
      guard let spec else { return XCTFail("#\(number) is no valid stack: \(findings)\n\(file.text)") }
      let request = request(number)
      let addition: Addition
      do {
        addition = try addService(request, to: old, spec)
      } catch {
        refused += 1
        XCTAssertTrue(file.hasAnchors, "#\(number) refused: \(error.diagnostic.message)\n\(file.text)")
        continue
      }
      let new = addition.file
      let (after, problems) = decoded(new)
      guard let after else { return XCTFail("#\(number) no longer decodes: \(problems)\n\(text(new))") }
      XCTAssertEqual(
        after.services.map(\.name.value).filter { $0 != request.name } + [request.name], spec.services.map(\.name.value) + [request.name],
        "#\(number)")
      checkConnections(request, spec, after, "#\(number)\n\(text(new))")
      XCTAssertTrue(isSubsequence(old.bytes, new.bytes), "#\(number) is no insertion\n\(text(new))")
      if file.growsByLines {
        byLines += 1
        XCTAssertTrue(isSubsequence(lines(old), lines(new)), "#\(number) changes a line\n--- old\n\(file.text)\n--- new\n\(text(new))")
      }
      XCTAssertFalse(lines(new).contains { $0.hasSuffix(" ") && !lines(old).contains($0) }, "#\(number) ends a line in a space")
      let withdrawal = try removeService(request.name, from: new, after)
      XCTAssertEqual(
        withdrawal.file.bytes, old.bytes,
        "#\(number)\n--- old\n\(file.text)\n--- new\n\(text(new))\n--- back\n\(text(withdrawal.file))")
      if withdrawal.file.bytes != old.bytes { return }
    }
    XCTAssertLessThan(refused, files / 50, "refusals are for shared text")
    XCTAssertGreaterThan(byLines, files / 5)
  }

  /// Two added one after the other come out in either order.
  func testTwoServicesComeOutInEitherOrder() throws {
    var generator = StackGenerator(seed: 77)
    for number in 0..<150 {
      let file = generator.file()
      let old = SourceFile(path: "stack.yaml", bytes: Array(file.text.utf8))
      guard let spec = decoded(old).0, let one = try? addService(request(number), to: old, spec), let middle = decoded(one.file).0 else {
        continue
      }
      var second = ServiceRequest(try XCTUnwrap(ServiceName("second")), .runtime("redis"))
      second.from = [try XCTUnwrap(ServiceName("api"))]
      guard let two = try? addService(second, to: one.file, middle), let after = decoded(two.file).0 else { continue }
      let first = try removeService(request(number).name, from: two.file, after)
      let left = try XCTUnwrap(decoded(first.file).0)
      let none = try removeService(second.name, from: first.file, left)
      let says = try XCTUnwrap(decoded(none.file).0)
      XCTAssertEqual(says.services.map(\.name.value), spec.services.map(\.name.value), "#\(number)")
      let reverse = try removeService(second.name, from: two.file, after)
      XCTAssertEqual(reverse.file.bytes, one.file.bytes, "#\(number)\n\(text(two.file))\n--- back\n\(text(reverse.file))")
    }
  }

  /// What one anchor gives to several services is not changed for one of them.
  func testSharedTextIsRefused() throws {
    let text = """
      version: 1
      name: shop
      services:
        api: { tier: api, runtime: node, connects: &peers [worker] }
        other: { tier: api, runtime: node, connects: *peers }
        worker: { tier: api, runtime: node }

      """
    let file = SourceFile(path: "stack.yaml", bytes: Array(text.utf8))
    let spec = try XCTUnwrap(decoded(file).0)
    for from in ["api", "other"] {
      var request = ServiceRequest(try XCTUnwrap(ServiceName("db")), .runtime("redis"))
      request.from = [try XCTUnwrap(ServiceName(from))]
      XCTAssertThrowsError(try addService(request, to: file, spec), from)
    }
    var alone = ServiceRequest(try XCTUnwrap(ServiceName("db")), .runtime("redis"))
    alone.from = [try XCTUnwrap(ServiceName("worker"))]
    XCTAssertNoThrow(try addService(alone, to: file, spec))
  }

  func testWhatAddRefuses() throws {
    let file = SourceFile(
      path: "stack.yaml",
      bytes: Array(
        """
        version: 1
        name: shop
        services:
          web: { tier: frontend, runtime: nginx, routes: { /x/: { to: api } } }
          api: { tier: api, runtime: node }

        """.utf8))
    let spec = try XCTUnwrap(decoded(file).0)
    func refusal(_ name: String, _ change: (inout ServiceRequest) -> Void) throws -> Diagnostic? {
      var request = ServiceRequest(try XCTUnwrap(ServiceName(name)), .runtime("node"))
      change(&request)
      do { _ = try addService(request, to: file, spec) } catch { return error.diagnostic }
      return nil
    }
    XCTAssertEqual(try refusal("api") { _ in }?.code.description, "SY-402")
    XCTAssertEqual(try refusal("x") { $0.from = [ServiceName("web")!] }?.code.description, "SY-402", "the route is taken")
    XCTAssertEqual(try refusal("y") { $0.from = [ServiceName("wbe")!] }?.suggestion, "web")
    XCTAssertNil(try refusal("y") { $0.from = [ServiceName("web")!] })
    XCTAssertThrowsError(try removeService(ServiceName("nobody")!, from: file, spec))
  }

  // MARK: Helpers

  private func request(_ number: Int) -> ServiceRequest {
    let bases: [(String, [String], [String])] = [
      ("node", ["web"], ["api"]), ("redis", ["api"], []), ("postgres", ["api", "worker"], []), ("python", ["web", "api"], []),
      ("nginx", [], ["api"]), ("node", [], []),
    ]
    let (runtime, from, connects) = bases[number % bases.count]
    var request = ServiceRequest(ServiceName("new-one")!, .runtime(runtime))
    request.from = from.compactMap(ServiceName.init)
    request.connects = connects.compactMap(ServiceName.init)
    return request
  }

  private func checkConnections(_ request: ServiceRequest, _ before: StackSpec, _ after: StackSpec, _ message: String) {
    for client in request.from {
      guard let service = after.services.first(where: { $0.name.value == client }) else { return XCTFail(message) }
      let routed = service.routes.contains {
        if case .proxy(let to, _, _) = $0.destination { to.value == request.name } else { false }
      }
      XCTAssertTrue(routed || service.connects.contains { $0.value == request.name }, message)
    }
    for (old, new) in zip(before.services, after.services.filter({ $0.name.value != request.name })) {
      XCTAssertTrue(new.connects.map(\.value).starts(with: old.connects.map(\.value)), message)
      XCTAssertEqual(new.env.map(\.value.value), old.env.map(\.value.value), message)
    }
  }

  private func text(_ file: SourceFile) -> String { String(decoding: file.bytes, as: UTF8.self) }
  private func lines(_ file: SourceFile) -> [String] {
    text(file).replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
  }
}

func decoded(_ file: SourceFile) -> (StackSpec?, [String]) {
  var sink = DiagnosticSink()
  guard let document = parseYAML(file, into: &sink) else { return (nil, sink.diagnostics.map(\.message)) }
  let spec = decodeStack(document, file: file, vocabulary: Catalog.vocabulary, into: &sink)
  return (spec, sink.diagnostics.map(\.message))
}

/// Whether the second can be had from the first by insertions alone.
func isSubsequence<T: Equatable>(_ old: [T], _ new: [T]) -> Bool {
  var index = 0
  for element in new where index < old.count && element == old[index] { index += 1 }
  return index == old.count
}
