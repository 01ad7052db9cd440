import Foundation
import System
import TestSupport
import XCTest

/// What is done below an open directory stays below it.
final class DirectoryTests: XCTestCase {
  func testNamesCannotLeaveTheDirectory() throws {
    try withTemporaryDirectory { path in
      let directory = try Directory(path)
      for name in ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\0b"] {
        XCTAssertThrowsError(try directory.writeAtomically(name, [], mode: 0o644), name)
        XCTAssertThrowsError(try directory.read(name, limit: 10), name)
        XCTAssertThrowsError(try directory.subdirectory(name, makingWith: 0o755), name)
        XCTAssertThrowsError(try directory.removeFile(name), name)
        XCTAssertThrowsError(try directory.contentsEqual(name, [], mode: 0o644), name)
        XCTAssertThrowsError(try directory.rename(name, to: "x"), name)
      }
      XCTAssertEqual(try directory.list(), [])
    }
  }

  func testLinksAreNeverFollowed() throws {
    try withTemporaryDirectory { path in
      try TestSupport.write("secret", to: path + "/elsewhere/file")
      try makeDirectory(path + "/output")
      XCTAssertEqual(symlink("../elsewhere", path + "/output/folder"), 0)
      XCTAssertEqual(symlink("../elsewhere/file", path + "/output/file"), 0)
      let output = try Directory(path + "/output")

      XCTAssertThrowsError(try output.subdirectory("folder")) { XCTAssertEqual(($0 as? SystemError)?.kind, .isLink) }
      XCTAssertThrowsError(try output.subdirectory("folder", makingWith: 0o755)) { XCTAssertEqual(($0 as? SystemError)?.kind, .isLink) }
      XCTAssertThrowsError(try output.read("file", limit: 10)) { XCTAssertEqual(($0 as? SystemError)?.kind, .isLink) }
      XCTAssertFalse(try output.contentsEqual("file", Array("secret".utf8), mode: 0o644))
      XCTAssertEqual(try output.kind("file"), .link)
      try output.writeAtomically("file", Array("mine".utf8), mode: 0o644)
      XCTAssertTrue(try output.removeFile("folder"))
      XCTAssertEqual(try readFile(path + "/elsewhere/file", limit: 10), Array("secret".utf8))
    }
  }

  func testSubdirectories() throws {
    try withTemporaryDirectory { path in
      let directory = try Directory(path)
      XCTAssertThrowsError(try directory.subdirectory("a")) { XCTAssertEqual(($0 as? SystemError)?.kind, .missing) }
      let below = try directory.subdirectory("a", makingWith: 0o755).subdirectory("b", makingWith: 0o700)
      XCTAssertEqual(below.path, path + "/a/b")
      try below.writeAtomically("one", [1], mode: 0o600)
      try below.rename("one", to: "two")
      XCTAssertEqual(try below.list(), ["two"])
      XCTAssertEqual(try below.read("two", limit: 10), [1])
      XCTAssertThrowsError(try directory.removeDirectory("a"))
      XCTAssertTrue(try below.removeFile("two"))
      XCTAssertTrue(try directory.subdirectory("a").removeDirectory("b"))
      XCTAssertTrue(try directory.removeDirectory("a"))
      XCTAssertFalse(try directory.removeDirectory("a"))
      XCTAssertThrowsError(try Directory(path + "/none")) { XCTAssertEqual(($0 as? SystemError)?.kind, .missing) }
    }
  }

  /// A directory that was opened is the one written to, even after somebody put another in its place.
  func testAnOpenDirectoryStaysItself() throws {
    try withTemporaryDirectory { path in
      try makeDirectory(path + "/output")
      try makeDirectory(path + "/elsewhere")
      let output = try Directory(path + "/output")
      try renameFile(path + "/output", to: path + "/moved")
      XCTAssertEqual(symlink("elsewhere", path + "/output"), 0)
      try output.writeAtomically("file", [1], mode: 0o644)
      XCTAssertEqual(try listDirectory(path + "/elsewhere"), [])
      XCTAssertEqual(try listDirectory(path + "/moved"), ["file"])
    }
  }
}
