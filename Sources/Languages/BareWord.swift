/// A word that stands bare in any of the languages (an image, a stage, a path, a profile): letters, digits and `._/:@+-` only,
/// so that it needs no quoting and can't be read as anything else.
public struct BareWord: Sendable, Hashable, CustomStringConvertible {
  public let description: String

  /// nil where a character would need quoting, or the word is empty or begins with `-` or `#`.
  public init?(_ text: String) {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.allSatisfy(Self.isSafe) else { return nil }
    description = text
  }

  public init(literal: StaticString) {
    guard let word = BareWord(literal.description) else { preconditionFailure("not a bare word: \(literal)") }
    self = word
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
