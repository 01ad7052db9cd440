import Languages
import XCTest

final class YAMLTests: XCTestCase {
  func value(_ value: YAMLValue) -> String { String(value.text.dropLast()) }

  func testPlainOnlyWhereBothVersionsReadAString() {
    for text in [
      "a", "actions/checkout@8f4b", "ubuntu-24.04", "a b", "/a", "./a", "a:b", "a#b", "${{ github.ref }}", "run it's \"x\"", "yess", "_a",
    ] {
      XCTAssertEqual(value(.string(text)), text)
    }
    for text in [
      "", " a", "a ", "a:", "a: b", "a #b", "yes", "No", "ON", "off", "y", "N", "true", "FALSE", "null", "Null", "~", "1", "-1", "+1",
      "0x1", "1e3",
      ".5", ".inf", ".nan", "1:30", "2026-11-26", "1.2.3", "=", "<<", "- a", "-", "?", ": a", "[a]", "{a}", "*a", "&a", "!a", "|", ">",
      "%a", "@a",
      "`a", "'a", "#a", "...", "---", ".", "./", "é", "$a", ",",
    ] {
      XCTAssertEqual(value(.string(text)), "\"\(text)\"")
    }
    XCTAssertEqual(value(.string("a\n\t\"\\\u{85}\u{2028}\u{FEFF}\u{0}")), #""a\n\t\"\\\u0085\u2028\ufeff\u0000""#)
  }

  func testBlocks() {
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("x\ny"))])), "a: |-\n  x\n  y")
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("x\n\n y\n"))])), "a: |\n  x\n\n   y")
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("x\n\n"))])), "a: |+\n  x\n")
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block(" x\n"))])), "a: |2\n   x")
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("\nx"))])), "a: |2-\n\n  x")
    // Nothing that a reader would normalise stands in a block.
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("x\r\n"))])), #"a: "x\r\n""#)
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("x\u{85}"))])), #"a: "x\u0085""#)
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block(""))])), #"a: """#)
    XCTAssertEqual(value(.mapping([YAMLMember("a", .block("\n"))])), #"a: "\n""#)
    XCTAssertEqual(value(.sequence([.block("x\n")])), "- |\n  x")
  }

  func testWorkflow() {
    let steps: YAMLValue = .sequence([
      .mapping([YAMLMember("uses", "actions/checkout@8f4b7f", beside: "v4.2.2")]),
      .mapping([YAMLMember("name", "Build: all", above: ["why"]), YAMLMember("run", .block("make\nmake test\n"), beside: "two")]),
    ])
    assertPrints(
      YAMLDocumentTree(
        header: ["Made by\nsecuregen.", ""],
        [
          YAMLMember("name", "ci"),
          YAMLMember(
            "on",
            .mapping([
              YAMLMember("push", .mapping([YAMLMember("branches", .sequence(["main"]))])), YAMLMember("pull_request", .mapping([])),
            ])),
          YAMLMember("permissions", .mapping([]), above: ["Nothing."]),
          YAMLMember(
            "jobs", .mapping([YAMLMember("build", .mapping([YAMLMember("timeout-minutes", 10), YAMLMember("steps", steps)]), beside: "b")])),
          YAMLMember("last", false), YAMLMember("matrix", .sequence([.sequence([1, 2]), .sequence([])])),
        ]),
      """
      # Made by securegen.
      #

      name: ci

      "on":
        push:
          branches:
            - main
        pull_request: {}

      # Nothing.
      permissions: {}

      jobs:
        build: # b
          timeout-minutes: 10
          steps:
            - uses: actions/checkout@8f4b7f # v4.2.2
            # why
            - name: "Build: all"
              run: | # two
                make
                make test

      last: false

      matrix:
        -
          - 1
          - 2
        - []

      """)
  }

  func testCommentsHoldNoLineBreakOfAnyVersion() {
    let comment = CommentText("a\u{85}b\u{2028}c\u{2029}d\ne\u{FEFF}f\u{202E}g \n ")
    XCTAssertEqual(comment.text, "a b c d e f g")
    assertPrints(YAMLDocumentTree(header: [comment], []), "# a b c d e f g\n\n{}\n")
  }

  func testReaderSeesWhatWasPrinted() {
    for value in Hostile.values(4000) {
      let printed = YAMLValue.mapping([YAMLMember("k", .string(value), beside: "end"), YAMLMember("l", .block(value))]).printed
      let lines = printed.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      XCTAssertTrue(lines[0].starts(with: "k: ".utf8) && lines[0].suffix(6).elementsEqual(" # end".utf8))
      XCTAssertEqual(YAMLReader.scalar(lines[0].dropFirst(3).dropLast(6)), Array(value.utf8), value.debugDescription)
      XCTAssertTrue(lines[1].starts(with: "l: ".utf8))
      // The last element is the empty one after the file's final line break.
      let read = YAMLReader.block(head: lines[1].dropFirst(3), Array(lines[2...].dropLast()))
      XCTAssertEqual(read, Array(value.utf8), value.debugDescription)
    }
  }
}

/// What YAML 1.1 and 1.2 both say of the scalars that are printed; nil for anything else.
private enum YAMLReader {
  static func scalar(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.first == UInt8(ascii: "\"") else { return isString(text) ? Array(bytes) : nil }
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.dropFirst()
    while let next = scalars.popFirst() {
      switch next {
      case "\"": return scalars.isEmpty ? Array(String(result).utf8) : nil
      case "\\":
        guard let letter = scalars.popFirst(), let value = escape(letter, &scalars) else { return nil }
        result.append(value)
      default:
        if next.value < 0x20 || [0x7F, 0x85, 0x2028, 0x2029, 0xFEFF].contains(next.value) { return nil }
        result.append(next)
      }
    }
    return nil
  }

  private static func escape(_ letter: UnicodeScalar, _ rest: inout String.UnicodeScalarView.SubSequence) -> UnicodeScalar? {
    switch letter {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "\"", "\\": return letter
    case "u":
      let digits = String(String.UnicodeScalarView(rest.prefix(4)))
      rest = rest.dropFirst(4)
      return UInt32(digits, radix: 16).flatMap(UnicodeScalar.init)
    default: return nil
    }
  }

  private static func isString(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || "_/.$".contains(first), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return false
    }
    let isSplit = text.contains(" #") || text.contains(": ") || text.hasSuffix(":") || text.hasSuffix(" ")
    return !isSplit && !["yes", "no", "true", "false", "on", "off", "y", "n", "null"].contains(text.lowercased())
  }

  static func block(head: ArraySlice<UInt8>, _ lines: [ArraySlice<UInt8>]) -> [UInt8]? {
    guard head.first == UInt8(ascii: "|") else { return scalar(head) }
    var body: [ArraySlice<UInt8>] = []
    for line in lines {
      guard line.isEmpty || line.starts(with: "  ".utf8) else { return nil }
      body.append(line.dropFirst(2))
    }
    // Without an indicator the first line shows the indentation.
    if !head.contains(UInt8(ascii: "2")), body.first.map({ $0.isEmpty || $0.first == 0x20 }) ?? true { return nil }
    if !head.contains(UInt8(ascii: "+")) { while body.last?.isEmpty == true { body.removeLast() } }
    let text = Array(body.joined(separator: [UInt8(ascii: "\n")]))
    return head.contains(UInt8(ascii: "-")) ? text : text + [UInt8(ascii: "\n")]
  }
}
