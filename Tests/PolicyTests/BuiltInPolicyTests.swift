import Policy
import Stack
import XCTest

final class BuiltInPolicyTests: XCTestCase {
  /// The table of the stack language's page.
  func testKnobs() throws {
    let baseline = try XCTUnwrap(builtInPolicy(.baseline))
    let strict = try XCTUnwrap(builtInPolicy(.strict))
    XCTAssertEqual([baseline.isolation, strict.isolation], [.tier, .link])
    XCTAssertEqual([baseline.minUID, strict.minUID], [1, 10000])
    XCTAssertEqual(baseline.capabilities.map(\.description), ["NET_BIND_SERVICE"])
    XCTAssertEqual(strict.capabilities, [])
    for policy in [baseline, strict] {
      XCTAssertFalse(policy.requireDigest)
      XCTAssertTrue(policy.patchPackages && policy.readOnly)
      XCTAssertEqual(policy.pool.description, "10.89.0.0/16")
      XCTAssertEqual(policy.restartRetries, 5)
    }
    XCTAssertNil(builtInPolicy(.file("./acme.yaml")))
  }

  func testHeadersThatMustNotBeSentByDefault() throws {
    let headers = try XCTUnwrap(builtInPolicy(.baseline)).headers
    let keys = headers.map(\.name.key)
    XCTAssertEqual(Set(keys).count, keys.count)
    for unwanted in ["x-xss-protection", "strict-transport-security", "clear-site-data", "expect-ct", "pragma"] {
      XCTAssertFalse(keys.contains(unwanted), unwanted)
    }
    for header in headers { XCTAssertFalse(header.value.description.contains("upgrade-insecure-requests")) }
  }
}
