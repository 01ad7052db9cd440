import Languages
import XCTest

final class NginxTests: XCTestCase {
  func argument(_ argument: NginxArgument) -> String {
    String(NginxConfiguration([.directive("x", [argument])]).text.dropFirst(2).dropLast(2))
  }

  func testTextIsQuotedWhereNeeded() {
    XCTAssertEqual(argument(.text("DENY")), "DENY")
    XCTAssertEqual(argument(.text("/api/v1.0,*")), "/api/v1.0,*")
    XCTAssertEqual(argument(.text("")), #""""#)
    XCTAssertEqual(argument(.text("default-src 'self';")), #""default-src 'self';""#)
    XCTAssertEqual(argument(.text(#"a b\"#)), #""a b\\""#)
    XCTAssertEqual(argument(.text(#"say "hi""#)), #""say \"hi\"""#)
    XCTAssertEqual(argument(.text("#{};")), ##""#{};""##)
    XCTAssertEqual(argument(.text("a\n\r\tb\u{1}é")), "\"a\\n\\r\\tb\u{1}é\"")
    XCTAssertEqual(argument(.text(#"\n"#)), #""\\n""#)
  }

  func testDollarIsAVariableOnlyWhereVariablesAreRead() {
    XCTAssertEqual(argument(.text("$host")), #""${dollar}host""#)
    XCTAssertEqual(argument(.text("${host}")), #""${dollar}{host}""#)
    XCTAssertEqual(argument(.verbatim("$host")), #""$host""#)
    XCTAssertEqual(argument("$host"), "$host")
  }

  func testJoinedIsOneToken() {
    XCTAssertEqual(argument(.joined(["zone=", .text("api"), ":", .quantity(1, unit: "m")])), "zone=api:1m")
    XCTAssertEqual(argument(.joined(["zone=", .text("a b"), "$uri"])), #""zone=a b$uri""#)
    XCTAssertEqual(argument(.joined(["~", .verbatim("a\"")])), #""~a\"""#)
    XCTAssertEqual(argument(.joined(["http://", .joined([.text("api"), ":", .number(3000)])])), "http://api:3000")
    XCTAssertEqual(argument(.joined([])), #""""#)
    XCTAssertEqual(argument(.quantity(20, unit: "r/s")), "20r/s")
  }

  func testTokenLengthCountsWhatNginxReads() {
    XCTAssertEqual(NginxArgument.text("a$\"\\\n").tokenLength, 1 + 9 + 2 + 2 + 2)
    XCTAssertEqual(NginxArgument.joined(["zone=", .text("$")]).tokenLength, 14)
    XCTAssertEqual(NginxArgument.verbatim("$").tokenLength, 1)
    let longest = NginxArgument.text(String(repeating: "x", count: NginxArgument.longestToken - 1))
    XCTAssertEqual(argument(longest).utf8.count, 4095)
  }

  func testConfiguration() {
    assertPrints(
      NginxConfiguration([
        .comment("a;\nb }"), .directive("user", ["nginx"]), .blank,
        .block(
          "http", [],
          [.directive("server_tokens", ["off"]), .block("location", ["=", .verbatim("/a b")], [.directive("return", [.number(404)])])]),
        .block("events", [], []),
      ]),
      """
      # a; b }
      user nginx;

      http {
        server_tokens off;
        location = "/a b" {
          return 404;
        }
      }
      events {
      }

      """)
  }

  func testLongCommentsTakeSeveralLines() {
    let text = NginxConfiguration([
      .comment(CommentText(String(repeating: "é", count: 3000))), .comment(CommentText(String(repeating: "ab ", count: 1000))),
    ]).text
    for line in text.split(separator: "\n") {
      XCTAssertLessThanOrEqual(line.utf8.count, 1002)
      XCTAssertTrue(line.hasPrefix("# "))
    }
    XCTAssertEqual(text.filter { $0 == "é" }.count, 3000)
    XCTAssertEqual(text.filter { $0 == "a" }.count, 1000)
  }

  func testReaderSeesWhatWasPrinted() {
    for value in Hostile.values(4000, huge: false) {
      for (argument, expected) in [
        (NginxArgument.text(value), value), (.verbatim(value), value), (.joined(["<", .text(value), ">"]), "<" + value + ">"),
      ] {
        let text = NginxConfiguration([.directive("a", [argument, "end"])]).text
        var tokens = NginxReader(Array(text.utf8)).tokens()
        if case .verbatim = argument {} else { tokens = tokens.map(NginxReader.substitute) }
        XCTAssertEqual(tokens, [Array("a".utf8), Array(expected.utf8), Array("end".utf8)], value.debugDescription)
      }
    }
  }
}

/// The lexer's rules of nginx, for one directive ending in `;`.
private struct NginxReader {
  var bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func tokens() -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: ";"): return index == bytes.count - 2 ? tokens : tokens + [Array("trailing".utf8)]
      case UInt8(ascii: "\""):
        var token: [UInt8] = []
        index += 1
        while bytes[index] != UInt8(ascii: "\"") { token.append(contentsOf: unescape(&index)) }
        index += 1
        tokens.append(token)
      default:
        var token: [UInt8] = []
        while ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "{")].contains(bytes[index]) {
          token.append(contentsOf: unescape(&index))
        }
        tokens.append(token)
      }
    }
    return tokens
  }

  private func unescape(_ index: inout Int) -> [UInt8] {
    defer { index += 1 }
    guard bytes[index] == UInt8(ascii: "\\") else { return [bytes[index]] }
    index += 1
    switch bytes[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): return [bytes[index]]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "n"): return [10]
    default: return [UInt8(ascii: "\\"), bytes[index]]
    }
  }

  /// Variables: `${dollar}` alone is defined; any other `$` is an unknown variable, shown as such.
  static func substitute(_ token: [UInt8]) -> [UInt8] {
    let variable = Array("${dollar}".utf8)
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      if token[index] != UInt8(ascii: "$") {
        result.append(token[index])
        index += 1
      } else if token[index...].starts(with: variable) {
        result.append(UInt8(ascii: "$"))
        index += variable.count
      } else {
        return Array("unknown variable".utf8)
      }
    }
    return result
  }
}
