import Diagnostics
import TestSupport
import XCTest
import YAMLSyntax

/// `Goldens/<case>/input.yaml` against `expected.txt`: the findings as a user reads them, then the tree if there is one.
/// A folder's name begins with the code it fires, or with "accepts" for what must not fire any.
final class GoldenTests: XCTestCase {
  func testGoldens() throws {
    for golden in try goldenCases() {
      var sink = DiagnosticSink()
      let node = parseYAML(SourceFile(path: "stack.yaml", bytes: try golden.read("input.yaml")), into: &sink)
      let text = rendered(sink) + (node.map { "\ntree:\n" + dump($0) } ?? "\nno tree\n")
      XCTAssertNoThrow(try golden.expect(Array(text.utf8)), golden.name)

      if golden.name.hasPrefix("SY-") {
        XCTAssertTrue(codes(sink).contains(String(golden.name.prefix(6))), "\(golden.name) fired \(codes(sink))")
      } else {
        XCTAssertEqual(codes(sink), [], golden.name)
        XCTAssertNotNil(node, golden.name)
      }
    }
  }

  /// Every code this module gives has a case that fires it and one beside it that must not.
  func testEveryCodeHasACase() throws {
    let names = try goldenCases().map(\.name)
    for code in SyntaxCode.allCases where code.rawValue.hasPrefix("SY-1") {
      XCTAssertTrue(names.contains { $0.hasPrefix(code.rawValue + "-") }, "\(code.rawValue) has no case that fires it")
      XCTAssertTrue(names.contains { $0.hasPrefix("accepts-near-" + code.rawValue) }, "\(code.rawValue) has no near miss")
    }
  }
}
