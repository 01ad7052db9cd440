import Catalog
import Policy
import Resolution
import TestSupport
import XCTest

final class ResolutionTests: XCTestCase {
  private func resolved(_ services: String, extra: String = "", files: Set<String> = sourceFiles) throws -> ResolvedStack {
    let (checked, sink) = check(stack(services, extra: extra), files: files)
    return try XCTUnwrap(checked, rendered(sink)).stack
  }

  private func names(_ stack: ResolvedStack) -> [String] { stack.startOrder.map { stack.services[$0].spec.name.value.description } }

  /// Services of tier api on an unknown image, each with its links.
  private func graph(_ links: [(name: String, connects: [String], dependsOn: [String])]) -> String {
    links.map { link in
      "\(link.name): { tier: api, image: \"acme/app:1.0\", port: 8080, connects: [\(link.connects.joined(separator: ", "))], "
        + "depends_on: [\(link.dependsOn.joined(separator: ", "))] }"
    }.joined(separator: "\n")
  }

  func testServersStartBeforeClients() throws {
    XCTAssertEqual(names(try resolved(graph([("a", ["b"], []), ("b", ["c"], []), ("c", [], []), ("d", [], [])]))), ["c", "b", "a", "d"])
  }

  func testCirclesOfConnectionsStartInFileOrder() throws {
    XCTAssertEqual(
      names(try resolved(graph([("a", ["b"], []), ("b", ["c"], []), ("c", ["a"], []), ("d", ["a"], [])]))), ["a", "b", "c", "d"])
  }

  func testDependsOnWinsInACircle() throws {
    XCTAssertEqual(names(try resolved(graph([("a", ["b"], []), ("b", [], ["a"]), ("c", ["b"], [])]))), ["a", "b", "c"])
    XCTAssertEqual(names(try resolved(graph([("a", ["b"], ["c"]), ("b", ["c"], ["a"]), ("c", ["b"], [])]))), ["c", "a", "b"])
  }

  func testAnyOrderHoldsEveryDependsOn() throws {
    var random: UInt64 = 42
    func next(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    for _ in 0..<30 {
      // `depends_on` points backwards only, so it has no circle; connections point anywhere.
      let services = (0..<12).map { index in
        (
          name: "s\(index)", connects: Array(Set((0..<2).map { _ in next(12) })).filter { $0 != index }.sorted().map { "s\($0)" },
          dependsOn: index > 0 && next(2) == 0 ? ["s\(next(index))"] : []
        )
      }
      let order = names(try resolved(graph(services)))
      XCTAssertEqual(order.sorted(), services.map(\.name).sorted())
      for service in services {
        for before in service.dependsOn {
          let (first, second) = (order.firstIndex(of: before) ?? .max, order.firstIndex(of: service.name) ?? .min)
          XCTAssertLessThan(first, second, "\(services)")
        }
      }
    }
  }

  func testALongChainIsNoRecursion() throws {
    let chain = (0..<3000).map { (name: "s\($0)", connects: $0 < 2999 ? ["s\($0 + 1)"] : [], dependsOn: [String]()) }
    XCTAssertEqual(names(try resolved(graph(chain))).first, "s2999")
  }

  func testARouteImpliesAConnectionOnce() throws {
    let stack = try resolved(
      """
      web:
        tier: frontend
        runtime: nginx
        routes:
          /a/: { to: api }
          /b/: { to: api }
          /c/: { to: other }
        connects: [other]
      api: { tier: api, image: "acme/app:1.0", port: 8080 }
      other: { tier: api, image: "acme/app:1.0", port: 8081 }
      """)
    XCTAssertEqual(stack.services[0].connections.map(\.server), [2, 1])
    let file = stack.spec.file.bytes
    let places = stack.services[0].connections.map { String(decoding: file[$0.range.start..<$0.range.end], as: UTF8.self) }
    XCTAssertEqual(places, ["other", "api"])
    // The place of `other` is its `connects` entry, which is declared for it, not the route above it.
    let text = String(decoding: file, as: UTF8.self)
    let entry = try XCTUnwrap(text.range(of: "connects: [other]"))
    XCTAssertEqual(stack.services[0].connections[0].range.start, text.utf8.distance(from: text.startIndex, to: entry.lowerBound) + 11)
  }

  func testVersionsMatchAtADot() throws {
    func base(_ version: String) -> String {
      let (checked, sink) = check(stack("api: { tier: api, runtime: python, version: \(version), source: ./api }"))
      return checked?.stack.services[0].base.description ?? codes(sink).joined(separator: " ")
    }
    XCTAssertEqual(base("3.13"), "python:3.13.15-slim-trixie")
    XCTAssertEqual(base("3"), "python:3.14.8-slim-trixie")
    XCTAssertEqual(base("3.13.15"), "python:3.13.15-slim-trixie")
    XCTAssertEqual(base("3.1"), "SY-302")
    XCTAssertEqual(base("3.99"), "SY-302")
    XCTAssertEqual(base("3.9"), "SG-102")
    XCTAssertEqual(base("2.7"), "SG-102")
  }

  func testUnknownVersionNamesTheSupported() throws {
    let (_, sink) = check(stack("api: { tier: api, runtime: node, version: \"99\", source: ./api }"))
    try checkGolden(Array(rendered(sink).utf8), "Goldens/version.txt")
  }

  func testStoresKeepTheirDataApart() throws {
    let stack = try resolved(
      """
      db: { tier: db, runtime: postgres, secrets: { POSTGRES_PASSWORD_FILE: pw } }
      cache: { tier: db, runtime: redis }
      other: { tier: db, runtime: redis, volumes: { cache-data: /data } }
      own: { tier: db, runtime: redis, volumes: { store: /elsewhere } }
      memory: { tier: db, runtime: redis, tmpfs: [/data] }
      """, extra: "secrets: { pw: { file: ./secrets/pw } }\n")
    func volumes(_ index: Int) -> [String] { stack.services[index].volumes.map { "\($0.name):\($0.path)" } }
    XCTAssertEqual(volumes(0), ["db-data:/var/lib/postgresql/data"])
    // Another service has taken the name.
    XCTAssertEqual(volumes(1), ["cache-data-2:/data"])
    XCTAssertEqual(volumes(2), ["cache-data:/data"])
    XCTAssertEqual(volumes(3), ["store:/elsewhere", "own-data:/data"])
    XCTAssertEqual(volumes(4), [])
  }

  func testDefaultCommands() throws {
    func command(_ service: String, files: Set<String>) throws -> [String] {
      try XCTUnwrap(resolved(service, files: files).services[0].spec.command).value
    }
    XCTAssertEqual(try command("a: { tier: api, runtime: node, source: ./a }", files: ["index.js", "server.js"]), ["node", "server.js"])
    XCTAssertEqual(try command("a: { tier: api, runtime: python, source: ./a }", files: ["main.py"]), ["python3", "main.py"])
    XCTAssertEqual(try command("a: { tier: api, runtime: node, source: ./a, command: node x.js }", files: ["app.js"]), ["node", "x.js"])
    XCTAssertEqual(try command("a: { tier: db, runtime: redis, port: 7000 }", files: []).suffix(2), ["--port", "7000"])
  }

  func testMissingSources() throws {
    let services = """
      a: { tier: api, runtime: node, source: ./nowhere }
      b: { tier: api, runtime: node }
      c: { tier: frontend, runtime: nginx }
      """
    let (checked, sink) = check(stack(services), exists: false)
    XCTAssertNotNil(checked, "missing sources are warnings: the output does not depend on them")
    let (_, empty) = check(stack("a: { tier: api, runtime: node, source: ./a }"), files: [])
    try checkGolden(Array((rendered(sink) + "\n" + rendered(empty)).utf8), "Goldens/sources.txt")
    XCTAssertEqual(
      codes(check(stack("a: { tier: api, runtime: node, source: ./a, build: { run: make, output: out } }"), files: []).sink), [])
  }
}
