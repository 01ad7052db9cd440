extension DockerInstruction {
  /// Docker's one quoting function, for ENV and LABEL: double quotes, where `\`, `"` and `$` are escaped by a backslash
  /// (shell/lex.go of BuildKit's dockerfile front end). No quoting carries a line break there: a precondition.
  static func quote(_ value: String, into output: inout Output) {
    output.write(byte: UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case 0, UInt8(ascii: "\n"), UInt8(ascii: "\r"): preconditionFailure("a Dockerfile value holds no NUL or line break")
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"):
        output.write(byte: UInt8(ascii: "\\"))
        output.write(byte: byte)
      default: output.write(byte: byte)
      }
    }
    output.write(byte: UInt8(ascii: "\""))
  }

  /// `["a", "b"]`: JSON strings are one physical line without raw controls, so Docker's line reader has nothing to see in them;
  /// it expands no variable in RUN, CMD, ENTRYPOINT and HEALTHCHECK.
  static func vector(_ words: [String], into output: inout Output) {
    for word in words { precondition(!word.utf8.contains(0), "an argument holds no NUL") }
    JSONValue.array(words.map(JSONValue.string)).printLine(into: &output)
  }
}
