/// An image reference with a fixed version: `[registry[:port]/]path[:tag][@sha256:…]`, by the grammar of
/// distribution/reference (github.com/distribution/reference, regexp.go). Always has a tag that isn't `latest`, or a digest.
public struct ImageReference: Hashable, Sendable, CustomStringConvertible {
  /// Registry and repository as written: `node`, `registry.example:5000/team/app`.
  public let repository: String
  public let tag: String?
  /// `sha256:` and 64 hex digits.
  public let digest: String?

  public enum Failure: Error, Sendable {
    /// Outside the grammar.
    case malformed
    /// Neither tag nor digest, or `latest`.
    case noVersion
  }

  public init(_ text: String) throws(Failure) {
    var rest = Substring(text)
    var digest: String?
    if let at = rest.firstIndex(of: "@") {
      let value = String(rest[rest.index(after: at)...])
      guard Self.isDigest(value) else { throw .malformed }
      digest = value
      rest = rest[..<at]
    }
    var tag: String?
    let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
    if let colon = rest[lastSlash...].lastIndex(of: ":") {
      guard let value = Self.tag(String(rest[rest.index(after: colon)...])) else { throw .malformed }
      tag = value
      rest = rest[..<colon]
    }
    guard Self.isRepository(String(rest)) else { throw .malformed }
    guard tag != "latest", tag != nil || digest != nil else { throw .noVersion }
    repository = String(rest)
    self.tag = tag
    self.digest = digest
  }

  /// A catalog's reference; the text is ours.
  public init(repository: StaticString, tag: String) {
    self.repository = repository.description
    self.tag = tag
    digest = nil
  }

  public var description: String { repository + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "") }

  /// The reference with Docker Hub's implied host and namespace: `node` is `docker.io/library/node`.
  public var fullRepository: String {
    let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost" { return repository }
    return parts.count == 1 ? "docker.io/library/" + repository : "docker.io/" + repository
  }

  static func tag(_ text: String) -> String? {
    guard let first = text.utf8.first, (1...128).contains(text.utf8.count) else { return nil }
    guard NameGrammar.isAlphanumeric(first) || first == UInt8(ascii: "_") else { return nil }
    let rest = text.utf8.allSatisfy {
      NameGrammar.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    return rest ? text : nil
  }

  static func isDigest(_ text: String) -> Bool {
    guard text.hasPrefix("sha256:") else { return false }
    let hex = text.utf8.dropFirst(7)
    return hex.count == 64
      && hex.allSatisfy { NameGrammar.isDigit($0) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f")) }
  }

  /// `[host[:port]/]component(/component)*`, at most 255 bytes.
  static func isRepository(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 255 else { return false }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 1, parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost" {
      guard isHost(parts.removeFirst()) else { return false }
    }
    return !parts.isEmpty && parts.allSatisfy(isComponent)
  }

  static func isHost(_ text: String) -> Bool {
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count <= 2, let name = pieces.first, !name.isEmpty else { return false }
    if pieces.count == 2 {
      guard (1...5).contains(pieces[1].utf8.count), pieces[1].utf8.allSatisfy(NameGrammar.isDigit), let port = Int(pieces[1]),
        (1...65535).contains(port)
      else { return false }
    }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.utf8.first, let last = label.utf8.last else { return false }
      return NameGrammar.isAlphanumeric(first) && NameGrammar.isAlphanumeric(last)
        && label.utf8.allSatisfy { NameGrammar.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// Lower-case letters and digits, separated by `.`, `_`, `__` or dashes.
  private static func isComponent(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isWord(_ byte: UInt8) -> Bool { NameGrammar.isLower(byte) || NameGrammar.isDigit(byte) }
    guard let first = bytes.first, let last = bytes.last, isWord(first), isWord(last) else { return false }
    var index = 0
    while index < bytes.count {
      if isWord(bytes[index]) {
        index += 1
        continue
      }
      let separator = bytes[index]
      var end = index
      while end < bytes.count, bytes[end] == separator { end += 1 }
      let length = end - index
      switch separator {
      case UInt8(ascii: "."): guard length == 1 else { return false }
      case UInt8(ascii: "_"): guard length <= 2 else { return false }
      case UInt8(ascii: "-"): break
      default: return false
      }
      guard end < bytes.count, isWord(bytes[end]) else { return false }
      index = end
    }
    return true
  }
}

/// Prefix of built images: a registry host and, usually, a path: `registry.acme.example/shop`.
public struct RegistryPrefix: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    // A prefix may be a bare host too, so the host rule is tried on its own.
    guard ImageReference.isRepository(text) || (ImageReference.isHost(text) && text.contains(".")) else { return nil }
    guard text.utf8.count <= 180 else { return nil }
    description = text
  }
}
