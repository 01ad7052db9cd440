extension YAMLValue {
  /// The value on one line, in flow style: `{ to: api, strip: true }`, `[node, app.js]`, `api`. With `asJSON` every key and text is
  /// quoted, for a file that is JSON so far. Comments of members have no place on the line and are left out.
  public func printFlow(asJSON: Bool = false, into output: inout Output) {
    switch self {
    case .bool(let value): output.write(value ? "true" : "false")
    case .integer(let value): output.write(value.description)
    case .string(let text), .block(let text): Self.flowQuote(text, asJSON, into: &output)
    case .sequence(let items):
      output.write("[")
      for (index, item) in items.enumerated() {
        if index > 0 { output.write(", ") }
        item.printFlow(asJSON: asJSON, into: &output)
      }
      output.write("]")
    case .mapping(let members):
      guard !members.isEmpty else { return output.write("{}") }
      output.write("{ ")
      for (index, member) in members.enumerated() {
        if index > 0 { output.write(", ") }
        Self.flowQuote(member.key, asJSON, into: &output)
        output.write(": ")
        member.value.printFlow(asJSON: asJSON, into: &output)
      }
      output.write(" }")
    }
  }

  /// In flow style `,[]{}` end a plain scalar (YAML 1.2.2, 7.3.3); `:` may be part of one, but some readers end it there.
  private static func flowQuote(_ text: String, _ asJSON: Bool, into output: inout Output) {
    let isPlain = !asJSON && (text == "." || isPlain(text)) && !text.utf8.contains { ",[]{}:".utf8.contains($0) }
    if isPlain { output.write(text) } else { JSONValue.string(text).printLine(into: &output) }
  }
}
