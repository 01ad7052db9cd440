/// The grammar every name of a stack follows: `[a-z][a-z0-9-]{0,30}`, no `--`, no `-` at the end.
/// It is inside what Docker, DNS labels (RFC 1123), AppArmor and every emitted language take bare.
enum NameGrammar {
  static func accepts(_ text: String) -> Bool {
    guard (1...31).contains(text.utf8.count), let first = text.utf8.first, isLower(first) else { return false }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      guard isLower(byte) || isDigit(byte) || byte == UInt8(ascii: "-") else { return false }
      if byte == UInt8(ascii: "-") && previous == UInt8(ascii: "-") { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "-")
  }
  static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
  static func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLower(byte) || isUpper(byte) || isDigit(byte) }
}

/// The stack's own name; it prefixes every container, network, volume and image.
public struct StackName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard NameGrammar.accepts(text) else { return nil }
    description = text
  }
}

/// A service; also its DNS name inside the stack.
public struct ServiceName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard NameGrammar.accepts(text) else { return nil }
    description = text
  }
}

/// A secret; also its file name under /run/secrets.
public struct SecretName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard NameGrammar.accepts(text) else { return nil }
    description = text
  }
}

/// A named volume, before the stack's prefix.
public struct VolumeName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard NameGrammar.accepts(text) else { return nil }
    description = text
  }
}

/// The tag of every image the stack builds: Docker's tag grammar `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`, never `latest`.
public struct ReleaseTag: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard let tag = ImageReference.tag(text), tag != "latest" else { return nil }
    description = tag
  }
}

/// The runtime's version as written: `24`, `1.30`, `3.14.0`: dotted numbers.
public struct RuntimeVersion: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count), parts.allSatisfy({ (1...6).contains($0.count) && $0.allSatisfy(NameGrammar.isDigit) }) else {
      return nil
    }
    description = text
  }
}
