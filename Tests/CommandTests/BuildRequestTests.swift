import ArgumentParser
import Catalog
import TestSupport
import XCTest

@testable import securegen

/// `build`'s arguments are read in two ways, which must never differ in what they make of them.
final class BuildRequestTests: XCTestCase {
  /// The argument parser's reading, from the root as the program asks it; nil where it refuses or means something else.
  private func parsed(_ arguments: [String]) -> BuildRequest? {
    guard let command = try? SecuregenCommand.parseAsRoot(["build"] + arguments) else { return nil }
    return (command as? BuildCommand)?.request
  }

  private func assertSame(_ arguments: [String], line: UInt = #line) {
    guard let request = BuildRequest(usual: arguments) else { return }
    XCTAssertEqual(request, parsed(arguments), "\(arguments)", line: line)
  }

  func testUsualFormsAreRead() {
    let usual: [[String]] = [
      [], ["a.yaml"], ["a.yaml", "b", "-o", "out"], ["--output", "out"], ["--output=out"], ["--output=a=b"], ["--force"], ["--check", "x"],
      ["--dry-run"], ["--format", "json"], ["--format=sarif", "--fail-on=note"], ["--as-of", "2026-01-02"],
      ["--output", "a", "--output", "b"],
      ["a", "--force", "b", "--fail-on", "warning", "c"], [".", "..", "a b", "é"],
    ]
    for arguments in usual {
      XCTAssertNotNil(BuildRequest(usual: arguments), "\(arguments)")
      assertSame(arguments)
    }
  }

  func testAllElseIsLeftToTheParser() {
    let unusual: [[String]] = [
      ["--help"], ["-h"], ["help"], ["a", "--help"], ["--version"], ["--"], ["--", "a"], ["-"], [""], ["-oout"], ["-o=out"], ["-o"],
      ["--output"], ["--output="], ["--output", ""], ["--output", "--force"], ["--output", "-x"], ["--output=-x"], ["--format", "xml"],
      ["--format"], ["--fail-on", "never"], ["--as-of", "tomorrow"], ["--as-of=2026-13-01"], ["--check", "--dry-run"], ["--force=yes"],
      ["--check="], ["--Force"], ["--unknown"], ["--generate-completion-script", "bash"], ["---completion"], ["-of", "x"],
    ]
    for arguments in unusual { XCTAssertNil(BuildRequest(usual: arguments), "\(arguments)") }
  }

  func testBothReadingsAgree() {
    let words = [
      "a.yaml", "b", ".", "help", "", "-", "--", "-o", "--output", "--output=out", "--output=", "-o=x", "-ox", "--force", "--check",
      "--dry-run",
      "--format", "json", "--format=github", "--format=JSON", "--fail-on", "note", "--fail-on=warning", "--as-of", "2026-11-26",
      "--as-of=2026-02-30", "--as-of=x", "--help", "-h", "-f", "--forc", "é", "--output=é",
    ]
    var random = SeededGenerator(seed: 26)
    for first in words {
      assertSame([first])
      for second in words { assertSame([first, second]) }
    }
    for _ in 0..<2_000 { assertSame((0..<Int.random(in: 3...6, using: &random)).map { _ in words.randomElement(using: &random)! }) }
  }
}
