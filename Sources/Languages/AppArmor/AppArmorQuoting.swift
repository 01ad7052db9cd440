extension AppArmorPath {
  /// Linux's own limit for a path with its NUL (PATH_MAX); it also keeps an escaped path in apparmor_parser's 16 KiB token buffer.
  public static let longestPath = 4096

  /// AppArmor's one quoting function: a path as apparmor_parser reads it twice, first as a token (processunquoted in
  /// parser_misc.c: C escapes and octal), then as a pattern (convert_aaregex_to_pcre in parser_regex.c). Metacharacters get a
  /// backslash, which the first pass leaves to the second; `"`, `\` and controls are octal, for which both agree.
  /// `suffix` is pattern text of ours after the path.
  static func quote(_ path: String, suffix: String = "", into output: inout Output) {
    precondition(path.utf8.first == UInt8(ascii: "/"), "a profile path is absolute")
    precondition(path.utf8.count < longestPath, "a path has at most 4095 bytes")
    let bare = path.utf8.allSatisfy(isSafe)
    if bare {
      output.write(path)
      return output.write(suffix)
    }
    output.write(byte: UInt8(ascii: "\""))
    for byte in path.utf8 {
      switch byte {
      case 0: preconditionFailure("a path holds no NUL")
      case UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "^"),
        UInt8(ascii: ","):
        output.write(byte: UInt8(ascii: "\\"))
        output.write(byte: byte)
      // The second pass hands an escaped `?` bare to the expression engine, where it makes the character before it optional
      // (3.0.8 and 4.1.0); in a class it is literal.
      case UInt8(ascii: "?"): output.write("[\\?]")
      case 1...0x1F, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.write(byte: UInt8(ascii: "\\"))
        for shift in [6, 3, 0] as [UInt8] { output.write(byte: UInt8(ascii: "0") + (byte >> shift & 7)) }
      default: output.write(byte: byte)
      }
    }
    output.write(suffix)
    output.write(byte: UInt8(ascii: "\""))
  }

  func print(into output: inout Output) {
    switch self {
    case .path(let path): Self.quote(path, into: &output)
    case .tree(let path): Self.quote(Self.withOneSlash(path), suffix: "{,**}", into: &output)
    case .children(let path): Self.quote(Self.withOneSlash(path), suffix: "*", into: &output)
    case .pattern(let pattern): output.write(literal: pattern)
    }
  }

  /// The directory with exactly one slash at its end.
  private static func withOneSlash(_ path: String) -> String {
    var end = path.utf8.endIndex
    while end > path.startIndex, path.utf8[path.utf8.index(before: end)] == UInt8(ascii: "/") { end = path.utf8.index(before: end) }
    return String(path[..<end]) + "/"
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
