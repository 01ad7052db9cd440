extension YAMLValue {
  /// The value as a document, in block style, two spaces a level.
  public func print(into output: inout Output) {
    switch self {
    case .mapping(let members) where !members.isEmpty: Self.print(members, into: &output, indent: 0, startsInLine: false)
    case .sequence(let items) where !items.isEmpty: Self.print(items, into: &output, indent: 0)
    default:
      printInline(into: &output, indent: 2, beside: nil)
    }
  }

  /// What follows `key:` or `-` on its line, up to and with the line break; false where the value needs lines of its own.
  private func printInline(into output: inout Output, indent: Int, beside: CommentText?) {
    switch self {
    case .bool(let value): output.write(value ? "true" : "false")
    case .integer(let value): output.write(value.description)
    case .string(let text): Self.quote(text, into: &output)
    case .sequence: output.write("[]")
    case .mapping: output.write("{}")
    case .block(let text):
      guard Self.fitsBlock(text) else {
        Self.quote(text, into: &output)
        break
      }
      return Self.printBlock(text, into: &output, indent: indent, beside: beside)
    }
    Self.endLine(beside, into: &output)
  }

  private static func endLine(_ beside: CommentText?, into output: inout Output) {
    if let beside, !beside.text.isEmpty {
      output.write(" # ")
      output.write(beside.text)
    }
    output.newline()
  }

  private var isNested: Bool {
    switch self {
    case .sequence(let items): !items.isEmpty
    case .mapping(let members): !members.isEmpty
    default: false
    }
  }

  /// `startsInLine`: the first key follows `- ` on a line already begun.
  static func print(_ members: [YAMLMember], into output: inout Output, indent: Int, startsInLine: Bool, spaced: Bool = false) {
    assert(Set(members.map(\.key)).count == members.count, "duplicate key in YAML mapping")
    var begun = startsInLine
    for (index, member) in members.enumerated() {
      if spaced, index > 0, member.value.isNested || members[index - 1].value.isNested || !member.above.isEmpty { output.newline() }
      for line in member.above {
        precondition(!begun, "no comment fits between a dash and its key")
        output.comment(line, indent: indent)
      }
      if !begun { output.spaces(indent) }
      begun = false
      printKey(member.key, into: &output)
      output.write(byte: UInt8(ascii: ":"))
      switch member.value {
      case .sequence(let items) where !items.isEmpty:
        endLine(member.beside, into: &output)
        print(items, into: &output, indent: indent + 2)
      case .mapping(let children) where !children.isEmpty:
        endLine(member.beside, into: &output)
        print(children, into: &output, indent: indent + 2, startsInLine: false)
      default:
        output.write(byte: UInt8(ascii: " "))
        member.value.printInline(into: &output, indent: indent + 2, beside: member.beside)
      }
    }
  }

  private static func print(_ items: [YAMLValue], into output: inout Output, indent: Int) {
    for item in items {
      if case .mapping(let members) = item, let first = members.first {
        for line in first.above { output.comment(line, indent: indent) }
        output.spaces(indent)
        output.write("- ")
        var members = members
        members[0].above = []
        print(members, into: &output, indent: indent + 2, startsInLine: true)
      } else if case .sequence(let children) = item, !children.isEmpty {
        output.spaces(indent)
        output.write("-\n")
        print(children, into: &output, indent: indent + 2)
      } else {
        output.spaces(indent)
        output.write("- ")
        item.printInline(into: &output, indent: indent + 2, beside: nil)
      }
    }
  }

  /// A key is a simple key: one line of at most 1024 characters (YAML 1.2.2, 7.4.2).
  private static func printKey(_ key: String, into output: inout Output) {
    let start = output.bytes.count
    quote(key, into: &output)
    precondition(output.bytes.count - start <= 1024, "a YAML key has at most 1024 characters")
  }

  /// `|` where the text ends in one line break, `|-` in none, `|+` in several; with an indentation indicator where the first line
  /// would not show the indentation.
  private static func printBlock(_ text: String, into output: inout Output, indent: Int, beside: CommentText?) {
    let bytes = Array(text.utf8)
    let lineFeed = UInt8(ascii: "\n")
    output.write("|")
    if bytes.first == UInt8(ascii: " ") || bytes.first == lineFeed { output.write("2") }
    let breaks = bytes.reversed().prefix { $0 == lineFeed }.count
    if breaks == 0 { output.write("-") } else if breaks > 1 { output.write("+") }
    endLine(beside, into: &output)
    var startsLine = true
    for byte in bytes {
      if startsLine, byte != lineFeed { output.spaces(indent) }
      output.write(byte: byte)
      startsLine = byte == lineFeed
    }
    if breaks == 0 { output.newline() }
  }
}

extension YAMLDocumentTree {
  /// The header's comment lines, a blank line, the members with blank lines between sections.
  public func print(into output: inout Output) {
    for line in header { output.comment(line) }
    if !header.isEmpty { output.newline() }
    if members.isEmpty { return output.write("{}\n") }
    YAMLValue.print(members, into: &output, indent: 0, startsInLine: false, spaced: true)
  }
}
