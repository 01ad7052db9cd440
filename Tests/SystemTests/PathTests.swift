import System
import XCTest

final class PathTests: XCTestCase {
  func testNormalizing() {
    for (path, normal) in [
      ("", "."), (".", "."), ("a", "a"), ("./a//b/", "a/b"), ("a/../b", "b"), ("a/..", "."), ("../a", "../a"), ("a/../../b", "../b"),
      ("/", "/"), ("/..", "/"), ("/a/../../b", "/b"), ("../..", "../.."), ("a/...", "a/..."), ("/./a", "/a"),
    ] { XCTAssertEqual(lexicallyNormalized(path), normal, path) }
  }

  func testParts() {
    for (path, directory, name) in [
      ("a", nil, "a"), ("a/b", "a", "b"), ("a/b/", "a", "b"), ("/a", nil, "a"), ("/a/b", "/a", "b"), ("a//b", "a", "b"),
      ("../b", "..", "b"),
    ] as [(String, String?, String)] {
      XCTAssertEqual(directoryPart(path), directory, path)
      XCTAssertEqual(lastName(path), name, path)
    }
  }

  func testWays() {
    for (from, to, way) in [
      (".", "a", "a"), ("a", "a", "."), ("a", "b", "../b"), ("x/a", "x/b/c", "../b/c"), ("/x/a", "/x", ".."), ("a", "/a", nil),
      ("..", "a", nil), ("..", "../a", "a"), ("a", "../b", "../../b"), ("", "", "."),
    ] as [(String, String, String?)] { XCTAssertEqual(relativePath(from: from, to: to), way, "\(from) → \(to)") }
    XCTAssertTrue(isInside("a/b", "a"))
    XCTAssertTrue(isInside("a", "a"))
    XCTAssertTrue(isInside("/a/..b", "/a"))
    XCTAssertFalse(isInside("a/../b", "a"))
    XCTAssertFalse(isInside("ab", "a"))
    XCTAssertFalse(isInside("../a", "."))
  }

  func testJoining() {
    for (directory, path, whole) in [
      (".", "a", "a"), ("", "a", "a"), ("x", "a", "x/a"), ("x/", "a", "x/a"), ("x", "/a", "/a"), ("/", "a", "/a"),
    ] {
      XCTAssertEqual(joined(directory, path), whole)
    }
  }
}
