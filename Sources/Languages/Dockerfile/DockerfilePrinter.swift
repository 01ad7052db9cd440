extension Dockerfile {
  public func print(into output: inout Output) {
    // Docker reads `# name=value` lines before anything else as directives (`# escape=`); a second `#` keeps a comment one.
    var head = true
    for instruction in instructions {
      if head, case .comment(let text) = instruction {
        output.comment(text, mark: text.text.utf8.contains(UInt8(ascii: "=")) ? "##" : "#")
      } else {
        head = false
        let start = output.bytes.count
        instruction.print(into: &output)
        DockerInstruction.checkLines(output.bytes[start...])
      }
    }
  }
}

extension DockerInstruction {
  /// Bytes of one physical line that BuildKit's line scanner takes (bufio.MaxScanTokenSize); a longer one is refused by it.
  public static let longestLine = 65_535

  static func checkLines(_ bytes: ArraySlice<UInt8>) {
    if bytes.count <= longestLine { return }
    var length = 0
    for byte in bytes {
      length = byte == UInt8(ascii: "\n") ? 0 : length + 1
      precondition(length < longestLine, "Docker refuses a line of 65535 bytes")
    }
  }

  func print(into output: inout Output) {
    switch self {
    case .comment(let text): return output.comment(text)
    case .blank: break
    case .from(let image, let stage):
      output.write("FROM \(image)")
      if let stage { output.write(" AS \(stage)") }
    case .workdir(let path): output.write("WORKDIR \(path)")
    case .copy(let from, let chown, let sources, let target):
      precondition(!sources.isEmpty, "COPY needs a source")
      output.write("COPY")
      if let from { output.write(" --from=\(from)") }
      if let chown { output.write(" --chown=\(chown)") }
      for source in sources { output.write(" \(source)") }
      output.write(" \(target)")
    case .run(let commands): Self.printRun(commands, into: &output)
    case .runExec(let words):
      precondition(!words.isEmpty, "RUN needs a command")
      output.write("RUN ")
      Self.vector(words, into: &output)
    case .env(let name, let value): Self.printPair("ENV", name, value, into: &output)
    case .label(let name, let value): Self.printPair("LABEL", name, value, into: &output)
    case .user(let uid, let gid): output.write("USER \(uid):\(gid)")
    case .expose(let port): output.write("EXPOSE \(port)")
    case .stopSignal(let signal): output.write("STOPSIGNAL \(signal)")
    case .healthcheck(let interval, let timeout, let startPeriod, let retries, let command):
      precondition(!command.isEmpty, "HEALTHCHECK needs a command")
      output.write("HEALTHCHECK --interval=\(interval)s --timeout=\(timeout)s")
      output.write(" --start-period=\(startPeriod)s --retries=\(retries) \\\n  CMD ")
      Self.vector(command, into: &output)
    case .noHealthcheck: output.write("HEALTHCHECK NONE")
    case .entrypoint(let words):
      output.write("ENTRYPOINT ")
      Self.vector(words, into: &output)
    case .cmd(let words):
      output.write("CMD ")
      Self.vector(words, into: &output)
    }
    output.newline()
  }

  private static func printPair(_ keyword: String, _ name: BareWord, _ value: String, into output: inout Output) {
    output.write("\(keyword) \(name)=")
    quote(value, into: &output)
  }

  /// One command a line. Each line ends in a word or in ` \`, and begins with `&&` or a word, so Docker sees neither a stray
  /// continuation nor a comment; a line break inside a word would end the instruction, and is the one thing RUN can't hold.
  private static func printRun(_ commands: [ShellCommand], into output: inout Output) {
    precondition(!commands.isEmpty, "RUN needs a command")
    output.write("RUN ")
    for (index, command) in commands.enumerated() {
      precondition(!command.words.contains(where: \.holdsLineBreak), "a line break in a RUN word: use runExec")
      if index > 0 { output.write(" \\\n && ") }
      command.print(into: &output, indent: 4, continuation: 2)
    }
  }
}

extension ShellWord {
  var holdsLineBreak: Bool {
    switch self {
    case .text(let text): text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    case .joined(let parts): parts.contains(where: \.holdsLineBreak)
    case .variable: false
    // Ours, and Docker-aware where it has several lines.
    case .source: false
    }
  }
}
