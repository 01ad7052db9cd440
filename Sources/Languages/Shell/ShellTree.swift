/// One word of a POSIX shell command.
public enum ShellWord: Sendable, ExpressibleByStringLiteral {
  /// Any text but NUL; printed bare when that is safe, else quoted: the shell sees exactly this value as one word.
  case text(String)
  /// `"$name"`: always quoted, never split or globbed.
  case variable(ShellName)
  /// Parts joined into one word: `"$here"/web/Dockerfile`, `source=…`.
  case joined([ShellWord])
  /// Shell source of ours, printed as it is, for what quoting can't say: `"$@"`, `"$(id -u)"`. A StaticString can hold no user value.
  case source(StaticString)

  public init(stringLiteral value: String) { self = .text(value) }
}

/// A variable or function name: `[a-zA-Z_][a-zA-Z0-9_]*`.
public struct ShellName: Sendable, Hashable, ExpressibleByStringLiteral {
  public let text: String
  public init?(_ text: String) {
    guard let first = text.utf8.first, Self.isStart(first), text.utf8.dropFirst().allSatisfy({ Self.isStart($0) || Self.isDigit($0) })
    else { return nil }
    self.text = text
  }
  public init(stringLiteral value: StaticString) {
    guard let name = ShellName(value.description) else { preconditionFailure("not a shell name: \(value)") }
    self = name
  }
  private static func isStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

/// A simple command: words, the first of which is what runs. Printed on one line, or with one option a line and `\` where it is long.
public struct ShellCommand: Sendable {
  public var words: [ShellWord]
  public init(_ words: [ShellWord]) { self.words = words }
  public init(_ words: ShellWord...) { self.words = words }
}

/// A POSIX sh script.
public struct ShellScript: Printable {
  /// Comment lines under `#!/bin/sh`.
  public var header: [CommentText]
  public var statements: [ShellStatement]
  public init(header: [CommentText], _ statements: [ShellStatement]) {
    self.header = header
    self.statements = statements
  }
}

public indirect enum ShellStatement: Sendable {
  case comment(CommentText)
  case blank
  /// `name=value`
  case assign(ShellName, ShellWord)
  case command(ShellCommand)
  /// `a | b`
  case pipeline([ShellCommand])
  /// `name() {⏎ … ⏎}`
  case function(ShellName, [ShellStatement])
  /// Fixed shell code of ours, any number of lines, printed as it is. StaticString: no value can be interpolated into it.
  case code(StaticString)
}
