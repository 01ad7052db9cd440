extension JSONValue {
  /// Two spaces a level, `"key": value`, a final line break. Arrays of scalars stay on one line where they fit in
  /// ``lineWidth`` columns, else they are filled, several a line.
  public func print(into output: inout Output) {
    let start = output.bytes.count
    printPretty(into: &output, indent: 0, start: start)
    output.newline()
  }

  /// One line without spaces around and without a final line break, as for a log line or a command's argument.
  /// Example: `{"a": [1, "x"]}`
  public func printLine(into output: inout Output) {
    switch self {
    case .array(let elements):
      output.write(byte: UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.write(", ") }
        element.printLine(into: &output)
      }
      output.write(byte: UInt8(ascii: "]"))
    case .object(let members):
      assertKeysUnique(members)
      output.write(byte: UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.write(", ") }
        Self.quote(member.0, into: &output)
        output.write(": ")
        member.1.printLine(into: &output)
      }
      output.write(byte: UInt8(ascii: "}"))
    default: printScalar(into: &output)
    }
  }

  static let lineWidth = 100

  private func printPretty(into output: inout Output, indent: Int, start: Int) {
    switch self {
    case .array(let elements):
      if elements.isEmpty {
        output.write("[]")
      } else if elements.allSatisfy(\.isScalar) {
        Self.printScalars(elements, into: &output, indent: indent, start: start)
      } else {
        output.write("[\n")
        for (index, element) in elements.enumerated() {
          output.spaces(indent + 2)
          element.printPretty(into: &output, indent: indent + 2, start: start)
          output.write(index + 1 < elements.count ? ",\n" : "\n")
        }
        output.spaces(indent)
        output.write(byte: UInt8(ascii: "]"))
      }
    case .object(let members):
      assertKeysUnique(members)
      guard !members.isEmpty else { return output.write("{}") }
      output.write("{\n")
      for (index, member) in members.enumerated() {
        output.spaces(indent + 2)
        Self.quote(member.0, into: &output)
        output.write(": ")
        member.1.printPretty(into: &output, indent: indent + 2, start: start)
        output.write(index + 1 < members.count ? ",\n" : "\n")
      }
      output.spaces(indent)
      output.write(byte: UInt8(ascii: "}"))
    default: printScalar(into: &output)
    }
  }

  private static func printScalars(_ elements: [JSONValue], into output: inout Output, indent: Int, start: Int) {
    let room = lineWidth - output.column(since: start) - 1
    var width = 1
    for element in elements where width <= room { width += element.scalarWidth + 2 }
    output.write(byte: UInt8(ascii: "["))
    let fits = width - 2 <= room
    var column = lineWidth
    for (index, element) in elements.enumerated() {
      let last = index + 1 == elements.count
      if fits {
        if index > 0 { output.write(byte: UInt8(ascii: " ")) }
      } else if column + 1 + element.scalarWidth + (last ? 0 : 1) > lineWidth {
        output.newline()
        output.spaces(indent + 2)
        column = indent + 2
      } else {
        output.write(byte: UInt8(ascii: " "))
        column += 1
      }
      element.printScalar(into: &output)
      if !last { output.write(byte: UInt8(ascii: ",")) }
      column += element.scalarWidth + 1
    }
    if !fits {
      output.newline()
      output.spaces(indent)
    }
    output.write(byte: UInt8(ascii: "]"))
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private var scalarWidth: Int {
    switch self {
    case .null: 4
    case .bool(let value): value ? 4 : 5
    case .integer(let value): value.description.utf8.count
    case .string(let text): Self.width(text)
    case .array, .object: preconditionFailure("not a scalar")
    }
  }

  private func printScalar(into output: inout Output) {
    switch self {
    case .null: output.write("null")
    case .bool(let value): output.write(value ? "true" : "false")
    case .integer(let value): output.write(value.description)
    case .string(let text): Self.quote(text, into: &output)
    case .array, .object: preconditionFailure("not a scalar")
    }
  }

  /// RFC 8259 section 4 leaves duplicate keys undefined; strict readers refuse them. Checked in debug builds only.
  private func assertKeysUnique(_ members: [(String, JSONValue)]) {
    assert(Set(members.map(\.0)).count == members.count, "duplicate key in JSON object")
  }
}
