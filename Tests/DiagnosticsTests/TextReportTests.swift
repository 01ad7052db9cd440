import Diagnostics
import TestSupport
import XCTest

@testable import Reports

final class TextReportTests: XCTestCase {
  private func report(_ bytes: [UInt8], _ range: Range<Int>, reason: String = "why") -> [String] {
    let file = SourceFile(path: "f", bytes: bytes)
    let place = SourceRange(file: file, start: range.lowerBound, end: range.upperBound)
    let text = renderText([Diagnostic(.malformed, "m", at: place, reason: reason)])
    return String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func report(_ text: String, marking part: String) -> [String] {
    let start = text.utf8.distance(from: text.startIndex, to: text.range(of: part)!.lowerBound)
    return report(Array(text.utf8), start..<start + part.utf8.count)
  }

  func testCaretsStandUnderTheirText() {
    XCTAssertEqual(report("a: bcd e", marking: "bcd")[1...2], ["  1 | a: bcd e", "    |    ^^^ why"])
    XCTAssertEqual(report("a:\tbc", marking: "bc")[1...2], ["  1 | a:  bc", "    |     ^^ why"])
    XCTAssertEqual(report("\t\tbc", marking: "bc")[1...2], ["  1 |         bc", "    |         ^^ why"])
    XCTAssertEqual(report("größer: x", marking: "x")[1...2], ["  1 | größer: x", "    |         ^ why"])
    // East Asian characters take two columns, combining marks none.
    XCTAssertEqual(report("日本: x", marking: "x")[1...2], ["  1 | 日本: x", "    |       ^ why"])
    XCTAssertEqual(report("e\u{301}: x", marking: "x")[1...2], ["  1 | e\u{301}: x", "    |    ^ why"])
    XCTAssertEqual(report("日本: x", marking: "日本")[2], "    | ^^^^ why")
    // An empty range still has its caret, at the end of a line too.
    XCTAssertEqual(report(Array("a:\nb".utf8), 2..<2)[1...2], ["  1 | a:", "    |   ^ why"])
    XCTAssertEqual(report([], 0..<0)[1...2], ["  1 |", "    | ^ why"])
  }

  func testPositionsCountScalars() {
    XCTAssertEqual(report("größer: 😀x", marking: "x")[0], "f:1:10: error[SY-102]: m")
    XCTAssertEqual(report("a\r\nb: x", marking: "x")[0], "f:2:4: error[SY-102]: m")
    XCTAssertEqual(report("a\rb: x", marking: "x")[0], "f:2:4: error[SY-102]: m")
    XCTAssertEqual(report("a\u{2028}b: x", marking: "x")[0], "f:1:6: error[SY-102]: m")
    XCTAssertEqual(report([0xEF, 0xBB, 0xBF, 0x61], 3..<4)[0...2], ["f:1:1: error[SY-102]: m", "  1 | a", "    | ^ why"])
    // A byte that is no UTF-8 is one column.
    XCTAssertEqual(
      report([0x61, 0xFF, 0xFE, 0x62], 3..<4)[0...2], ["f:1:4: error[SY-102]: m", "  1 | a\\xFF\\xFEb", "    |          ^ why"])
  }

  func testRangesOverLinesAreMarkedToTheEndOfTheFirst() {
    XCTAssertEqual(report("a: bc\n  d\n", marking: "bc\n  d")[1...2], ["  1 | a: bc", "    |    ^^ why"])
    XCTAssertEqual(report("a: bc\r\n  d", marking: "bc\r\n  d")[1...2], ["  1 | a: bc", "    |    ^^ why"])
  }

  func testLongLinesAreCutAroundTheCaret() {
    let long = String(repeating: "x", count: 64 << 10)
    for (text, part) in [(long + "HERE" + long, "HERE"), ("HERE" + long, "HERE"), (long + "HERE", "HERE"), ("é" + long + "HERE", "HERE")] {
      let lines = report(text, marking: part)
      XCTAssertLessThan(lines.joined().count, 600)
      let caret = lines[2].firstIndex(of: "^")!
      let column = lines[2].distance(from: lines[2].startIndex, to: caret)
      XCTAssertTrue(lines[1].dropFirst(column).hasPrefix("HERE"), lines[1])
      XCTAssertTrue(lines[2].contains("^^^^ why") || lines[2].hasSuffix("^^^^"))
      XCTAssertTrue(lines[1].contains("…"))
    }
    // A range that is itself too long is marked as far as it is shown.
    XCTAssertLessThan(report(Array(long.utf8), 0..<long.utf8.count).joined().count, 600)
  }

  /// Whatever bytes a file holds, the report is UTF-8 and moves nothing on a terminal.
  func testNoControlCharacterLeaves() {
    var random = SeededGenerator(seed: 7)
    let nasty: [[UInt8]] = ["\u{1B}[2J", "\u{9B}31m", "\u{202E}", "\u{2066}", "\u{200F}", "\r", "\u{7F}", "\u{0}", "\u{FEFF}", "\u{2028}"]
      .map {
        Array($0.utf8)
      }
    for _ in 0..<2_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Bool.random(using: &random) {
          bytes.append(UInt8.random(in: .min ... .max, using: &random))
        } else {
          bytes += nasty.randomElement(using: &random)!
        }
      }
      let start = Int.random(in: 0...bytes.count, using: &random)
      let text = String(decoding: bytes, as: UTF8.self)
      let file = SourceFile(path: "p" + text, bytes: bytes)
      let place = SourceRange(file: file, start: start, end: Int.random(in: start...bytes.count, using: &random))
      let finding = Diagnostic(
        .malformed, text, at: place, reason: text, related: [Diagnostic.Related(place, text)], write: text, references: [text])
      for output in [renderText([finding]), renderGitHub([finding])] {
        XCTAssertEqual(Array(String(decoding: output, as: UTF8.self).utf8), output)
        for scalar in String(decoding: output, as: UTF8.self).unicodeScalars where scalar != "\n" {
          let category = scalar.properties.generalCategory
          XCTAssertTrue(category != .control && category != .format && category != .lineSeparator, "U+\(String(scalar.value, radix: 16))")
        }
      }
    }
  }

  func testLongMessagesAreShortened() {
    let finding = Diagnostic(.malformed, String(repeating: "m", count: 100_000), at: nil, reason: String(repeating: "r", count: 100_000))
    XCTAssertLessThan(renderText([finding]).count, 2_000)
  }

  func testRelatedPlacesInOtherFilesAreNamed() {
    let (first, second) = (SourceFile(path: "a", bytes: Array("x".utf8)), SourceFile(path: "b", bytes: Array("\n\n  y".utf8)))
    let finding = Diagnostic(
      .clash, "m", at: SourceRange(file: first, start: 0, end: 1), reason: "why",
      related: [Diagnostic.Related(SourceRange(file: second, start: 4, end: 5), "there")])
    let text = String(decoding: renderText([finding]), as: UTF8.self)
    XCTAssertEqual(text, "a:1:1: error[SY-402]: m\n  1 | x\n    | ^ why\n  --> b:3:3\n  3 |   y\n    |   -- there\n")
  }
}
