import Diagnostics
import TestSupport
import XCTest
import YAMLSyntax

/// Files made to exhaust a parser end in one clear finding, in bounded time.
final class HostileTests: XCTestCase {
  /// Generous for a debug build on a busy machine, and far below what unbounded work would take.
  private func timed(_ seconds: Double = 10, line: UInt = #line, _ body: () throws -> Void) rethrows {
    let start = ContinuousClock.now
    try body()
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(seconds), line: line)
  }

  func testDeepNesting() {
    let deep: [String] = [
      String(repeating: "[", count: 10_000), String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
      String(repeating: "{a: ", count: 10_000), String(repeating: "- ", count: 10_000) + "x", String(repeating: "? ", count: 10_000) + "x",
      (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
      "a: " + String(repeating: "[{b: ", count: 10_000),
    ]
    for text in deep {
      timed {
        let (node, sink) = parse(text)
        XCTAssertTrue(node == nil)
        XCTAssertEqual(codes(sink), ["SY-107"], String(text.prefix(20)))
      }
    }
  }

  func testAliasBombs() {
    var lists = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    var mappings = "a0: &a0 {k0: 1, l0: 2}\n"
    var merges = "a0: &a0 {k0: 1}\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9)
      lists += "a\(level): &a\(level) [\(aliases.joined(separator: ", "))]\n"
      mappings += "a\(level): &a\(level) {\(aliases.enumerated().map { "k\($0): \($1)" }.joined(separator: ", "))}\n"
      merges += "a\(level): &a\(level) {<<: [\(aliases.joined(separator: ", "))], k\(level): 1}\n"
    }
    for text in [lists, mappings, merges] {
      timed {
        let (node, sink) = parse(text)
        XCTAssertTrue(node == nil)
        XCTAssertEqual(codes(sink), ["SY-108"])
      }
    }
  }

  /// Many aliases of one large mapping merged: each is counted, none is copied past the limit.
  func testMergeBomb() {
    let keys = (0..<1_000).map { "k\($0): 1" }.joined(separator: ", ")
    let text = "a: &a {\(keys)}\nb:\n" + (0..<1_000).map { "  - {<<: *a, n: \($0)}\n" }.joined()
    timed { XCTAssertEqual(codes(parse(text).sink), ["SY-108"]) }
  }

  func testNodeLimit() {
    var limits = YAMLLimits()
    limits.nodes = 10_000
    let flow = "[" + String(repeating: "a,", count: 100_000) + "]"
    timed { XCTAssertEqual(codes(parse(flow, limits: limits).sink), ["SY-003"]) }
    let atLimit = "[" + Array(repeating: "a", count: 9_999).joined(separator: ",") + "]"
    XCTAssertEqual(codes(parse(atLimit, limits: limits).sink), [])
  }

  func testFindingLimit() {
    let (node, sink) = parse(String(repeating: "a: 1\n", count: 10_000))
    XCTAssertTrue(node == nil)
    XCTAssertEqual(sink.diagnostics.count, 101)
    XCTAssertEqual(sink.errorCount, 100)
    XCTAssertEqual(sink.diagnostics.last?.severity, .note)
  }

  func testSizeLimit() {
    let limit = YAMLLimits().size
    XCTAssertEqual(limit, 8 << 20)
    timed { XCTAssertEqual(codes(parse([UInt8](repeating: UInt8(ascii: "#"), count: limit + 1)).sink), ["SY-003"]) }
    timed { XCTAssertEqual(codes(parse([UInt8](repeating: UInt8(ascii: "#"), count: limit)).sink), ["SY-104"]) }
  }

  func testLongScalars() {
    let long = String(repeating: "x", count: 64 << 10)
    for written in ["\(long)", "\"\(long)\"", "'\(long)'", "|-\n  \(long)"] {
      let (node, sink) = parse("a: \(written)\nb: 1\n")
      XCTAssertEqual(codes(sink), [])
      guard case .mapping(let entries)? = node?.content, case .scalar(let text, _) = entries[0].value.content else { return XCTFail() }
      XCTAssertEqual(text, long)
      XCTAssertEqual(entries[0].value.range.start, 3)
      XCTAssertEqual(entries[0].value.range.end, 3 + written.utf8.count)
      XCTAssertEqual(entries[1].key.range.start, 4 + written.utf8.count)
    }
    // A key that long is refused by YAML, not read as a text that swallows the next lines.
    XCTAssertEqual(codes(parse("\(long): x\ny: z\n").sink), ["SY-102"])
  }

  func testUnclosedQuoteOverAWholeFile() {
    timed {
      let (_, sink) = parse("a: \"" + String(repeating: "text\n  ", count: 100_000))
      XCTAssertEqual(codes(sink), ["SY-102"])
      XCTAssertEqual(sink.diagnostics.first?.range?.start, 3)
      XCTAssertLessThan(rendered(sink).utf8.count, 1_000)
    }
  }

  func testForbiddenCharactersEverywhere() {
    for character in ["\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9F}", "\u{FFFE}", "\u{FFFF}"] {
      for (before, after) in [("", "a: 1\n"), ("a: ", "\n"), ("a: 'x", "y'\n"), ("# ", "\n"), ("a: |\n  x", "\n"), ("a: 1\n", "")] {
        let (node, sink) = parse(before + character + after)
        XCTAssertTrue(node == nil)
        XCTAssertEqual(codes(sink), ["SY-102"], "\(character.unicodeScalars.first!.value) after \(before)")
        XCTAssertEqual(sink.diagnostics.first?.range?.start, before.utf8.count)
      }
    }
  }
}
