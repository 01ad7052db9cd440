import Diagnostics
import Stack
import TestSupport
import XCTest
import YAMLSyntax

/// Decodes text as `stack.yaml`; the findings of the YAML reader and the decoder together.
func decode(_ bytes: [UInt8]) -> (spec: StackSpec?, sink: DiagnosticSink) {
  let file = SourceFile(path: "stack.yaml", bytes: bytes)
  var sink = DiagnosticSink()
  guard let document = parseYAML(file, into: &sink) else { return (nil, sink) }
  return (decodeStack(document, file: file, into: &sink), sink)
}

func decode(_ text: String) -> (spec: StackSpec?, sink: DiagnosticSink) { decode(Array(text.utf8)) }

final class GoldenTests: XCTestCase {
  /// Every refused stack: the whole text a person reads.
  func testFailures() throws {
    for golden in try goldenCases("Goldens/failure") {
      let (spec, sink) = decode(try golden.read("stack.yaml"))
      XCTAssertNil(spec, "\(golden.name) must be refused")
      XCTAssertGreaterThan(sink.errorCount, 0, golden.name)
      for finding in sink.diagnostics {
        XCTAssertNotNil(finding.range, finding.message)
        XCTAssertFalse(finding.reason.isEmpty, finding.message)
        XCTAssertFalse((finding.suggestion ?? "").isEmpty, finding.message)
        XCTAssertFalse(finding.message.hasSuffix("."), finding.message)
      }
      check(golden, rendered(sink))
    }
  }

  /// Every accepted stack: what it was read as, and its warnings if it has any.
  func testSuccesses() throws {
    for golden in try goldenCases("Goldens/success") {
      let (spec, sink) = decode(try golden.read("stack.yaml"))
      guard let spec else {
        XCTFail("\(golden.name) must be accepted:\n\(rendered(sink))")
        continue
      }
      check(golden, description(of: spec) + (sink.diagnostics.isEmpty ? "" : "\n" + rendered(sink)))
    }
  }

  private func check(_ golden: GoldenCase, _ text: String) {
    do { try golden.expect(Array(text.utf8)) } catch { XCTFail("\(golden.name): \(error)") }
  }

  /// No code without a stack that fires it, and none that fires in all of them: the accepted stacks are the near misses.
  func testEveryCodeIsFired() throws {
    var fired: Set<String> = []
    for kind in ["failure", "success"] {
      for golden in try goldenCases("Goldens/" + kind) { fired.formUnion(codes(decode(try golden.read("stack.yaml")).sink)) }
    }
    let known = Set(StackCode.allCases.map(\.diagnosticCode.description))
    XCTAssertEqual(known.subtracting(fired), [], "codes without a golden file")
  }
}
