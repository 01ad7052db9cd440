extension NginxConfiguration {
  /// Two spaces a level, one directive a line.
  public func print(into output: inout Output) {
    for node in nodes { node.print(into: &output, indent: 0) }
  }
}

extension NginxNode {
  func print(into output: inout Output, indent: Int) {
    switch self {
    case .comment(let text): output.comment(text, indent: indent)
    case .blank: output.newline()
    case .directive(let name, let arguments):
      Self.printHead(name, arguments, into: &output, indent: indent)
      output.write(";\n")
    case .block(let name, let arguments, let nodes):
      Self.printHead(name, arguments, into: &output, indent: indent)
      output.write(" {\n")
      for node in nodes { node.print(into: &output, indent: indent + 2) }
      output.spaces(indent)
      output.write("}\n")
    }
  }

  private static func printHead(_ name: NginxName, _ arguments: [NginxArgument], into output: inout Output, indent: Int) {
    output.spaces(indent)
    output.write(name.text)
    for argument in arguments {
      output.write(byte: UInt8(ascii: " "))
      NginxArgument.quote(argument.flattened, into: &output)
    }
  }
}
