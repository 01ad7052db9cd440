import Stack
import XCTest

@testable import Emission

final class ScriptPartTests: XCTestCase {
  private func digest(_ path: String, _ text: String) -> String { contentDigest([RenderedFile(path: path, bytes: Array(text.utf8))]) }

  func testDigestTellsEveryOneByteChangeApart() {
    let text = "create_web() { docker create --memory 268435456 }"
    var seen: Set<String> = [digest("a", text), digest("b", text), digest("a", text + "\0"), digest("a", "")]
    for position in text.utf8.indices {
      var bytes = Array(text.utf8)
      bytes[text.utf8.distance(from: text.utf8.startIndex, to: position)] ^= 1
      seen.insert(contentDigest([RenderedFile(path: "a", bytes: bytes)]))
    }
    XCTAssertEqual(seen.count, text.utf8.count + 4)
  }

  func testDigestDependsOnWhereFilesEnd() {
    func two(_ first: String, _ second: String) -> String {
      contentDigest([RenderedFile(path: "a", bytes: Array(first.utf8)), RenderedFile(path: "b", bytes: Array(second.utf8))])
    }
    XCTAssertNotEqual(two("ab", "c"), two("a", "bc"))
    XCTAssertEqual(two("ab", "c"), two("ab", "c"))
    XCTAssertEqual(two("ab", "c").utf8.count, 16)
  }

  /// fnmatch(3) reads these four; everything else stands for itself.
  func testFindPatternEscapesWhatFnmatchReads() {
    XCTAssertEqual(findPattern("./a*b?c[d]\\e"), "./a\\*b\\?c\\[d]\\\\e")
    XCTAssertEqual(findPattern("./it's $HOME \"x\"!"), "./it's $HOME \"x\"!")
  }

  /// capability.h: CAP_CHOWN is bit 0, CAP_NET_BIND_SERVICE bit 10, CAP_CHECKPOINT_RESTORE bit 40.
  func testCapabilityMasks() throws {
    func mask(_ names: String...) throws -> String { capabilityMask(try names.map { try XCTUnwrap(Capability($0)) }) }
    XCTAssertEqual(try mask(), "0000000000000000")
    XCTAssertEqual(try mask("NET_BIND_SERVICE"), "0000000000000400")
    XCTAssertEqual(try mask("CHOWN", "CHECKPOINT_RESTORE"), "0000010000000001")
    var masks: Set<String> = []
    for name in Capability.known { masks.insert(try mask(name)) }
    XCTAssertEqual(masks.count, Capability.known.count, "each capability has a bit of its own")
  }
}
