import Catalog
import Foundation
import Stack
import XCTest

final class CatalogTests: XCTestCase {
  private let runtimes = Catalog.runtimes + [Catalog.image]

  /// A profile may only narrow the engine's default: what that refuses, it refuses for reasons that hold for every service.
  func testSyscallsAreInsideTheEnginesDefault() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Data/moby-seccomp-default.json")
    let profile = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
    var allowed: Set<String> = []
    for rule in try XCTUnwrap(profile["syscalls"] as? [[String: Any]]) where rule["action"] as? String == "SCMP_ACT_ALLOW" {
      // With arguments or capabilities it is no plain permission.
      guard (rule["args"] as? [Any] ?? []).isEmpty, (rule["includes"] as? [String: Any])?["caps"] == nil else { continue }
      allowed.formUnion(try XCTUnwrap(rule["names"] as? [String]))
    }
    XCTAssertGreaterThan(allowed.count, 300)
    for runtime in runtimes {
      XCTAssertFalse(runtime.syscalls.isEmpty, "\(runtime.name)")
      for group in runtime.syscalls {
        let names = group.names.map(\.description)
        XCTAssertEqual(names.filter { !allowed.contains($0) }, [], "\(runtime.name): \(group.name)")
        XCTAssertEqual(names, Array(Set(names)).sorted(), "\(group.name) is sorted, each once")
      }
      // A strict subset, or there would be no point.
      XCTAssertLessThan(Set(runtime.syscalls.flatMap { $0.names.map(\.description) }).count, allowed.count, "\(runtime.name)")
    }
  }

  func testReleasesArePinnedAndMaintained() {
    let today = CalendarDate(2026, 11, 26)
    for runtime in Catalog.runtimes {
      XCTAssertFalse(runtime.releases.isEmpty, "\(runtime.name)")
      for release in runtime.releases {
        XCTAssertLessThan(today, release.endOfLife, "\(runtime.name) \(release.version)")
        XCTAssertTrue(release.tag.hasPrefix(release.version + "-"), release.tag)
        XCTAssertTrue(release.tag.contains("trixie"), release.tag)
        XCTAssertFalse(runtime.endedLines.contains { $0.covers(release.version) }, "\(runtime.name) \(release.version) is dead")
      }
      for ended in runtime.endedLines { XCTAssertLessThan(ended.endedOn, today, "\(runtime.name) \(ended.line)") }
    }
  }

  func testAccountsAreDedicated() {
    XCTAssertEqual(Set(runtimes.map(\.account.user.uid)).count, runtimes.count)
    for runtime in runtimes { XCTAssertGreaterThanOrEqual(runtime.account.user.uid, 10000, "\(runtime.name)") }
  }

  func testEveryImageVolumeIsCoveredByDefault() {
    for runtime in runtimes {
      for path in runtime.imageVolumes {
        XCTAssertTrue(runtime.volumes.contains { path.isWithin($0.path) } || runtime.scratch.contains { path.isWithin($0.path) })
      }
    }
  }

  func testEndOfLifeOfImages() throws {
    func ended(_ text: String) throws -> String? { try Catalog.endOfLife(of: ImageReference(text))?.description }
    XCTAssertEqual(try ended("node:18-alpine"), "2025-04-30")
    XCTAssertEqual(try ended("docker.io/library/nginx:1.23.4"), "2023-04-11")
    XCTAssertEqual(try ended("alpine:3.16"), "2024-05-23")
    XCTAssertEqual(try ended("debian:bullseye-slim"), "2026-08-31")
    XCTAssertEqual(try ended("python:2.7.18"), "2020-01-01")
    XCTAssertEqual(try ended("node:24.21.0-trixie-slim"), "2028-04-30")
    // Another repository of the same last name, a line that only begins alike, an unknown one.
    XCTAssertNil(try ended("ghcr.io/acme/node:18"))
    XCTAssertNil(try ended("alpine:3.160"))
    XCTAssertNil(try ended("memcached:1.6.39"))
  }

  func testProbesTakeValuesAsArguments() throws {
    let port = try XCTUnwrap(Port(8080))
    let path = "/a'\"$(id);`id`"
    for runtime in runtimes where runtime.kind != .store {
      let words = runtime.probe(.http(path: path, host: "shop.example", port: port))
      XCTAssertEqual(words.filter { $0.contains("$(id)") }, [path], "\(runtime.name)")
    }
  }
}
