import Diagnostics
import YAMLSyntax

extension StackDecoder {
  /// A list (exec form), or one string split on white space; never a shell's.
  mutating func decodeCommand(_ field: Field) -> Located<[String]>? {
    switch field.node.content {
    case .sequence(let items):
      var words: [String] = []
      var room = dockerfileLine
      for item in items {
        guard let word = text(item, "a word of \(field.name)", example: field.key.corrected), checkArgument(word, field.name),
          checkRoom(word, field.name, &room)
        else { return nil }
        words.append(word.value)
      }
      return checkProgram(words, field)
    case .scalar(let text, _): return splitCommand(Located(text, at: field.node.range), field)
    case .mapping:
      reportType(field.node, field.name, wanted: "a list or text", example: field.key.corrected)
      return nil
    }
  }

  private mutating func splitCommand(_ value: Located<String>, _ field: Field) -> Located<[String]>? {
    var room = dockerfileLine
    guard checkArgument(value, field.name), checkRoom(value, field.name, &room) else { return nil }
    if let quote = value.value.utf8.first(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }) {
      report(
        .shellSyntax, "\(field.name) has a quote (\(quote == UInt8(ascii: "'") ? "'" : "\"")) but no shell reads it", at: value.range,
        because: "a string is split on spaces alone, the quote would reach the program",
        write: "\(field.name): a list, [program, \"one argument\"]")
      return nil
    }
    let words = value.value.utf8.split { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }.map { String(Substring($0)) }
    if let symbol = words.first(where: { ["&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1"].contains($0) }) {
      report(
        .shellSyntax, as: .warning, "\(field.name) hands '\(symbol)' to the program, no shell reads it", at: value.range,
        because: "a string is split on spaces alone", write: "\(field.name): [sh, -c, …] if a shell is meant")
    }
    return checkProgram(words, field)
  }

  private mutating func checkProgram(_ words: [String], _ field: Field) -> Located<[String]>? {
    guard let program = words.first, !program.isEmpty else {
      report(
        .wrongType, "\(field.name) names no program", at: field.node.range, because: "there is nothing to run", write: field.key.corrected)
      return nil
    }
    return Located(words, at: field.node.range)
  }

  /// NUL ends a C string; Linux takes no argument or variable over 128 KiB (MAX_ARG_STRLEN, include/uapi/linux/binfmts.h).
  mutating func checkArgument(_ value: Located<String>, _ what: @autoclosure () -> String, prefix: Int = 0) -> Bool {
    if value.value.utf8.contains(0) {
      report(
        .invalidText, "\(what()) holds a NUL", at: value.range, because: "a program's arguments and environment end at the first NUL",
        write: "text without \\0")
      return false
    }
    if value.value.utf8.count + prefix >= 131_072 {
      report(
        .invalidText, "\(what()) is longer than 128 KiB", at: value.range, because: "the kernel starts no program with it (MAX_ARG_STRLEN)",
        write: "a file in the source, or a secret")
      return false
    }
    return true
  }

  /// Commands stand in the Dockerfile as a JSON list on one line, which Docker reads up to 65,535 bytes (bufio.MaxScanTokenSize);
  /// the rest is for the instruction itself.
  private var dockerfileLine: Int { 65_000 }

  /// Takes what a word may need at most, as JSON, from the room that is left.
  private mutating func checkRoom(_ word: Located<String>, _ what: String, _ room: inout Int) -> Bool {
    // Its quotes, a comma and a space; a split string has as many words as it can have spaces.
    room -= 4
    for byte in word.value.utf8 {
      switch byte {
      case 0x08, 0x0A, 0x0C, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "\\"): room -= 2
      case 0x09, 0x20: room -= 4
      // Controls, and characters that some reader takes for a line break, are written `\u1234`.
      case 0..<0x20, 0x7F, 0xC2, 0xE2, 0xEF: room -= 6
      default: room -= 1
      }
    }
    guard room < 0 else { return true }
    report(
      .invalidText, "\(what) is too long for a Dockerfile", at: word.range,
      because: "Docker reads no line over 65535 bytes, in which quotes and controls take more than one",
      write: "a script in the source, run by a short command")
    return false
  }

  mutating func decodeBuild(_ field: Field) -> BuildSpec? {
    guard let fields = fields(field.node, ServiceKeys.build, example: field.key.corrected) else { return nil }
    let run = fields["run"].flatMap { decodeBuildRun($0) }
    let output = fields["output"].flatMap { relativePath($0) }
    guard let run, let output else { return nil }
    return BuildSpec(run: run, output: output)
  }

  /// Shell text only: a list could mean words of one command or several commands.
  private mutating func decodeBuildRun(_ field: Field) -> Located<String>? {
    var room = dockerfileLine
    guard let value = text(field), checkArgument(value, "run"), checkRoom(value, "run", &room) else { return nil }
    guard value.value.utf8.contains(where: { $0 > 0x20 }) else {
      report(
        .invalidText, "run is empty", at: value.range, because: "a build that runs nothing makes no output", write: field.key.corrected)
      return nil
    }
    return value
  }
}
