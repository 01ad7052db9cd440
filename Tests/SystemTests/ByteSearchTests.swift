import System
import XCTest

final class ByteSearchTests: XCTestCase {
  func testFindsTheFirstAtOrAfterAPlace() {
    let bytes = Array("abcabcab".utf8)
    XCTAssertEqual(offset(of: "abc", in: bytes), 0)
    XCTAssertEqual(offset(of: "abc", in: bytes, from: 1), 3)
    XCTAssertEqual(offset(of: "ab", in: bytes, from: 6), 6)
    XCTAssertNil(offset(of: "abc", in: bytes, from: 4))
    XCTAssertNil(offset(of: "b", in: bytes, from: 8))
    XCTAssertNil(offset(of: "b", in: bytes, from: 9))
    XCTAssertNil(offset(of: "b", in: []))
    XCTAssertEqual(offset(of: "", in: bytes, from: 5), 5)
  }

  func testCountsInTheRangeAlone() {
    let bytes = Array(repeating: Array("aab\n".utf8), count: 100).flatMap { $0 }
    for range in [0..<0, 0..<400, 1..<2, 3..<400, 5..<399, 400..<400] {
      XCTAssertEqual(count(of: UInt8(ascii: "a"), in: bytes, range), bytes[range].count { $0 == UInt8(ascii: "a") }, "\(range)")
    }
    XCTAssertEqual(count(of: 0, in: [], 0..<0), 0)
  }
}
