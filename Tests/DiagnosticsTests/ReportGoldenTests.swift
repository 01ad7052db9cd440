import Diagnostics
import Foundation
import Reports
import TestSupport
import XCTest

/// One set of findings in every format, against `Goldens/`.
final class ReportGoldenTests: XCTestCase {
  private static let source = SourceFile(
    path: "stacks/shop.yaml",
    bytes: Array("version: 1\nservices:\n  web:\n    image: node:latest\n\tgrößer: 日本 x\n  text: |\n    a\n    b\n".utf8))

  private static func range(_ text: String) -> SourceRange {
    let found = String(decoding: source.bytes, as: UTF8.self).range(of: text)!
    let whole = String(decoding: source.bytes, as: UTF8.self)
    let start = whole.utf8.distance(from: whole.startIndex, to: found.lowerBound)
    return SourceRange(file: source, start: start, end: start + text.utf8.count)
  }

  static let findings = [
    Diagnostic(
      DiagnosticCode("SG-102"), "image 'node:latest' has no fixed version", at: range("node:latest"),
      reason: "tomorrow's rebuild may run other code", write: "image: node:24.19.0-trixie-slim",
      references: ["CIS Docker 4.2", "hadolint DL3007"]),
    Diagnostic(
      DiagnosticCode(.clash), .warning, "100% of, colons: and\nbreaks\u{1B}[31m", at: range("日本"), reason: "why not",
      related: [Diagnostic.Related(range("web"), "declared here")], write: "a: 1\nb: 2"),
    Diagnostic(DiagnosticCode(.unused), .note, "over several lines", at: range("|\n    a\n    b"), reason: "the first is marked"),
    Diagnostic(
      .missingKey, "no name", at: SourceRange(file: source, start: source.bytes.count, end: source.bytes.count), reason: "a stack has one"),
    Diagnostic(
      .unreadable, "the file can't be read: permission denied", at: nil, path: "other dir/ä:b,c.yaml", reason: "nothing was checked"),
    Diagnostic(.languageVersion, "no place at all", at: nil, reason: ""),
  ]

  func testText() throws { try checkGolden(render(Self.findings, as: .text, toolVersion: "1.0.0"), "Goldens/findings.txt") }
  func testColor() throws { try checkGolden(renderText(Self.findings, color: true), "Goldens/findings-color.txt") }
  func testJSON() throws { try checkGolden(render(Self.findings, as: .json, toolVersion: "1.0.0"), "Goldens/findings.json") }
  func testSARIF() throws { try checkGolden(render(Self.findings, as: .sarif, toolVersion: "1.0.0"), "Goldens/findings.sarif") }
  func testGitHub() throws { try checkGolden(render(Self.findings, as: .github, toolVersion: "1.0.0"), "Goldens/findings-github.txt") }

  func testNothingFound() throws {
    XCTAssertEqual(renderText([]), [])
    XCTAssertEqual(renderGitHub([]), [])
    XCTAssertEqual(try object(renderJSON([]))["errors"] as? Int, 0)
    let runs = try object(renderSARIF([], toolVersion: "1"))["runs"] as? [[String: Any]]
    XCTAssertEqual((runs?[0]["results"] as? [Any])?.count, 0)
  }

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try XCTUnwrap(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// Another reader gets the same texts back, and offsets that cut the source where the range does.
  func testJSONReadsBack() throws {
    let list = try XCTUnwrap(object(renderJSON(Self.findings))["diagnostics"] as? [[String: Any]])
    XCTAssertEqual(list.count, Self.findings.count)
    for (read, finding) in zip(list, Self.findings) {
      XCTAssertEqual(read["message"] as? String, finding.message)
      XCTAssertEqual(read["suggestion"] as? String, finding.suggestion)
      let range = read["range"] as? [String: [String: Int]]
      XCTAssertEqual(range?["start"]?["offset"], finding.range?.start)
      XCTAssertEqual(range?["end"]?["offset"], finding.range?.end)
    }
  }

  /// What the SARIF 2.1.0 schema requires of the parts we write.
  func testSARIFShape() throws {
    let document = try object(renderSARIF(Self.findings, toolVersion: "1.0.0"))
    XCTAssertEqual(document["version"] as? String, "2.1.0")
    let run = try XCTUnwrap((document["runs"] as? [[String: Any]])?.first)
    let driver = try XCTUnwrap((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try XCTUnwrap(driver["rules"] as? [[String: Any]]).map { $0["id"] as? String }
    XCTAssertEqual(Set(rules).count, rules.count)
    for result in try XCTUnwrap(run["results"] as? [[String: Any]]) {
      XCTAssertEqual(rules[try XCTUnwrap(result["ruleIndex"] as? Int)], result["ruleId"] as? String)
      XCTAssertTrue(["error", "warning", "note"].contains(result["level"] as? String))
      XCTAssertNotNil((result["message"] as? [String: Any])?["text"])
      for location in (result["locations"] as? [[String: Any]] ?? []) + (result["relatedLocations"] as? [[String: Any]] ?? []) {
        let physical = try XCTUnwrap(location["physicalLocation"] as? [String: [String: Any]])
        XCTAssertNotNil(URL(string: try XCTUnwrap(physical["artifactLocation"]?["uri"] as? String)))
        guard let region = physical["region"] as? [String: Int] else { continue }
        let start = (try XCTUnwrap(region["startLine"]), try XCTUnwrap(region["startColumn"]))
        let end = (try XCTUnwrap(region["endLine"]), try XCTUnwrap(region["endColumn"]))
        XCTAssertTrue(start >= (1, 1) && end >= start)
      }
    }
  }

  /// One finding is one line, whatever it says: no text becomes a command of its own.
  func testGitHubCommandsStayInTheirLine() {
    let lines = String(decoding: renderGitHub(Self.findings), as: UTF8.self).split(separator: "\n")
    XCTAssertEqual(lines.count, Self.findings.count)
    for line in lines { XCTAssertTrue(line.hasPrefix("::error ") || line.hasPrefix("::warning ") || line.hasPrefix("::notice ")) }
  }
}
