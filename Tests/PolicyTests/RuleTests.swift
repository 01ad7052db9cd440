import Diagnostics
import Policy
import TestSupport
import XCTest

/// Every rule is held to its own examples, through all phases.
final class RuleTests: XCTestCase {
  private func findings(_ rule: Rule, _ example: RuleExample) -> (own: [Diagnostic], sink: DiagnosticSink) {
    let sink = check(example.stack, asOf: example.asOf, policyFile: example.policyFile).sink
    return (sink.diagnostics.filter { $0.code.description == rule.id.description }, sink)
  }

  func testMustFireExamplesFireWithTheWordsOfTheirGoldens() throws {
    for rule in Rules.all {
      for example in rule.mustFire {
        let (own, sink) = findings(rule, example)
        XCTAssertFalse(own.isEmpty, "\(rule.id) \(example.name) is silent:\n\(rendered(sink))")
        XCTAssertEqual(own.count, sink.diagnostics.count, "\(rule.id) \(example.name) says more:\n\(rendered(sink))")
        do { try checkGolden(Array(rendered(sink).utf8), "Goldens/\(rule.id)-\(example.name).txt") } catch { XCTFail("\(error)") }
      }
    }
  }

  func testMustNotFireExamplesAreClean() {
    for rule in Rules.all {
      for example in rule.mustNotFire {
        let sink = check(example.stack, asOf: example.asOf, policyFile: example.policyFile).sink
        XCTAssertTrue(sink.diagnostics.isEmpty, "\(rule.id) \(example.name):\n\(rendered(sink))")
      }
    }
  }

  func testEveryFindingIsComplete() {
    for rule in Rules.all {
      for example in rule.mustFire {
        for finding in findings(rule, example).own {
          XCTAssertFalse(finding.message.isEmpty)
          XCTAssertFalse(finding.message.hasSuffix("."), finding.message)
          XCTAssertFalse(finding.reason.isEmpty, finding.message)
          XCTAssertNotNil(finding.suggestion, finding.message)
          XCTAssertFalse(finding.references.isEmpty, finding.message)
          guard let range = finding.range else {
            XCTFail("\(finding.message) has no place")
            continue
          }
          XCTAssertLessThan(range.start, range.end, finding.message)
          XCTAssertFalse(range.file.bytes[range.start..<range.end].contains(UInt8(ascii: "\n")), finding.message)
        }
      }
    }
  }

  func testEveryRuleIsDocumentedAndShown() {
    XCTAssertEqual(Set(Rules.all.map(\.id.description)).count, Rules.all.count)
    XCTAssertEqual(Rules.all.map(\.id.description), Rules.all.map(\.id.description).sorted())
    for rule in Rules.all {
      for text in [rule.title, rule.why, rule.emits, rule.verified] { XCTAssertFalse(text.description.isEmpty, "\(rule.id)") }
      XCTAssertFalse(rule.authorities.isEmpty, "\(rule.id)")
      switch rule.keeper {
      case .output: XCTAssertTrue(rule.mustFire.isEmpty, "\(rule.id) can't be broken by a stack")
      case .language, .policy:
        XCTAssertFalse(rule.mustFire.isEmpty, "\(rule.id)")
        XCTAssertFalse(rule.mustNotFire.isEmpty, "\(rule.id)")
      }
    }
  }

  func testPolicySeverityWins() {
    let text = stack("db:\n  tier: db\n  runtime: postgres")
    XCTAssertEqual(check(text).sink.diagnostics.map(\.severity), [.warning])
    XCTAssertNotNil(check(text).stack)
    let strict = check(text) { $0.ruleSeverities["SG-401"] = .error }
    XCTAssertEqual(strict.sink.diagnostics.map(\.severity), [.error])
    XCTAssertNil(strict.stack, "an error must stop the compile")
  }
}
