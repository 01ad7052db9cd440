import System
import TestSupport
import XCTest

final class SHA256Tests: XCTestCase {
  /// The examples of FIPS 180-2 appendix B and of NIST's "Secure Hash Standard" test vectors.
  func testPublishedVectors() {
    let vectors: [(String, String)] = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]
    for (text, digest) in vectors { XCTAssertEqual(SHA256.hex(Array(text.utf8)), digest, String(text.prefix(20))) }
  }

  /// Padding changes at 55, 56, 63 and 64 bytes: every split of such messages gives the digest of the whole.
  func testAnySplitGivesTheDigestOfTheWhole() {
    var random = SeededGenerator(seed: 1)
    for count in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let whole = SHA256.digest(bytes)
      for _ in 0..<20 {
        var hash = SHA256()
        var rest = bytes[...]
        while !rest.isEmpty {
          let part = rest.prefix(Int.random(in: 0...rest.count, using: &random))
          hash.update(Array(part))
          rest = rest.dropFirst(part.count)
        }
        XCTAssertEqual(hash.finish(), whole, "\(count) bytes")
      }
    }
  }

  /// On a processor with instructions for it, both ways are one function; on others this compares the same way twice.
  func testInstructionsGiveWhatTheirAbsenceDoes() {
    var random = SeededGenerator(seed: 2)
    for count in Array(0...300) + [4096, 65_537] {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let digests = [true, false].map { usesInstructions in
        var hash = SHA256(usesInstructions: usesInstructions)
        hash.update(Array(bytes.prefix(count / 3)))
        hash.update(Array(bytes.dropFirst(count / 3)))
        return hash.finish()
      }
      XCTAssertEqual(digests[0], digests[1], "\(count) bytes")
    }
  }

  func testHexadecimal() { XCTAssertEqual(hexadecimal([0, 1, 0x9a, 0xff]), "00019aff") }
}
