/// What the stack file's rule calls a credential: by the variable's name, or by what the value looks like. nil is none.
func credentialKind(name: String, value: String) -> String? {
  let upper = name.utf8.map { NameGrammar.isLower($0) ? $0 - 32 : $0 }
  if !upper.hasTail("_FILE") {
    for word in credentialWords where upper.holds(word) { return "a credential (the name says \(String(decoding: word, as: UTF8.self)))" }
  }
  // Neither a key block nor a URL is shorter.
  guard value.utf8.count >= 6 else { return nil }
  let bytes = Array(value.utf8)
  if holdsPrivateKey(bytes) { return "a private key" }
  if holdsURLWithPassword(bytes) { return "a URL with a password" }
  return nil
}

private let credentialWords: [[UInt8]] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "PRIVATE_KEY"].map { Array($0.utf8) }

/// `-----BEGIN … PRIVATE KEY-----` (RFC 7468), wherever it begins.
private func holdsPrivateKey(_ bytes: [UInt8]) -> Bool {
  var start = 0
  while let begin = bytes.firstPlace(of: "-----BEGIN ", from: start) {
    var end = begin + 11
    while end < bytes.count, NameGrammar.isUpper(bytes[end]) || NameGrammar.isDigit(bytes[end]) || bytes[end] == 0x20 { end += 1 }
    if Array(bytes[begin + 10..<end]).hasTail(" PRIVATE KEY"), end < bytes.count, bytes[end] == UInt8(ascii: "-") { return true }
    start = begin + 11
  }
  return false
}

/// `scheme://user:password@host` (RFC 3986 3.2.1), wherever it begins; an empty password is none.
private func holdsURLWithPassword(_ bytes: [UInt8]) -> Bool {
  var start = 0
  while let mark = bytes.firstPlace(of: "://", from: start) {
    var end = mark + 3
    var colon: Int?
    var at: Int?
    scan: while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"): break scan
      case UInt8(ascii: ":") where colon == nil: colon = end
      case UInt8(ascii: "@"): at = end
      default: break
      }
      end += 1
    }
    if let colon, let at, colon + 1 < at { return true }
    start = mark + 3
  }
  return false
}

extension [UInt8] {
  /// The first place at or after `from` where the ASCII text stands.
  func firstPlace(of text: StaticString, from: Int) -> Int? {
    let wanted = Array(text.description.utf8)
    guard count >= wanted.count else { return nil }
    var index = from
    while index <= count - wanted.count {
      if self[index] == wanted[0], self[index..<index + wanted.count].elementsEqual(wanted) { return index }
      index += 1
    }
    return nil
  }

  func holds(_ wanted: [UInt8]) -> Bool {
    guard count >= wanted.count else { return false }
    return (0...count - wanted.count).contains { self[$0] == wanted[0] && self[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }

  func hasTail(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
