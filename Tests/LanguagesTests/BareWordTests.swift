import Languages
import XCTest

final class BareWordTests: XCTestCase {
  func testWhatNeedsNoQuotingAnywhere() {
    for text in ["a", "nginx:1.30.3-trixie@sha256:ab", "/app/", ".", "a_b+c"] { XCTAssertEqual(BareWord(text)?.description, text) }
    for text in ["", "-a", "#a", "a b", "a=b", "$a", "a\"", "a\\", "é", "a\n", "a;", "a*", "~"] { XCTAssertNil(BareWord(text), text) }
  }
}
