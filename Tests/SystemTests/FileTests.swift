import Foundation
import System
import TestSupport
import XCTest

final class FileTests: XCTestCase {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func kind<Result>(_ body: () throws -> Result) -> SystemError.Kind? {
    do {
      _ = try body()
      return nil
    } catch { return (error as? SystemError)?.kind }
  }

  // MARK: Reading

  func testReadRefusesByKind() throws {
    try withTemporaryDirectory { directory in
      XCTAssertEqual(kind { try readFile(directory + "/none", limit: 10) }, .missing)
      XCTAssertEqual(kind { try readFile(directory, limit: 10) }, .isDirectory)
      XCTAssertEqual(mkfifo(directory + "/fifo", 0o600), 0)
      XCTAssertEqual(kind { try readFile(directory + "/fifo", limit: 10) }, .notAFile(.fifo))
      XCTAssertEqual(kind { try readFile("/dev/null", limit: 10) }, .notAFile(.characterDevice))
      try makeSocket(directory + "/socket")
      XCTAssertEqual(kind { try readFile(directory + "/socket", limit: 10) }, .notAFile(.socket))
      try TestSupport.write("0123456789", to: directory + "/ten")
      XCTAssertEqual(try readFile(directory + "/ten", limit: 10), bytes("0123456789"))
      XCTAssertEqual(kind { try readFile(directory + "/ten", limit: 9) }, .tooLarge(limit: 9))
      XCTAssertEqual(kind { try readFile(directory + "/ten/below", limit: 9) }, .notADirectory)
    }
    // Files of /proc have size 0 and content all the same; the limit holds for what is read.
    XCTAssertGreaterThan(try readFile("/proc/self/status", limit: 1 << 16).count, 100)
    XCTAssertEqual(kind { try readFile("/proc/self/status", limit: 100) }, .tooLarge(limit: 100))
  }

  private func makeSocket(_ path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    XCTAssertEqual(result, 0)
  }

  func testKinds() throws {
    try withTemporaryDirectory { directory in
      try TestSupport.write("", to: directory + "/file")
      XCTAssertEqual(symlink("file", directory + "/link"), 0)
      XCTAssertEqual(symlink("nowhere", directory + "/broken"), 0)
      XCTAssertEqual(try fileKind(directory), .directory)
      XCTAssertEqual(try fileKind(directory + "/file"), .regular)
      XCTAssertEqual(try fileKind(directory + "/link"), .regular)
      XCTAssertEqual(try fileKind(directory + "/link", followLinks: false), .link)
      XCTAssertNil(try fileKind(directory + "/broken"))
      XCTAssertEqual(try fileKind(directory + "/broken", followLinks: false), .link)
      XCTAssertNil(try fileKind(directory + "/file/below"))
      XCTAssertEqual(try realPath(directory + "/./link"), try realPath(directory) + "/file")
      XCTAssertEqual(kind { try realPath(directory + "/none") }, .missing)
      XCTAssertEqual(try listDirectory(directory), ["broken", "file", "link"])
      XCTAssertEqual(kind { try listDirectory(directory + "/file") }, .notADirectory)
    }
  }

  // MARK: Writing

  func testAtomicWriteReplacesAndSetsTheMode() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/file"
      for (text, mode) in [("one", 0o644), ("", 0o600), (String(repeating: "x", count: 200_000), 0o755)] as [(String, UInt32)] {
        XCTAssertFalse(try contentsEqual(path, bytes(text), mode: mode))
        let mask = umask(0o077)
        try writeFileAtomically(path, bytes(text), mode: mode)
        umask(mask)
        XCTAssertEqual(try readFile(path, limit: 1 << 20), bytes(text))
        XCTAssertTrue(try contentsEqual(path, bytes(text), mode: mode))
        XCTAssertFalse(try contentsEqual(path, bytes(text + "y"), mode: mode))
        XCTAssertFalse(try contentsEqual(path, bytes(text), mode: mode ^ 0o100))
        // What a checkout under another umask makes of it is the same; what others may write is not.
        XCTAssertTrue(try contentsEqual(path, bytes(text), mode: mode | 0o060))
        XCTAssertEqual(chmod(path, mode_t(mode | 0o002)), 0)
        XCTAssertFalse(try contentsEqual(path, bytes(text), mode: mode))
        XCTAssertEqual(chmod(path, mode_t(mode)), 0)
        if !text.isEmpty { XCTAssertFalse(try contentsEqual(path, bytes(text.dropLast() + "y"), mode: mode)) }
      }
      XCTAssertEqual(try listDirectory(directory), ["file"])
      XCTAssertFalse(try contentsEqual(directory + "/none/file", [], mode: 0o644))
      XCTAssertTrue(try removeFile(path))
      XCTAssertFalse(try removeFile(path))
    }
  }

  func testAtomicWriteAndLinks() throws {
    try withTemporaryDirectory { directory in
      let target = directory + "/target"
      try TestSupport.write("kept", to: target)
      XCTAssertEqual(symlink("target", directory + "/link"), 0)
      XCTAssertFalse(try contentsEqual(directory + "/link", bytes("kept"), mode: 0o644))
      try writeFileAtomically(directory + "/link", bytes("new"))
      XCTAssertEqual(try readFile(target, limit: 10), bytes("kept"))
      XCTAssertEqual(try fileKind(directory + "/link", followLinks: false), .regular)
    }
  }

  /// A full disk: the old file stands and no temporary file is left. The size limit of a process fails a write as a full disk does.
  func testFailedWriteLeavesTheOldFile() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/file"
      try writeFileAtomically(path, bytes("old"))
      signal(SIGXFSZ, SIG_IGN)
      var before = rlimit()
      XCTAssertEqual(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before), 0)
      var low = rlimit(rlim_cur: 1000, rlim_max: before.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low)
      let result = kind { try writeFileAtomically(path, [UInt8](repeating: 0, count: 2000)) }
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
      XCTAssertEqual(result, .other)
      XCTAssertEqual(try listDirectory(directory), ["file"])
      XCTAssertEqual(try readFile(path, limit: 10), bytes("old"))
    }
  }

  func testWriteFailuresHaveKinds() throws {
    let full = open("/dev/full", O_WRONLY)
    XCTAssertEqual(kind { try writeAll(full, bytes("x")) }, .full)
    close(full)

    ignoreBrokenPipeSignal()
    var ends: [Int32] = [0, 0]
    XCTAssertEqual(pipe(&ends), 0)
    close(ends[0])
    XCTAssertEqual(kind { try writeAll(ends[1], bytes("x")) }, .brokenPipe)
    close(ends[1])

    try withTemporaryDirectory { directory in
      XCTAssertEqual(chmod(directory, 0o555), 0)
      defer { chmod(directory, 0o755) }
      let isRoot = geteuid() == 0
      if isRoot { XCTAssertEqual(seteuid(65534), 0) }
      let result = kind { try writeFileAtomically(directory + "/file", []) }
      if isRoot { XCTAssertEqual(seteuid(0), 0) }
      XCTAssertEqual(result, .notPermitted)
    }
  }

  func testMakeDirectory() throws {
    try withTemporaryDirectory { directory in
      try makeDirectory(directory + "/a/b/c")
      try makeDirectory(directory + "/a/b/c")
      XCTAssertEqual(try fileKind(directory + "/a/b/c"), .directory)
      try TestSupport.write("", to: directory + "/file")
      XCTAssertNotNil(kind { try makeDirectory(directory + "/file") })
      XCTAssertNotNil(kind { try makeDirectory(directory + "/file/below") })
    }
  }

  func testWordsAreOurOwn() {
    XCTAssertEqual(
      SystemError(path: "a", code: ENOSPC, operation: .write).description, "can't write a: no space left on the disk")
    XCTAssertEqual(SystemError(path: "a", code: 9999, operation: .read).reason, "system error 9999")
  }

  func testDays() {
    XCTAssertEqual(CalendarDay(daysSinceEpoch: 0), CalendarDay(year: 1970, month: 1, day: 1))
    XCTAssertEqual(CalendarDay(daysSinceEpoch: 11_016), CalendarDay(year: 2000, month: 2, day: 29))
    XCTAssertEqual(CalendarDay(daysSinceEpoch: 20_783), CalendarDay(year: 2026, month: 11, day: 26))
    let today = Calendar(identifier: .gregorian).dateComponents(in: TimeZone(identifier: "UTC")!, from: Date())
    XCTAssertEqual(todayUTC(), CalendarDay(year: today.year!, month: today.month!, day: today.day!))
  }
}
