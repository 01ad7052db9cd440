import Stack
import XCTest

@testable import Policy

final class HeaderComparisonTests: XCTestCase {
  private func weakenings(_ name: String, _ value: String) throws -> [String] {
    let header = try XCTUnwrap(HeaderName(name))
    let policy = try XCTUnwrap(BuiltInPolicy.headers.first { $0.name == header })
    return HeaderComparison.weakenings(of: header, from: policy.value.description, to: value)
  }

  func testThePolicyIsNotWeakerThanItself() throws {
    for header in BuiltInPolicy.headers {
      XCTAssertEqual(try weakenings(header.name.description, header.value.description), [], header.name.description)
    }
  }

  /// The stack-file page's own example keeps its purpose: only what it leaves out is named.
  func testFurtherHostsForPicturesAreNoWeakening() throws {
    XCTAssertEqual(
      try weakenings("Content-Security-Policy", "default-src 'self'; img-src 'self' https://cdn.example"),
      ["loses form-action, base-uri, object-src and frame-ancestors"])
  }

  func testContentSecurityPolicy() throws {
    let rest = "; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
    let cases: [(String, [String])] = [
      ("default-src 'none'" + rest, []),
      ("DEFAULT-SRC 'self'" + rest, []),
      ("default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'" + rest, []),
      ("default-src 'self'; img-src data:" + rest, []),
      ("default-src 'self'; script-src data:" + rest, ["lets data: into script-src"]),
      ("default-src 'self'; style-src 'unsafe-inline'" + rest, ["lets 'unsafe-inline' into style-src"]),
      ("default-src 'self' https://cdn.example" + rest, ["lets https://cdn.example into default-src"]),
      ("default-src 'self' *; connect-src http://a.example" + rest, ["lets * into default-src", "lets http://a.example into connect-src"]),
      ("default-src *; default-src 'self'" + rest, ["lets * into default-src"]),
      (
        "default-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'",
        ["lets 'self' into frame-ancestors"]
      ),
      ("", ["loses default-src, form-action, base-uri, object-src and frame-ancestors"]),
    ]
    for (value, expected) in cases { XCTAssertEqual(try weakenings("Content-Security-Policy", value), expected, value) }
  }

  /// What is proposed must itself be accepted.
  func testMendedValuesAreNotWeaker() throws {
    let broken: [(String, [String])] = [
      ("Content-Security-Policy", ["", "default-src *", "script-src 'unsafe-inline'", "default-src 'self'; img-src https: data:"]),
      ("Permissions-Policy", ["camera=(*)", "camera=*, usb=(self), battery=()", ""]),
      ("X-Frame-Options", ["SAMEORIGIN"]), ("Cache-Control", ["public, max-age=60"]), ("Referrer-Policy", ["origin"]),
    ]
    for (name, values) in broken {
      let header = try XCTUnwrap(HeaderName(name))
      let policy = try XCTUnwrap(BuiltInPolicy.headers.first { $0.name == header }).value.description
      for value in values {
        XCTAssertNotEqual(try weakenings(name, value), [], "\(name): \(value)")
        XCTAssertEqual(try weakenings(name, HeaderComparison.mended(header, policy: policy, stack: value)), [], "\(name): \(value)")
      }
    }
  }

  func testOtherHeaders() throws {
    XCTAssertEqual(try weakenings("Cross-Origin-Opener-Policy", "unsafe-none"), ["is weaker than same-origin"])
    XCTAssertEqual(try weakenings("Cross-Origin-Embedder-Policy", "credentialless"), [])
    XCTAssertEqual(try weakenings("X-Frame-Options", "deny"), [])
    XCTAssertEqual(try weakenings("X-Content-Type-Options", "sniff"), ["is weaker than nosniff"])
    XCTAssertEqual(try weakenings("Cache-Control", "no-store"), [])
  }
}
