import Languages
import XCTest

/// SplitMix64: the same hostile values on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

enum Hostile {
  static let atoms = [
    "'", "\"", "`", "\\", "$", "#", ";", "{", "}", "[", "]", "(", ")", "<", ">", "|", "&", "*", "?", "~", "!", "%", "^", "=", "+", "-", "_",
    ".", ",", ":", "/", "@", " ", "\t", "\n", "\r", "a", "Z", "0", "${", "$(", "\\\n", "\\\"", "\\$", " #", ": ", "- ", "``", "--",
    "<!-- -->",
    "é", "日", "🎉", "\u{301}", "\u{202E}", "\u{2028}", "\u{2029}", "\u{85}", "\u{FEFF}", "\u{A0}", "“", "”", "‘", "’", "\u{7F}", "\u{1}",
    "\u{1B}", "if", "true", "مرحبا", "\u{FFFE}", "%s", "\\n", "://", "RUN ",
  ]

  static func values(_ count: Int, seed: UInt64 = 20_261_126, huge: Bool = true) -> [String] {
    var dice = Dice(seed: seed)
    var values = ["", " ", "a", "\\", "\"", "'", "$", "${dollar}", "~/x", "a\\", "a b\\", "\n", "a\n\n", "no", "null", "\u{301}"]
    if huge { values += [String(repeating: "x", count: 65_536), String(repeating: "\\\"$`'\n", count: 10_923)] }
    for _ in 0..<count {
      values.append((0..<Int.random(in: 1...14, using: &dice)).map { _ in atoms.randomElement(using: &dice)! }.joined())
    }
    return values
  }
}

extension Printable {
  var text: String { String(decoding: printed, as: UTF8.self) }
}

/// Compares line by line where it matters, so that a failure shows the text and not two byte arrays.
func assertPrints(_ tree: some Printable, _ expected: String, file: StaticString = #filePath, line: UInt = #line) {
  XCTAssertEqual(tree.text, expected, file: file, line: line)
  XCTAssertEqual(tree.printed, Array(expected.utf8), file: file, line: line)
}
