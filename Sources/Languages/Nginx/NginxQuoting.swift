extension NginxArgument {
  /// nginx's one quoting function: one token, bare or in double quotes. Inside them the lexer (ngx_conf_read_token in
  /// src/core/ngx_conf_file.c) reads `\"`, `\'` and `\\` as the second character, `\t`, `\r`, `\n` as those controls, and
  /// leaves any other `\x` as two characters; so a backslash is always doubled. Variables are a later pass over the token
  /// (ngx_http_script_compile), where no escape for `$` exists: `${dollar}` is a variable whose value is `$`.
  static func quote(_ parts: [NginxArgument], into output: inout Output) {
    let bare = parts.allSatisfy(\.isBare) && !parts.allSatisfy(\.isEmpty)
    if !bare { output.write(byte: UInt8(ascii: "\"")) }
    let start = output.bytes.count
    for (index, part) in parts.enumerated() {
      if index > 0 { precondition(!parts[index - 1].endsInVariable || !part.startsWithName, "write the variable as ${name}") }
      part.printContent(quoted: !bare, into: &output)
    }
    precondition(output.bytes.count - start < longestToken, "nginx refuses a token of 4096 bytes")
    if !bare { output.write(byte: UInt8(ascii: "\"")) }
  }

  /// Bytes the token takes in the file, without its quotes; must be below ``longestToken``. A `$` in `text` takes 9.
  public var tokenLength: Int {
    var scratch = Output()
    for part in flattened { part.printContent(quoted: true, into: &scratch) }
    return scratch.bytes.count
  }

  var flattened: [NginxArgument] {
    guard case .joined(let parts) = self else { return [self] }
    return parts.flatMap(\.flattened)
  }

  private func printContent(quoted: Bool, into output: inout Output) {
    switch self {
    case .literal(let text):
      precondition(!quoted || !text.description.utf8.contains(UInt8(ascii: "\"")), "a literal beside quoted text can't hold quotes")
      output.write(literal: text)
    case .number(let value): output.write(value.description)
    case .quantity(let value, let unit):
      output.write(value.description)
      output.write(literal: unit)
    case .text(let text): Self.escape(text, dollar: "${dollar}", into: &output)
    case .verbatim(let text): Self.escape(text, dollar: "$", into: &output)
    case .joined: preconditionFailure("flattened")
    }
  }

  private static func escape(_ text: String, dollar: String, into output: inout Output) {
    if text.utf8.allSatisfy(isOrdinary) { return output.write(text) }
    for byte in text.utf8 {
      switch byte {
      case 0: preconditionFailure("an nginx token holds no NUL")
      case UInt8(ascii: "\""): output.write("\\\"")
      case UInt8(ascii: "\\"): output.write("\\\\")
      case UInt8(ascii: "\t"): output.write("\\t")
      case UInt8(ascii: "\r"): output.write("\\r")
      case UInt8(ascii: "\n"): output.write("\\n")
      case UInt8(ascii: "$"): output.write(dollar)
      default: output.write(byte: byte)
      }
    }
  }

  /// Stands for itself, quoted or not.
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "$"): false
    default: true
    }
  }

  private var isBare: Bool {
    switch self {
    case .text(let text), .verbatim(let text): text.utf8.allSatisfy(Self.isSafe)
    case .literal, .number, .quantity: true
    case .joined: preconditionFailure("flattened")
    }
  }

  private var isEmpty: Bool {
    switch self {
    case .text(let text), .verbatim(let text): text.isEmpty
    case .literal(let text): text.utf8CodeUnitCount == 0
    default: false
    }
  }

  private var startsWithName: Bool {
    switch self {
    case .text(let text), .verbatim(let text): text.utf8.first.map(Self.isName) ?? false
    case .literal(let text): text.description.utf8.first.map(Self.isName) ?? false
    case .number, .quantity: true
    case .joined: false
    }
  }

  /// Ends in `$name`, so that a following name character would name another variable.
  private var endsInVariable: Bool {
    guard case .literal(let text) = self else { return false }
    let rest = text.description.utf8.reversed().drop(while: Self.isName)
    return rest.first == UInt8(ascii: "$")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "%"), UInt8(ascii: "*"):
      true
    default: isName(byte)
    }
  }
}
