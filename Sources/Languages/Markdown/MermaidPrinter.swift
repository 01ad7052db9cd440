extension Mermaid {
  /// `flowchart LR`, a subgraph a group, an arrow an edge; ids are `g0…` and `n0…`.
  func print(into output: inout Output) {
    var ids: [String: Int] = [:]
    output.write("flowchart LR\n")
    for (index, group) in groups.enumerated() {
      output.write("  subgraph g\(index)[")
      Self.quote(group.label, into: &output)
      output.write("]\n")
      for node in group.nodes {
        let id = ids.count
        precondition(ids.updateValue(id, forKey: node.key) == nil, "a node stands in one group: \(node.key)")
        output.write("    n\(id)[")
        Self.quote(node.label, into: &output)
        output.write("]\n")
      }
      output.write("  end\n")
    }
    for edge in edges {
      guard let from = ids[edge.from], let to = ids[edge.to] else { preconditionFailure("an edge joins nodes: \(edge.from), \(edge.to)") }
      output.write("  n\(from) -->")
      if !edge.label.isEmpty {
        output.write("|")
        Self.quote(edge.label, into: &output)
        output.write("|")
      }
      output.write(" n\(to)\n")
    }
  }

  /// Mermaid's one quoting function: a label in double quotes, every ASCII character with a meaning in it or in the Markdown that
  /// Mermaid reads there as its own entity, `#34;`. Line breaks and controls become spaces; an empty label is a space.
  static func quote(_ text: String, into output: inout Output) {
    output.write("\"")
    if text.isEmpty { output.write(" ") }
    var digits = true
    for (index, byte) in text.utf8.enumerated() {
      let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      switch byte {
      case 0...0x20, 0x7F: output.write(" ")
      case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "@"): output.write(byte: byte)
      // `1. x` and `- x` are lists to Mermaid's Markdown.
      case UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
        if digits, next(text, index) == 0x20 { output.write("#\(byte);") } else { output.write(byte: byte) }
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="):
        if index == 0 { output.write("#\(byte);") } else { output.write(byte: byte) }
      case _ where byte >= 0x80 || MarkdownQuoting.isAlphanumeric(byte): output.write(byte: byte)
      default: output.write("#\(byte);")
      }
      digits = digits && isDigit
    }
    output.write("\"")
  }

  private static func next(_ text: String, _ index: Int) -> UInt8? {
    text.utf8.dropFirst(index + 1).first
  }
}
