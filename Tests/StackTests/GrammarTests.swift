import Diagnostics
import Foundation
import Stack
import TestSupport
import XCTest

/// A generator with a fixed seed (SplitMix64): a failure can be repeated.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

final class GrammarTests: XCTestCase {
  /// What breaks out of shells, nginx files, Dockerfiles, YAML and JSON, and what the grammars are made of.
  private let pieces: [String] =
    [
      "\"", "'", "\\", "$", "${x}", "`", "\n", "\r", "\t", "\0", "#", ";", "}", "{", "%", " ", "ü", "\u{1F600}", "\u{202E}", "*", "?", "|",
      "&",
      "<", ">", "(", ")", "~", "!", "=", ",", "[", "]", "^",
    ] + ["a", "z", "A", "0", "9", "-", "--", ".", "..", "/", "//", ":", "@", "_", "+", "x-", "latest", "r/s", "Mi", "ms", "h", "sha256:"]

  /// Valid texts, whole and mutated: random text alone would almost never be accepted.
  private func texts(_ seeds: [String], _ dice: inout Dice, _ count: Int) -> [String] {
    (0..<count).map { number in
      if number < seeds.count { return seeds[number] }
      var text = Array(Bool.random(using: &dice) ? seeds.randomElement(using: &dice)! : "")
      for _ in 0..<Int.random(in: 0...3, using: &dice) {
        let place = Int.random(in: 0...text.count, using: &dice)
        if Int.random(in: 0..<4, using: &dice) == 0, !text.isEmpty {
          text.remove(at: min(place, text.count - 1))
        } else {
          text.insert(contentsOf: pieces.randomElement(using: &dice)!, at: place)
        }
      }
      return String(text)
    }
  }

  /// `exact`: the pattern says all there is; otherwise the grammar may be narrower (ranges, lengths), never wider.
  private func check(
    _ name: String, _ pattern: String, exact: Bool, refusing bytes: String, _ seeds: [String], _ accepts: (String) -> Bool
  ) throws {
    let regex = try NSRegularExpression(pattern: pattern, options: [.dotMatchesLineSeparators])
    var dice = Dice(state: 20_261_126)
    var accepted = 0
    for text in texts(seeds, &dice, 4000) {
      let range = NSRange(text.startIndex..., in: text)
      // `$` also matches before a last newline; JSON Schema's does not.
      let matches = regex.firstMatch(in: text, range: range).map { $0.range == range } ?? false
      if accepts(text) {
        accepted += 1
        XCTAssertTrue(matches, "\(name) accepts \(text.debugDescription), its pattern does not")
        XCTAssertNil(text.utf8.first { $0 < 0x20 || $0 == 0x7F || bytes.utf8.contains($0) }, "\(name) accepts \(text.debugDescription)")
      } else if exact {
        XCTAssertFalse(matches, "\(name) refuses \(text.debugDescription), its pattern does not")
      }
    }
    for seed in seeds { XCTAssertTrue(accepts(seed), "\(name) must accept \(seed)") }
    XCTAssertGreaterThan(accepted, seeds.count, "the test must see accepted texts")
  }

  /// Whatever is printed bare in some language holds none of these.
  private let bare = " \"'\\$`#;{}%|&<>()~!*?,^="

  func testNames() throws {
    try check("a name", KeyPattern.name, exact: true, refusing: bare, ["web", "a", "db-1", "a-b-c"]) { ServiceName($0) != nil }
    try check("a release", KeyPattern.release, exact: true, refusing: bare, ["1.4.0", "v1", "_x", "lates"]) { ReleaseTag($0) != nil }
    try check("a version", KeyPattern.runtimeVersion, exact: true, refusing: bare, ["24", "1.10", "1.2.3.4"]) { RuntimeVersion($0) != nil }
    try check("a variable", KeyPattern.variable, exact: true, refusing: bare + "-./:", ["A", "_a1", "LOG_LEVEL"]) { EnvName($0) != nil }
  }

  func testPaths() throws {
    try check("a container path", KeyPattern.containerPath, exact: false, refusing: bare, ["/data", "/var/lib/a.b_c-d+e@f", "/a/"]) {
      AbsolutePath($0) != nil
    }
    try check("a relative path", KeyPattern.relativePath, exact: true, refusing: "", ["./web", ".", "a/b", "a b/ü", "..a/b..", "a/"]) {
      (try? RelativePath($0)) != nil
    }
    try check("a route", KeyPattern.route, exact: false, refusing: " \"'\\`#;{}?", ["/", "/api/", "/a.b/~c", "/$x"]) {
      RoutePrefix($0) != nil
    }
  }

  func testQuantities() throws {
    try check("a size", KeyPattern.size, exact: false, refusing: bare, ["1", "256Mi", "1.5Gi", "64k", "2G", "7b"]) { ByteSize($0) != nil }
    try check("a duration", KeyPattern.duration, exact: false, refusing: bare, ["10s", "1m30s", "500ms", "1.5h"]) { Duration($0) != nil }
    try check("a CPU share", KeyPattern.cpus, exact: false, refusing: bare, ["1", "0.5", ".25", "1.125"]) { CPUShare($0) != nil }
    try check("a rate", KeyPattern.rate, exact: false, refusing: bare, ["20r/s", "90r/m", "1r/s"]) { RequestRate($0) != nil }
    try check("a network", KeyPattern.network, exact: false, refusing: bare, ["10.89.0.0/20", "172.20.0.0/28"]) { IPv4Network($0) != nil }
  }

  func testWeb() throws {
    try check("a header's name", KeyPattern.headerName, exact: true, refusing: " \"\\;{}(),:=@[]?/<>", ["X-A", "A", "a!#$%&'*+.^_`|~b"]) {
      HeaderName($0) != nil
    }
    try check(
      "a host name", "^.*$", exact: false, refusing: " \"'\\$`#;{}%|&<>()~!?,^=", ["a.example", "*.a.example", "[::1]", "127.0.0.1"]
    ) {
      ServerName($0) != nil
    }
    try check("an image", KeyPattern.image, exact: false, refusing: bare, ["node:24", "r.example:5000/a/b:1", "a__b/c--d:1.2-x"]) {
      (try? ImageReference($0)) != nil
    }
  }

  func testQuantitiesAreExact() {
    XCTAssertEqual(ByteSize("1.5Gi")?.bytes, 1_610_612_736)
    XCTAssertEqual(ByteSize("256m")?.bytes, 256 << 20)
    XCTAssertEqual(ByteSize("256M")?.bytes, 256 << 20)
    XCTAssertNil(ByteSize("0.1"))
    XCTAssertNil(ByteSize("1Ti"))
    XCTAssertEqual(Duration("1m30s")?.milliseconds, 90_000)
    XCTAssertEqual(Duration("1h0.5s")?.milliseconds, 3_600_500)
    XCTAssertNil(Duration("1s1s"))
    XCTAssertNil(Duration("0.0005s"))
    XCTAssertEqual(CPUShare("0.125")?.milli, 125)
    XCTAssertNil(CPUShare("0.1250"))
    XCTAssertNil(CPUShare("1."))
  }

  /// Every spelling of one IPv6 address is one text, read by the system's own parser and printer.
  func testIPv6AgreesWithTheSystem() {
    var dice = Dice(state: 7)
    var accepted = 0
    for text in texts(["::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "fe80::1:0:0:1", "1:0:0:2:0:0:0:3", "::ffff:1.2.3.4"], &dice, 6000) {
      var address = in6_addr()
      let known = !text.utf8.contains(0) && inet_pton(AF_INET6, text, &address) == 1
      XCTAssertEqual(IPv6Address(text) != nil, known, text.debugDescription)
      guard let ours = IPv6Address(text) else { continue }
      accepted += 1
      let bytes = withUnsafeBytes(of: address) { Array($0) }
      XCTAssertEqual(ours.groups, (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }, text)
      XCTAssertEqual(IPv6Address(ours.description), ours, text)
      var buffer = [CChar](repeating: 0, count: 46)
      inet_ntop(AF_INET6, &address, &buffer, 46)
      let system = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if !system.contains(".") { XCTAssertEqual(ours.description, system) }
    }
    XCTAssertGreaterThan(accepted, 100)
  }

  /// Optimal string alignment by its plain definition, without the rolling rows.
  func testNearestName() {
    XCTAssertEqual(nearestName(to: "postgress", among: ["mysql", "postgres"]), "postgres")
    XCTAssertEqual(nearestName(to: "ngnix", among: StackVocabulary.standard.runtimes), "nginx")
    XCTAssertEqual(nearestName(to: "API", among: ["web", "api"]), "api")
    XCTAssertNil(nearestName(to: "web", among: ["db", "api"]))
    XCTAssertNil(nearestName(to: "", among: ["a"]))
    XCTAssertNil(nearestName(to: String(repeating: "a", count: 65), among: [String(repeating: "a", count: 65)]))
  }
}
