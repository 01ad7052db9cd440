extension ShellScript {
  /// `#!/bin/sh`, the header's comment lines, a blank line, the statements.
  public func print(into output: inout Output) {
    output.write("#!/bin/sh\n")
    for line in header { output.comment(line) }
    if !statements.isEmpty { output.newline() }
    for statement in statements { statement.print(into: &output, indent: 0) }
  }
}

extension ShellStatement {
  func print(into output: inout Output, indent: Int) {
    switch self {
    case .comment(let text): output.comment(text, indent: indent)
    case .blank: output.newline()
    case .assign(let name, let word):
      output.spaces(indent)
      output.write(name.text)
      output.write(byte: UInt8(ascii: "="))
      word.print(into: &output, place: .value)
      output.newline()
    case .command(let command):
      output.spaces(indent)
      command.print(into: &output, indent: indent)
      output.newline()
    case .pipeline(let commands): Self.printPipeline(commands, into: &output, indent: indent)
    case .function(let name, let body):
      output.spaces(indent)
      output.write(name.text)
      output.write("() {\n")
      for statement in body { statement.print(into: &output, indent: indent + 2) }
      if !body.contains(where: \.runs) {
        output.spaces(indent + 2)
        output.write(":\n")
      }
      output.spaces(indent)
      output.write("}\n")
    case .code(let code):
      output.write(literal: code)
      if output.bytes.last != UInt8(ascii: "\n") { output.newline() }
    }
  }

  /// A function of comments alone is a syntax error.
  private var runs: Bool {
    switch self {
    case .comment, .blank: false
    default: true
    }
  }

  private static func printPipeline(_ commands: [ShellCommand], into output: inout Output, indent: Int) {
    precondition(!commands.isEmpty, "an empty pipeline is no shell")
    let printed = commands.map { PrintedCommand($0) }
    let width = printed.reduce(indent - 3) { $0 + $1.width + 3 }
    let oneLine = width <= PrintedCommand.lineWidth
    output.spaces(indent)
    for (index, command) in printed.enumerated() {
      if index > 0 {
        output.write(oneLine ? " | " : " |\n")
        if !oneLine { output.spaces(indent + 2) }
      }
      command.print(into: &output, indent: index > 0 ? indent + 2 : indent, continuation: 2)
    }
    output.newline()
  }
}

extension ShellCommand {
  /// One line where it fits, else the command's leading words, then one word or one option with its value a line.
  /// Lines of quoted text with line breaks in it are never indented: the breaks are the value's own.
  func print(into output: inout Output, indent: Int, continuation: Int = 2) {
    PrintedCommand(self).print(into: &output, indent: indent, continuation: continuation)
  }
}

/// A command's words as they will stand, so that each is quoted once, whatever the layout.
private struct PrintedCommand {
  static let lineWidth = 100

  private let words: [ShellWord]
  private var text = Output()
  private var ends: [Int] = []

  init(_ command: ShellCommand) {
    precondition(!command.words.isEmpty, "an empty command is no shell")
    words = command.words
    ends.reserveCapacity(words.count)
    for (index, word) in words.enumerated() {
      word.print(into: &text, place: index == 0 ? .command : .argument)
      ends.append(text.bytes.count)
    }
  }

  var width: Int { text.bytes.count + words.count - 1 }

  func print(into output: inout Output, indent: Int, continuation: Int) {
    let breaks = indent + width > Self.lineWidth
    // The words before the first option stay with the command: `docker create`.
    let head = breaks ? min(words.firstIndex(where: \.isOption) ?? 1, 3) : words.count
    var start = 0
    for (index, end) in ends.enumerated() {
      if index > 0 {
        let isValue = !words[index].isOption && words[index - 1].isOption
        if index < head || isValue {
          output.write(byte: UInt8(ascii: " "))
        } else {
          output.write(" \\\n")
          output.spaces(indent + continuation)
        }
      }
      output.write(contentsOf: text.bytes[start..<end])
      start = end
    }
  }
}

extension ShellWord {
  var isOption: Bool {
    switch self {
    case .text(let text): text.utf8.first == UInt8(ascii: "-") && text.utf8.count > 1
    case .joined(let parts): parts.first?.isOption ?? false
    case .variable, .source: false
    }
  }

  func print(into output: inout Output, place: ShellQuoting.Place) {
    switch self {
    case .text(let text): ShellQuoting.quote(text, place: place, into: &output)
    case .variable(let name):
      output.write("\"$")
      output.write(name.text)
      output.write("\"")
    case .source(let code): output.write(literal: code)
    case .joined: printJoined(into: &output, place: place)
    }
  }

  /// Text and variables share one pair of quotes: `"$here/web/Dockerfile"`; only `source` stands outside.
  private func printJoined(into output: inout Output, place: ShellQuoting.Place) {
    let parts = Self.flatten(self)
    if parts.isEmpty { return output.write("''") }
    if case .text(let text) = parts[0], parts.count == 1 { return ShellQuoting.quote(text, place: place, into: &output) }
    var segment = ShellQuoting.Segment()
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        let isAlone = !Self.isQuoted(parts, index - 1) && !Self.isQuoted(parts, index + 1)
        if isAlone, ShellQuoting.isBare(text, place: place == .value || index > 0 ? .argument : place) {
          segment.close(into: &output)
          output.write(text)
        } else {
          segment.append(text, into: &output)
        }
      case .variable(let name): segment.append(name, braces: Self.prolongs(parts, index + 1), into: &output)
      case .source(let code): segment.append(source: code, into: &output)
      case .joined: preconditionFailure("flattened")
      }
    }
    segment.close(into: &output)
  }

  private static func flatten(_ word: ShellWord) -> [ShellWord] {
    guard case .joined(let parts) = word else { return [word] }
    var flat: [ShellWord] = []
    for part in parts.flatMap(flatten) {
      if case .text(let text) = part {
        if text.isEmpty { continue }
        if case .text(let before)? = flat.last {
          flat[flat.count - 1] = .text(before + text)
          continue
        }
      }
      flat.append(part)
    }
    return flat
  }

  private static func isQuoted(_ parts: [ShellWord], _ index: Int) -> Bool {
    guard parts.indices.contains(index), case .variable = parts[index] else { return false }
    return true
  }

  private static func prolongs(_ parts: [ShellWord], _ index: Int) -> Bool {
    guard parts.indices.contains(index), case .text(let text) = parts[index], let next = text.utf8.first else { return false }
    switch next {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "["), 0x80...0xFF:
      return true
    default: return false
    }
  }
}
