import Foundation
import Languages
import XCTest

final class JSONTests: XCTestCase {
  func line(_ value: JSONValue) -> String {
    var output = Output()
    value.printLine(into: &output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  func testScalarsAndEscapes() {
    XCTAssertEqual(
      line(.array([.null, true, false, -1, .integer(.max), .integer(.min)])),
      "[null, true, false, -1, 9223372036854775807, -9223372036854775808]")
    XCTAssertEqual(line("\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}"), #""\"\\/\b\f\n\r\t\u0000\u001f\u007f""#)
    XCTAssertEqual(line("é日🎉\u{301}“\u{A0}\u{FFFD}"), "\"é日🎉\u{301}“\u{A0}\u{FFFD}\"")
    XCTAssertEqual(
      line("\u{80}\u{85}\u{9F}\u{2027}\u{2028}\u{2029}\u{202E}\u{2030}"), "\"\\u0080\\u0085\\u009f\u{2027}\\u2028\\u2029\\u202e\u{2030}\"")
    XCTAssertEqual(
      line("\u{2065}\u{2066}\u{2069}\u{206A}\u{FEFF}\u{FFFE}\u{FFFF}"), "\"\u{2065}\\u2066\\u2069\u{206A}\\ufeff\\ufffe\\uffff\"")
  }

  func testLayout() {
    assertPrints(
      JSONValue.object([
        ("names", .array(["read", "write"])), ("empty", .array([])), ("none", .object([])),
        ("nested", .array([.object([("a", 1)]), .array([1, 2])])),
      ]),
      """
      {
        "names": ["read", "write"],
        "empty": [],
        "none": {},
        "nested": [
          {
            "a": 1
          },
          [1, 2]
        ]
      }

      """)
    assertPrints(JSONValue.string("a"), "\"a\"\n")
  }

  func testLongArraysAreFilled() {
    let names = (0..<30).map { JSONValue.string("name\($0)") }
    let lines = JSONValue.object([("names", .array(names))]).text.split(separator: "\n")
    XCTAssertEqual(lines[1], "  \"names\": [")
    XCTAssertTrue(lines[2].hasPrefix("    \"name0\", \"name1\", "))
    XCTAssertEqual(lines.count, 8)
    XCTAssertTrue(lines.allSatisfy { $0.utf8.count <= 100 })
    XCTAssertEqual(lines[2].last, ",")
    XCTAssertEqual(lines[6], "  ]")
    // Exactly 100 columns stay on the line, 101 don't.
    for (length, count) in [(100, 3), (101, 5)] {
      let text = String(repeating: "x", count: length - #"  "k": [""]"#.utf8.count)
      XCTAssertEqual(JSONValue.object([("k", .array([.string(text)]))]).text.split(separator: "\n").count, count, "\(length)")
    }
  }

  func testFoundationReadsBackWhatWasPrinted() throws {
    let values = Hostile.values(4000) + ["\u{0}", "a\u{0}b"]
    let tree = JSONValue.object([
      ("values", .array(values.map(JSONValue.string))),
      ("keys", .object(values.enumerated().map { ("\($0.offset)\($0.element)", .integer($0.offset)) })),
    ])
    for bytes in [tree.printed, Array(line(tree).utf8)] {
      let read = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      let strings = try XCTUnwrap(read["values"] as? [String])
      XCTAssertEqual(strings.count, values.count)
      for (got, value) in zip(strings, values) { XCTAssertEqual(Array(got.utf8), Array(value.utf8)) }
      XCTAssertEqual((read["keys"] as? [String: Int])?.count, values.count)
    }
  }

  func testOneLineHoldsNoLineBreak() {
    for value in Hostile.values(2000) {
      for scalar in line(.string(value)).unicodeScalars {
        XCTAssertFalse(scalar.value < 0x20 || scalar.value == 0x85 || scalar.value == 0x2028 || scalar.value == 0x2029)
      }
    }
  }
}
