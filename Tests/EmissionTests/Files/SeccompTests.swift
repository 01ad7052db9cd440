import Catalog
import Foundation
import Planning
import Stack
import XCTest

@testable import Emission

final class SeccompTests: XCTestCase {
  private func rules(_ service: ServicePlan) throws -> (profile: [String: Any], rules: [[String: Any]]) {
    let object = try JSONSerialization.jsonObject(with: Data(emitSeccomp(service).bytes))
    let profile = try XCTUnwrap(object as? [String: Any])
    return (profile, try XCTUnwrap(profile["syscalls"] as? [[String: Any]]))
  }

  private func rules(of name: String, in rules: [[String: Any]]) -> [[String: Any]] {
    rules.filter { ($0["names"] as? [String])?.contains(name) == true }
  }

  func testRefusesWhatIsNotListedOnNativeArchitecturesOnly() throws {
    let (profile, _) = try rules(Sample.service("node"))
    XCTAssertEqual(profile["defaultAction"] as? String, "SCMP_ACT_ERRNO")
    XCTAssertEqual(profile["defaultErrnoRet"] as? Int, 1)
    let architectures = try XCTUnwrap(profile["archMap"] as? [[String: Any]])
    XCTAssertEqual(architectures.map { $0["architecture"] as? String }, ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"])
    for architecture in architectures { XCTAssertEqual(architecture["subArchitectures"] as? [String], []) }
  }

  func testSocketTakesTheListedFamiliesOnly() throws {
    let (_, rules) = try rules(Sample.service("node") { $0.seccomp.socketFamilies = [1, 2] })
    let families = self.rules(of: "socket", in: rules).map { rule -> [Int] in
      let arguments = (rule["args"] as? [[String: Any]]) ?? []
      XCTAssertEqual(arguments.count, 1)
      XCTAssertEqual(arguments.first?["op"] as? String, "SCMP_CMP_EQ")
      XCTAssertEqual(arguments.first?["index"] as? Int, 0)
      return arguments.compactMap { $0["value"] as? Int }
    }
    XCTAssertEqual(families, [[1], [2]])
  }

  func testNoNewNamespacesAndNoClone3() throws {
    let (_, rules) = try rules(Sample.service("node"))
    let clone = try XCTUnwrap(self.rules(of: "clone", in: rules).first?["args"] as? [[String: Any]])
    XCTAssertEqual(clone.count, 1)
    XCTAssertEqual(clone[0]["op"] as? String, "SCMP_CMP_MASKED_EQ")
    // NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET
    let flags = 0x2_0000 | 0x200_0000 | 0x400_0000 | 0x800_0000 | 0x1000_0000 | 0x2000_0000 | 0x4000_0000
    XCTAssertEqual(clone[0]["value"] as? Int, flags)
    XCTAssertEqual(clone[0]["valueTwo"] as? Int, 0)
    let clone3 = self.rules(of: "clone3", in: rules)
    XCTAssertEqual(clone3.count, 1)
    XCTAssertEqual(clone3[0]["action"] as? String, "SCMP_ACT_ERRNO")
    XCTAssertEqual(clone3[0]["errnoRet"] as? Int, 38)
  }

  func testCallsOfOneArchitectureAreConditioned() throws {
    let (_, rules) = try rules(Sample.service("node"))
    let only = self.rules(of: "arch_prctl", in: rules)
    XCTAssertEqual(only.count, 1)
    XCTAssertEqual((only[0]["includes"] as? [String: [String]])?["arches"], ["amd64"])
    XCTAssertEqual(rules[0]["names"] as? [String], ["close", "read"])
  }
}
