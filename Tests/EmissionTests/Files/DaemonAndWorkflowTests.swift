import Foundation
import Planning
import Policy
import XCTest

@testable import Emission

final class DaemonTests: XCTestCase {
  func testHoldsTheKeysOfTheControlAndNoOthers() throws {
    let plan = try Sample.plan([Sample.service("node"), Sample.service("redis", "cache") { $0.openFiles = 9000 }])
    let settings = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(emitDaemon(plan).bytes)) as? [String: Any])
    XCTAssertEqual(settings["icc"] as? Bool, false)
    XCTAssertEqual(settings["userland-proxy"] as? Bool, false)
    XCTAssertEqual(settings["no-new-privileges"] as? Bool, true)
    XCTAssertEqual(settings["live-restore"] as? Bool, true)
    XCTAssertEqual(settings["log-level"] as? String, "info")
    XCTAssertEqual(settings["log-driver"] as? String, "json-file")
    XCTAssertEqual(settings["log-opts"] as? [String: String], ["max-size": "10m", "max-file": "3"])
    let limits = try XCTUnwrap(settings["default-ulimits"] as? [String: [String: Any]])
    XCTAssertEqual(Array(limits.keys), ["nofile"], "never nproc: it counts per user across containers")
    XCTAssertEqual(limits["nofile"]?["Hard"] as? Int, 9000)
    for key in ["hosts", "seccomp-profile", "userns-remap", "insecure-registries"] { XCTAssertNil(settings[key], key) }
  }
}

final class WorkflowTests: XCTestCase {
  private func text(_ tool: ScanTool) throws -> String {
    let plan = try Sample.plan([]) { $0.scan = ScanPlan(tool: tool, failOn: [.critical]) }
    return emitWorkflow(plan, context: Sample.context).text
  }

  func testEveryActionIsPinnedToACommitAndNamesItsVersion() throws {
    for tool in [ScanTool.trivy, .grype, .scout, .clair] {
      let uses = try text(tool).split(separator: "\n").filter { $0.contains("uses:") }
      XCTAssertFalse(uses.isEmpty)
      for line in uses {
        XCTAssertNotNil(line.range(of: #"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$"#, options: .regularExpression), String(line))
      }
    }
    XCTAssertTrue(try text(.trivy).contains("aquasecurity/setup-trivy@"))
    XCTAssertTrue(try text(.grype).contains("anchore/scan-action/download-grype@"))
  }

  func testTakesNoPermissionButReading() throws {
    let text = try text(.trivy)
    XCTAssertTrue(text.contains("\npermissions: {}\n"))
    XCTAssertTrue(text.contains("    permissions:\n      contents: read\n"))
    XCTAssertFalse(text.contains("write"))
    XCTAssertTrue(text.contains("persist-credentials: false"))
    XCTAssertFalse(text.contains("pull_request_target"))
    XCTAssertTrue(text.contains("timeout-minutes: 30"))
  }

  func testRunsOnChangesAndWeekly() throws {
    let text = try text(.trivy)
    for part in ["push: {}", "pull_request: {}", "- cron: ", "sh \"$STACK_DIR/build.sh\"", "sh \"$STACK_DIR/scan.sh\""] {
      XCTAssertTrue(text.contains(part), part)
    }
    // Expressions inside a script would be pasted into it before a shell reads it.
    for line in text.split(separator: "\n") where line.contains("run:") { XCTAssertFalse(line.contains("${{"), String(line)) }
  }
}
