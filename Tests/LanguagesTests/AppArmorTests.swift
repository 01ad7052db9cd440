import Languages
import XCTest

final class AppArmorTests: XCTestCase {
  func path(_ path: AppArmorPath) -> String {
    let lines = AppArmorProfile(header: [], name: BareWord(literal: "p"), rules: [.file(path, "r")]).text.split(separator: "\n")
    return String(lines[3].dropFirst(2).dropLast(3))
  }

  func testPaths() {
    XCTAssertEqual(path(.path("/usr/bin/node")), "/usr/bin/node")
    XCTAssertEqual(path(.tree("/app")), "/app/{,**}")
    XCTAssertEqual(path(.tree("/")), "/{,**}")
    XCTAssertEqual(path(.tree("/my app/")), #""/my app/{,**}""#)
    XCTAssertEqual(path(.children("/usr/bin/")), "/usr/bin/*")
    XCTAssertEqual(path(.pattern("/usr/lib/@{multiarch}/**.so*")), "/usr/lib/@{multiarch}/**.so*")
    XCTAssertEqual(path(.path("/a*b?c[d]{e,f}^")), #""/a\*b[\?]c\[d\]\{e\,f\}\^""#)
    XCTAssertEqual(path(.path("/\"\\\n\u{7F}#@{x}é")), #""/\042\134\012\177#@\{x\}é""#)
  }

  func testProfile() {
    assertPrints(
      AppArmorProfile(
        header: ["For web.\n}"], name: BareWord(literal: "three-tier-web"),
        rules: [
          .comment("include <evil>"), .rule("network inet stream"), .capability(BareWord(literal: "net_bind_service")), .blank,
          .file(.tree("/app"), "r"), .denyFile(.path("/proc/kcore"), "rwklx"),
        ]),
      """
      # For web. }

      abi <abi/3.0>,

      include <tunables/global>

      profile three-tier-web flags=(attach_disconnected,mediate_deleted) {
        # include <evil>
        network inet stream,
        capability net_bind_service,

        /app/{,**} r,
        deny /proc/kcore rwklx,
      }

      """)
  }

  /// The parser's two passes: C escapes, then the pattern, where every metacharacter must be escaped.
  func testReaderSeesWhatWasPrinted() {
    for value in Hostile.values(4000, huge: false) {
      let printed = path(.path("/" + value))
      let quoted = printed.hasPrefix("\"")
      XCTAssertEqual(quoted, printed.utf8.count > 1 && printed.hasSuffix("\""))
      let token = quoted ? printed.dropFirst().dropLast() : printed[...]
      XCTAssertFalse(token.utf8.contains(0x22) || token.utf8.contains { $0 < 0x20 }, "ends the token")
      if !quoted { XCTAssertFalse(token.utf8.contains { " #@,()".utf8.contains($0) }) }
      XCTAssertEqual(pattern(Array(token.utf8)), Array(("/" + value).utf8), value.debugDescription)
    }
  }

  private func pattern(_ token: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = token[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "[") {
        guard rest.starts(with: #"\?]"#.utf8) else { return nil }
        rest = rest.dropFirst(3)
        result.append(UInt8(ascii: "?"))
      } else if byte == UInt8(ascii: "\\") {
        guard let next = rest.popFirst() else { return nil }
        if (0x30...0x37).contains(next) {
          result.append((next & 7) << 6 | (rest.popFirst()! & 7) << 3 | (rest.popFirst()! & 7))
        } else {
          guard "*[]{}^,".utf8.contains(next) else { return nil }
          result.append(next)
        }
      } else {
        if "*?[]{}^,".utf8.contains(byte) { return nil }
        result.append(byte)
      }
    }
    return result
  }
}
