import Diagnostics
import Scaffold
import Stack
import XCTest

/// Where the new lines stand: a reader would have put them there.
final class PlacementTests: XCTestCase {
  private func added(_ text: String, _ runtime: String = "redis", from: String? = nil) throws -> String {
    let file = SourceFile(path: "stack.yaml", bytes: Array(text.utf8))
    var request = ServiceRequest(ServiceName("cache")!, .runtime(runtime))
    request.from = from.map { [ServiceName($0)!] } ?? []
    return String(decoding: try addService(request, to: file, try XCTUnwrap(decoded(file).0)).file.bytes, as: UTF8.self)
  }

  /// A comment that stands deeper than the services speaks of the service above it; one at their column of what follows.
  func testCommentsStayWithTheirService() throws {
    XCTAssertEqual(
      try added(
        """
        version: 1
        name: shop
        services:
          api:
            tier: api
            runtime: node   # beside

            # egress: true
          # after the services
        # the end

        """, from: "api"),
      """
      version: 1
      name: shop
      services:
        api:
          tier: api
          runtime: node   # beside
          connects: [cache]

          # egress: true

        cache:
          tier: db
          runtime: redis
        # after the services
      # the end

      """)
  }

  /// Indentation, blank lines and one-line services are the file's own.
  func testStyleIsTheFilesOwn() throws {
    XCTAssertEqual(
      try added(
        "version: 1\nname: shop\nservices:\n   a: { tier: api, runtime: node }\n   b: { tier: api, runtime: node } # b\n", "postgres"),
      "version: 1\nname: shop\nservices:\n   a: { tier: api, runtime: node }\n   b: { tier: api, runtime: node } # b\n"
        + "   cache: { tier: db, runtime: postgres, secrets: { POSTGRES_PASSWORD_FILE: cache-password } }\n"
        + "secrets:\n  cache-password: { file: ./secrets/cache-password }\n")
    XCTAssertEqual(
      try added("version: 1\r\nname: shop\r\n\r\nservices:\r\n    a:\r\n        tier: api\r\n        runtime: node", from: "a"),
      "version: 1\r\nname: shop\r\n\r\nservices:\r\n    a:\r\n        tier: api\r\n        runtime: node\r\n        connects: [cache]\r\n\r\n"
        + "    cache:\r\n        tier: db\r\n        runtime: redis")
    XCTAssertEqual(
      try added("{\"version\": 1, \"name\": \"shop\", \"services\": {\n  \"a\": {\"tier\": \"api\", \"runtime\": \"node\"}\n}}\n"),
      "{\"version\": 1, \"name\": \"shop\", \"services\": {\n  \"a\": {\"tier\": \"api\", \"runtime\": \"node\"}\n"
        + "  , \"cache\": { \"tier\": \"db\", \"runtime\": \"redis\" }\n}}\n")
  }

  /// A text block whose last line is not ended can't be followed by anything: the service goes before it.
  func testUnendedTextBlock() throws {
    let head = "version: 1\nname: shop\nservices:\n  a: { tier: api, runtime: node }\n"
    let last = "  b:\n    tier: api\n    runtime: node\n    env:\n      T: |\n        text"
    XCTAssertEqual(try added(head + last), head + "  cache:\n    tier: db\n    runtime: redis\n" + last)
  }
}
