import Diagnostics
import TestSupport
import XCTest
import YAMLSyntax

final class PropertyTests: XCTestCase {
  /// Random documents whose places are known are read back with every text and range.
  func testTextsAndRangesOfRandomDocuments() {
    for seed in 0..<500 as Range<UInt64> {
      var generator = DocumentGenerator(seed: seed)
      let expected = generator.document()
      let (node, sink) = parse(generator.bytes)
      let source = String(decoding: generator.bytes, as: UTF8.self)
      guard let node else { return XCTFail("seed \(seed):\n\(source)\n\(rendered(sink))") }
      XCTAssertEqual(codes(sink), [], "seed \(seed)")
      if let difference = difference(node, expected) { return XCTFail("seed \(seed): \(difference)\n\(source)\n\(dump(node))") }
    }
  }

  private func difference(_ node: YAMLNode, _ expected: ExpectedNode) -> String? {
    guard node.range.start == expected.range.lowerBound, node.range.end == expected.range.upperBound else {
      return "range \(node.range.start)..<\(node.range.end), expected \(expected.range)"
    }
    switch (node.content, expected) {
    case (.scalar(let text, let plain), .scalar(let wanted, let wantedPlain, _)):
      return text == wanted && plain == wantedPlain ? nil : "text \(text.debugDescription), expected \(wanted.debugDescription)"
    case (.sequence(let items), .sequence(let wanted, _)):
      guard items.count == wanted.count else { return "\(items.count) items, expected \(wanted.count)" }
      return zip(items, wanted).lazy.compactMap { self.difference($0, $1) }.first
    case (.mapping(let entries), .mapping(let wanted, _)):
      guard entries.count == wanted.count else { return "\(entries.count) entries, expected \(wanted.count)" }
      for (entry, want) in zip(entries, wanted) {
        guard entry.key.value == want.key, entry.key.range.start == want.keyRange.lowerBound,
          entry.key.range.end == want.keyRange.upperBound
        else {
          return "key \(entry.key.value) at \(entry.key.range.start)..<\(entry.key.range.end), expected \(want.key) at \(want.keyRange)"
        }
        if let difference = difference(entry.value, want.value) { return difference }
      }
      return nil
    default: return "another kind of node"
    }
  }

  /// Broken copies of stacks never crash or hang the parser, keep all ranges in the file and never lose both tree and error.
  func testMutatedStacks() {
    let tokens = [
      "\t", "\n", "\r\n", "\r", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "<<: *a", "!t ", "|\n", ">-\n", "\"", "'", "#", " #", "---\n",
      "...\n", "%YAML 1.2\n", "? ", "\\", "\u{0}", "\u{2028}", "é", "\u{FEFF}", "@", "`", ",",
    ].map { Array($0.utf8) }
    var random = SeededGenerator(seed: 42)
    for round in 0..<2_000 {
      var bytes = Array(MutationSamples.all[round % MutationSamples.all.count].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.insert(contentsOf: tokens.randomElement(using: &random)!, at: place)
        case 1: bytes.removeSubrange(place..<end)
        case 2: if place < bytes.count { bytes[place] = UInt8.random(in: .min ... .max, using: &random) }
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        default: bytes.removeLast(bytes.count - place)
        }
      }
      let (_, sink) = parse(bytes)
      let text = rendered(sink)
      XCTAssertTrue(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "a control character in a report of round \(round)")
    }
  }
}

enum MutationSamples {
  static let all = [
    """
    version: 1
    name: shop
    release: 1.4.0
    network: { pool: 10.89.0.0/20 }

    x-limits: &limits
      memory: 256Mi
      cpus: 0.5

    services:
      web:
        tier: frontend
        runtime: nginx   # the front door
        publish: ["127.0.0.1:8080", 8081]
        routes:
          /: { files: html }
          /api/: { to: api, rate_limit: 20r/s }
        headers:
          Content-Security-Policy: "default-src 'self'; img-src 'self' https://cdn.example"
          X-Nothing: null
      api:
        tier: api
        runtime: node
        command: [node, 'app.js']
        env:
          GREETING: |
            hello
            world
          FOLDED: >-
            one
            line
        resources:
          <<: *limits
          pids: 128
    """,
    "- &a {k: [1, 2, {x: y}]}\n- *a\n- {<<: *a, z: \"\\u263A\"}\n- 'größer'\n-\n  - b\n  - c: d\n    e: f\n",
    "a: \"multi\n  line\"\r\nb: 'x''y'\r\n? complex\r\n: value\r\nc: [a: b, \"c\": [d]]\r\n",
  ]
}
