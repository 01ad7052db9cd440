/// An absolute path inside a container: `/` and components without NUL, control characters, `.`, `..` or empty parts;
/// letters, digits and `._-+@` only, so that it means itself in every emitted language and mount option.
public struct AbsolutePath: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count > 1, text.utf8.count <= 255 else { return nil }
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    let parts = trimmed.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard !parts.isEmpty, parts.allSatisfy({ Self.isComponent($0) }) else { return nil }
    description = trimmed
  }

  public init(literal: StaticString) {
    guard let path = AbsolutePath(literal.description) else { preconditionFailure("not an absolute path: \(literal)") }
    self = path
  }

  /// Whether this path is the other one or lies below it.
  public func isWithin(_ other: AbsolutePath) -> Bool {
    description == other.description || description.hasPrefix(other.description + "/")
  }

  private static func isComponent(_ bytes: some Collection<UInt8>) -> Bool {
    let text = Array(bytes)
    guard !text.isEmpty, text != [UInt8(ascii: ".")], text != [UInt8(ascii: "."), UInt8(ascii: ".")] else { return false }
    return text.allSatisfy {
      NameGrammar.isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "@")
    }
  }
}

/// A path under the stack file's directory, normalised: no `.`, no `..`, no empty part; "." is the directory itself.
/// Any text but control characters: it is only ever used as a quoted word.
public struct RelativePath: Hashable, Sendable, CustomStringConvertible {
  /// `.` or `a/b`.
  public let description: String

  public enum Failure: Error, Sendable {
    case malformed
    /// Absolute, or climbs out by `..`.
    case outside
  }

  public init(_ text: String) throws(Failure) {
    guard !text.isEmpty, text.utf8.count <= 1024, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .malformed }
    guard text.utf8.first != UInt8(ascii: "/") else { throw .outside }
    var parts: [Substring] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      guard part != ".." else { throw .outside }
      parts.append(part)
    }
    description = parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  public func appending(_ other: RelativePath) -> RelativePath {
    if other.description == "." { return self }
    return RelativePath(normalised: description == "." ? other.description : description + "/" + other.description)
  }

  private init(normalised text: String) { description = text }

  public var components: [Substring] { description == "." ? [] : description.split(separator: "/") }
}

/// Where a secret's file lies on the host: relative to the stack file, or absolute.
public enum SecretFile: Hashable, Sendable {
  case relative(RelativePath)
  /// Any absolute path without control characters.
  case absolute(String)
}
