import Diagnostics
import Foundation
import TestSupport
import XCTest
import YAMLSyntax

/// SY-001 to SY-003: each kind of unreadable input, and the file beside it that is read.
final class ReadSourceTests: XCTestCase {
  private func read(_ path: String, limits: YAMLLimits = YAMLLimits()) -> (bytes: [UInt8]?, text: String) {
    var sink = DiagnosticSink()
    let file = readSource(path, limits: limits, into: &sink)
    XCTAssertEqual(file == nil, sink.hasErrors)
    return (file?.bytes, rendered(sink))
  }

  func testRegularFilesAndLinksToThem() throws {
    try withTemporaryDirectory { directory in
      try write("a: 1\n", to: directory + "/stack.yaml")
      XCTAssertEqual(read(directory + "/stack.yaml").bytes, Array("a: 1\n".utf8))
      try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "stack.yaml")
      XCTAssertEqual(read(directory + "/link").bytes, Array("a: 1\n".utf8))
      try write("", to: directory + "/empty")
      XCTAssertEqual(read(directory + "/empty").bytes, [])
    }
  }

  func testMissing() {
    let text = read("/no/such/stack.yaml").text
    XCTAssertEqual(text, "/no/such/stack.yaml: error[SY-001]: the file can't be read: no such file or directory\n  = nothing was checked\n")
  }

  func testUnreadable() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/stack.yaml"
      try write("a: 1\n", to: path)
      XCTAssertEqual(chmod(path, 0), 0)
      // Root reads everything: become somebody else for the one call.
      let isRoot = geteuid() == 0
      if isRoot { XCTAssertEqual(seteuid(65534), 0) }
      let text = read(path).text
      if isRoot { XCTAssertEqual(seteuid(0), 0) }
      XCTAssertTrue(text.contains("error[SY-001]: the file can't be read: permission denied"), text)
    }
  }

  func testNotAFile() throws {
    try withTemporaryDirectory { directory in
      XCTAssertTrue(read(directory).text.contains("error[SY-002]: this can't be read as a file: it is a directory"))
      XCTAssertEqual(mkfifo(directory + "/fifo", 0o600), 0)
      XCTAssertTrue(read(directory + "/fifo").text.contains("error[SY-002]: this can't be read as a file: it is a FIFO, not a file"))
      try FileManager.default.createSymbolicLink(atPath: directory + "/loop", withDestinationPath: "loop")
      XCTAssertTrue(read(directory + "/loop").text.contains("error[SY-001]"))
    }
    XCTAssertTrue(read("/dev/zero").text.contains("error[SY-002]: this can't be read as a file: it is a device, not a file"))
  }

  func testTooLarge() throws {
    try withTemporaryDirectory { directory in
      var limits = YAMLLimits()
      limits.size = 1 << 20
      let path = directory + "/stack.yaml"
      try write(String(repeating: "#", count: limits.size), to: path)
      XCTAssertEqual(read(path, limits: limits).bytes?.count, limits.size)
      try write(String(repeating: "#", count: limits.size + 1), to: path)
      XCTAssertTrue(read(path, limits: limits).text.contains("error[SY-003]: the file is larger than 1 MiB"))
      // 100 MB that take no room on the disk: refused by size, before a byte is read.
      XCTAssertEqual(truncate(path, 100_000_000), 0)
      XCTAssertTrue(read(path).text.contains("error[SY-003]: the file is larger than 8 MiB"))
    }
  }

  func testPathWithAZeroByteNamesNoOtherFile() {
    XCTAssertTrue(read("/etc/passwd\0.yaml").text.contains("error[SY-001]"))
  }
}
