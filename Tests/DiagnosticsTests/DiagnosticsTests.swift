import Diagnostics
import XCTest

final class DiagnosticsTests: XCTestCase {
  private func finding(_ path: String, _ start: Int?, _ message: String = "m", _ severity: Severity = .error) -> Diagnostic {
    let file = SourceFile(path: path, bytes: [UInt8](repeating: 0x20, count: 100))
    return Diagnostic(
      DiagnosticCode(.malformed), severity, message, at: start.map { SourceRange(file: file, start: $0, end: $0 + 1) }, path: path,
      reason: "r")
  }

  func testSinkCountsErrorsAndSorts() {
    var sink = DiagnosticSink()
    XCTAssertFalse(sink.hasErrors)
    sink.report(finding("b", 1, "later", .warning))
    XCTAssertFalse(sink.hasErrors)
    for next in [finding("b", 0), finding("a", 9), finding("a", 2, "z"), finding("a", 2, "y"), finding("a", nil)] { sink.report(next) }
    XCTAssertEqual(sink.errorCount, 5)
    let order = sink.sorted.map { "\($0.path!) \($0.range?.start ?? -1) \($0.message)" }
    XCTAssertEqual(order, ["a -1 m", "a 2 y", "a 2 z", "a 9 m", "b 0 m", "b 1 later"])
  }

  func testCodesAreUniqueAndWellFormed() {
    let codes = SyntaxCode.allCases.map(\.rawValue)
    XCTAssertEqual(Set(codes).count, codes.count)
    for code in codes { XCTAssertNotNil(code.wholeMatch(of: /SY-[0-4][0-9][0-9]/), code) }
  }

  func testNearestName() {
    let names = ["image", "runtime", "routes", "resources", "replicas", "env"]
    XCTAssertEqual(nearestName(to: "imgae", among: names), "image")
    XCTAssertEqual(nearestName(to: "rotues", among: names), "routes")
    XCTAssertEqual(nearestName(to: "resource", among: names), "resources")
    XCTAssertEqual(nearestName(to: "evn", among: names), "env")
    XCTAssertNil(nearestName(to: "zzz", among: names))
    XCTAssertNil(nearestName(to: "", among: names))
    XCTAssertNil(nearestName(to: String(repeating: "x", count: 10_000), among: names))
    XCTAssertNil(nearestName(to: "x", among: []))
  }
}
