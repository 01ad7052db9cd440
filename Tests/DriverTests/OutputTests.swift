import Catalog
import Diagnostics
import Driver
import Foundation
import System
import TestSupport
import XCTest

/// Every build compares what is on disk byte for byte; neither a manifest nor a time stamp is trusted.
final class OutputTests: XCTestCase {
  private func inProject(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { directory in
      for name in ["one", "two"] {
        let text = "version: 1\nname: \(name)\nservices: { api: { tier: api, image: ghcr.io/acme/app:1.0, port: 8080 } }\n"
        try write(text, to: directory + "/\(name).yaml")
      }
      try body(directory)
    }
  }

  private func build(_ directory: String, force: Bool = false) -> (run: BuildRun, text: String, findings: String) {
    var sink = DiagnosticSink()
    let options = CompileOptions(output: directory + "/out/deep", asOf: CalendarDate(2026, 11, 26))
    let run = BuildRun(["one", "two"].map { directory + "/\($0).yaml" }, options: options, writes: true, into: &sink)
    let text = run.write(force: force, into: &sink).map(\.text).joined()
    return (run, text, codes(sink).joined(separator: " "))
  }

  private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  func testWhatIsOnDiskIsLetGo() throws {
    try inProject { directory in
      let first = build(directory)
      XCTAssertEqual(first.run.compiled.map(\.isCurrent), [false, false])
      XCTAssertFalse(first.text.contains("unchanged"), first.text)
      let second = build(directory)
      XCTAssertEqual(second.run.compiled.map(\.isCurrent), [true, true])
      XCTAssertTrue(second.run.compiled.allSatisfy { $0.files.isEmpty && $0.fileCount > 10 })
      XCTAssertFalse(second.text.contains("written"), second.text)
    }
  }

  func testATamperedFileWithItsManifestIsWrittenAnew() throws {
    try inProject { directory in
      _ = build(directory)
      let (file, manifest) = (directory + "/out/deep/one/run.sh", directory + "/out/deep/one/manifest.json")
      let (script, listing) = (try contents(file), try contents(manifest))
      let tampered = script.replacingOccurrences(of: "--cap-drop", with: "--cap-dr0p")
      XCTAssertNotEqual(tampered, script)
      try write(tampered, to: file)
      try write(
        listing.replacingOccurrences(of: SHA256.hex(Array(script.utf8)), with: SHA256.hex(Array(tampered.utf8))), to: manifest)
      let built = build(directory)
      XCTAssertEqual(built.run.compiled.map(\.isCurrent), [false, true])
      XCTAssertEqual(try contents(file), script)
      XCTAssertEqual(try contents(manifest), listing)
    }
  }

  func testATamperedFileUnderItsOldTimeIsSeen() throws {
    try inProject { directory in
      _ = build(directory)
      let file = directory + "/out/deep/two/run.sh"
      let (script, attributes) = (try contents(file), try FileManager.default.attributesOfItem(atPath: file))
      try write(script.replacingOccurrences(of: "--cap-drop", with: "--cap-dr0p"), to: file)
      try FileManager.default.setAttributes([.modificationDate: attributes[.modificationDate]!], ofItemAtPath: file)
      let built = build(directory)
      XCTAssertEqual(built.run.compiled.map(\.isCurrent), [true, false])
      XCTAssertEqual(built.findings, "SY-005")
      _ = build(directory, force: true)
      XCTAssertEqual(try contents(file), script)
    }
  }

  /// Directories made for an output that never came are taken back.
  func testNothingIsLeftOfAFailedFirstBuild() throws {
    try inProject { directory in
      try write("", to: directory + "/out")
      XCTAssertEqual(build(directory).findings, "SY-004 SY-004")
      try FileManager.default.removeItem(atPath: directory + "/out")
      XCTAssertEqual(build(directory).findings, "")
    }
  }
}
