/// One word of a POSIX shell command.
public enum ShellWord: Sendable, ExpressibleByStringLiteral {
  /// Any text but NUL (a precondition); printed bare when that is safe, else quoted: the shell sees exactly this value as one word.
  /// A word that begins with `-` stays what the command makes of it. Example: `"it's \$5"`
  case text(String)
  /// Always quoted, never split or globbed. Example: `"$name"`
  case variable(ShellName)
  /// Parts joined into one word; text and variables share one pair of quotes. Example: `"$here/web/Dockerfile"`
  case joined([ShellWord])
  /// Shell source of ours, printed as it is, for what quoting can't say; a StaticString can hold no user value.
  /// Example: `"$(id -u)"`
  case source(StaticString)

  public init(stringLiteral value: String) { self = .text(value) }
}

/// A variable or function name: `[a-zA-Z_][a-zA-Z0-9_]*`; nil for any other text, and a literal that is none stops the program.
/// Example: `here`
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

/// A simple command: words, the first of which is what runs. Printed on one line, or where that takes more than
/// 100 columns with one word, or one option and its value, a line. A word that begins with `-` is an option, and the word after it
/// its value unless that is an option too. Example: `docker rm --force "$name"`
public struct ShellCommand: Sendable {
  public var words: [ShellWord]
  public init(_ words: [ShellWord]) { self.words = words }
  public init(_ words: ShellWord...) { self.words = words }
}

/// A POSIX sh script. Example: `#!/bin/sh`, the header as comments, a blank line, the statements.
public struct ShellScript: Printable {
  /// Comment lines under `#!/bin/sh`.
  public var header: [CommentText]
  public var statements: [ShellStatement]
  public init(header: [CommentText], _ statements: [ShellStatement]) {
    self.header = header
    self.statements = statements
  }
}

public enum ShellStatement: Sendable {
  /// `# why`
  case comment(CommentText)
  /// An empty line.
  case blank
  /// `name="value"`; numbers and paths stand bare.
  case assign(ShellName, ShellWord)
  /// `docker network rm frontend`
  case command(ShellCommand)
  /// `tar -c . | docker build -`; where it is long, one command a line.
  case pipeline([ShellCommand])
  /// `name() {⏎  …⏎}`; a body without commands gets `:`.
  case function(ShellName, [ShellStatement])
  /// Fixed shell code of ours, any number of lines, printed as it is, unindented also in a function; a StaticString can hold no
  /// user value. Example: `set -eu`
  case code(StaticString)
}
