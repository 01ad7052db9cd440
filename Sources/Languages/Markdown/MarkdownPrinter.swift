extension MarkdownDocument {
  /// Blocks with a blank line between them, every paragraph and item on one line.
  public func print(into output: inout Output) {
    var alternate = false
    for (index, block) in blocks.enumerated() {
      if index > 0 { output.newline() }
      // Two lists in a row would be one: the second takes the other marker.
      alternate = index > 0 && blocks[index - 1].isSameList(as: block) && !alternate
      block.print(into: &output, alternate: alternate)
    }
  }
}

extension MarkdownBlock {
  func isSameList(as other: MarkdownBlock) -> Bool {
    switch (self, other) {
    case (.bullets, .bullets), (.numbered, .numbered): true
    default: false
    }
  }

  func print(into output: inout Output, alternate: Bool) {
    switch self {
    case .heading(let level, let inlines):
      precondition((1...6).contains(level), "Markdown has headings 1 to 6")
      for _ in 0..<level { output.write("#") }
      output.write(" ")
      inlines.print(into: &output, startsBlock: false)
      output.newline()
    case .paragraph(let inlines):
      inlines.print(into: &output, startsBlock: true)
      output.newline()
    case .bullets(let items):
      for item in items {
        output.write(alternate ? "* " : "- ")
        item.print(into: &output, startsBlock: true)
        output.newline()
      }
    case .numbered(let items):
      for (index, item) in items.enumerated() {
        output.write("\(index + 1)\(alternate ? ")" : ".") ")
        item.print(into: &output, startsBlock: true)
        output.newline()
      }
    case .fence(let language, let text): Self.printFence(language.description, text, into: &output)
    case .table(let header, let rows):
      Self.printRow(header, count: header.count, into: &output)
      output.write("|")
      for _ in header { output.write(" --- |") }
      output.newline()
      for row in rows { Self.printRow(row, count: header.count, into: &output) }
    case .mermaid(let chart):
      var scratch = Output()
      chart.print(into: &scratch)
      Self.printFence("mermaid", String(decoding: scratch.bytes, as: UTF8.self), into: &output)
    }
  }

  /// A line break in the text is one in the block; the fence is longer than any run of backticks inside.
  private static func printFence(_ language: String, _ text: String, into output: inout Output) {
    let bytes = Array(text.utf8)
    let length = max(3, MarkdownQuoting.longestRun(of: UInt8(ascii: "`"), in: bytes) + 1)
    let fence = String(repeating: "`", count: length)
    output.write(fence)
    output.write(language)
    output.newline()
    output.write(contentsOf: bytes)
    if let last = bytes.last, last != UInt8(ascii: "\n") { output.newline() }
    output.write(fence)
    output.newline()
  }

  private static func printRow(_ cells: [[MarkdownInline]], count: Int, into output: inout Output) {
    precondition(cells.count <= count, "a row has no more cells than its table's header")
    output.write("|")
    for index in 0..<count {
      output.write(" ")
      if index < cells.count { cells[index].print(into: &output, startsBlock: false, inTable: true) }
      output.write(" |")
    }
    output.newline()
  }
}

extension [MarkdownInline] {
  func print(into output: inout Output, startsBlock: Bool, inTable: Bool = false) {
    var startsBlock = startsBlock
    for inline in self {
      inline.print(into: &output, startsBlock: startsBlock, inTable: inTable)
      startsBlock = false
    }
  }
}

extension MarkdownInline {
  func print(into output: inout Output, startsBlock: Bool, inTable: Bool) {
    switch self {
    case .text(let text): MarkdownQuoting.quote(text, startsBlock: startsBlock, into: &output)
    case .code(let text): MarkdownQuoting.code(text, inTable: inTable, into: &output)
    case .strong(let text):
      // `**` opens and closes only beside letters (GFM 6.4); the tag does anywhere.
      let letters = [text.utf8.first, text.utf8.last].allSatisfy { $0.map(MarkdownQuoting.isAlphanumeric) == true }
      output.write(letters ? "**" : "<strong>")
      MarkdownQuoting.quote(text, startsBlock: false, into: &output)
      output.write(letters ? "**" : "</strong>")
    case .link(let text, let target):
      output.write("[")
      MarkdownQuoting.quote(text, startsBlock: false, into: &output)
      output.write("](")
      MarkdownQuoting.target(target, into: &output)
      output.write(")")
    }
  }
}
