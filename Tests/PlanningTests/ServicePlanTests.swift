import Planning
import Stack
import TestSupport
import XCTest

final class ServicePlanTests: XCTestCase {
  func testNamesOfOneStackNeverMeetThoseOfAnother() throws {
    let plan = try plan(wiring(["c api"], name: "a-b"))
    XCTAssertEqual(plan.services[0].container, "a-b-c")
    // The profile tells a-b/c from a/b-c, which the container's name can't.
    XCTAssertEqual(plan.services[0].appArmor.profile, "securegen.a-b.c")
    XCTAssertEqual(plan.services[0].secretsVolume, "a-b-c--secrets")
  }

  func testRegistryReleaseAndDefaults() throws {
    let plain = try plan(wiring(["c api"]))
    XCTAssertEqual(plain.services[0].image, "shop-c:0.1.0")
    let full = try plan(wiring(["c api"], extra: "release: 1.4.0\nregistry: registry.acme.example/shop\n"))
    XCTAssertEqual(full.services[0].image, "registry.acme.example/shop/shop-c:1.4.0")
    XCTAssertEqual(full.services[0].user.description, "10001:10001")
    XCTAssertEqual(full.services[0].memory.bytes, 512 << 20)
  }

  func testSecretFilesAndTheStackFileNeverEnterAContext() throws {
    let plan = try plan(
      """
      version: 1
      name: shop
      services:
        web:
          tier: frontend
          runtime: nginx
          source: .
          routes: { /: { files: html }, /docs/: { files: docs/public } }
        api:
          tier: api
          runtime: node
          source: ./api
          command: [node, app.js]
          secrets: [inner, outer]
      secrets:
        inner: { file: ./api/keys/inner }
        outer: { file: ./secrets/outer }
      """)
    XCTAssertEqual(plan.services[0].build.include.map(\.description), ["docs/public", "html"])
    XCTAssertEqual(plan.services[0].build.exclude.map(\.description), ["api/keys/inner", "secrets/outer", "stack.yaml"])
    XCTAssertEqual(plan.services[1].build.include.map(\.description), ["."])
    XCTAssertEqual(plan.services[1].build.exclude.map(\.description), ["keys/inner"])
  }

  func testRoutesAreLongestFirstAndKnowTheirPort() throws {
    let plan = try plan(
      """
      version: 1
      name: shop
      services:
        web:
          tier: frontend
          runtime: nginx
          source: ./web
          routes:
            /: { files: html }
            /api/: { to: api, rate_limit: 90r/m, strip: true }
            /api/v2/: { to: api }
        api: { tier: api, runtime: python, source: ./api, command: [python, app.py], port: 9000 }
      """)
    let nginx = try XCTUnwrap(plan.services[0].nginx)
    XCTAssertEqual(nginx.routes.map(\.prefix.description), ["/api/v2/", "/api/", "/"])
    guard case .proxy(let host, let port, let strip, let rate) = nginx.routes[1].destination else { return XCTFail("no proxy") }
    XCTAssertEqual("\(host) \(port) \(strip) \(rate?.description ?? "-")", "api 9000 true 90r/m")
    XCTAssertEqual(nginx.serverNames.map(\.description), ["localhost", "127.0.0.1", "[::1]"])
    XCTAssertEqual(plan.connections.count, 1)
  }

  func testHeadersAreChangedDroppedAndAdded() throws {
    let plan = try plan(
      """
      version: 1
      name: shop
      services:
        web:
          tier: frontend
          runtime: nginx
          source: ./web
          headers: { X-Frame-Options: null, referrer-policy: same-origin, X-Acme: "1" }
      """)
    let headers = try XCTUnwrap(plan.services[0].nginx).headers
    XCTAssertFalse(headers.contains { $0.name.key == "x-frame-options" })
    XCTAssertEqual(headers.filter { $0.name.key == "referrer-policy" }.map(\.value.description), ["same-origin"])
    XCTAssertEqual(headers.last?.name.description, "X-Acme")
  }

  func testEveryVolumeOfTheBaseImageIsCovered() throws {
    let plan = try plan(
      """
      version: 1
      name: shop
      services:
        db:
          tier: db
          runtime: postgres
          secrets: { POSTGRES_PASSWORD_FILE: pw }
          volumes: { elsewhere: /srv/data }
          env: { PGDATA: /srv/data }
      secrets: { pw: { file: ./pw } }
      """)
    let db = plan.services[0]
    for path in db.runtime.imageVolumes {
      XCTAssertTrue(db.volumes.contains { $0.path == path } || db.tmpfs.contains { $0.path == path }, "\(path)")
    }
    XCTAssertTrue(db.volumes.contains { $0.dockerName == "shop-elsewhere" })
  }

  func testTheSeccompListHoldsNoCallThatHasRulesOfItsOwn() throws {
    let plan = try plan(wiring(["c api"]))
    XCTAssertTrue(Set(plan.services[0].seccomp.names).isDisjoint(with: ["socket", "clone", "clone3", "personality"]))
    XCTAssertEqual(plan.services[0].seccomp.names, plan.services[0].seccomp.names.sorted())
  }

  func testServersStartBeforeTheirClients() throws {
    let plan = try plan(wiring(["web frontend api +publish", "api api db", "db db"]))
    XCTAssertEqual(plan.startOrder.map { plan.services[$0].name.description }, ["db", "api", "web"])
  }
}
