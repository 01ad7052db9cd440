import Diagnostics
import Languages

/// Findings as workflow commands of GitHub Actions, one line each. No text of a file can begin a command of its own: line breaks are escaped
/// and control characters shown as escapes.
public func renderGitHub(_ diagnostics: [Diagnostic]) -> [UInt8] {
  let indexes = LineIndexes()
  var output = Output()
  for diagnostic in diagnostics {
    output.write("::\(diagnostic.severity == .note ? "notice" : word(diagnostic.severity)) ")
    for (number, property) in properties(diagnostic, indexes).enumerated() {
      if number > 0 { output.write(",") }
      output.write(property.name + "=")
      write(property.value, isProperty: true, into: &output)
    }
    output.write("::")
    for (number, line) in lines(diagnostic).enumerated() {
      if number > 0 { output.write("%0A") }
      write(line, isProperty: false, into: &output)
    }
    output.newline()
  }
  return output.bytes
}

private func properties(_ diagnostic: Diagnostic, _ indexes: LineIndexes) -> [(name: String, value: [UInt8])] {
  var properties: [(name: String, value: [UInt8])] = []
  if let path = diagnostic.range?.file.path ?? diagnostic.path { properties.append(("file", displayed(path, limit: 4096))) }
  if let range = diagnostic.range {
    let index = indexes[range.file]
    let (start, end) = (index.position(at: range.start), index.position(at: range.end))
    properties.append(("line", Array(String(start.line).utf8)))
    // GitHub takes columns within one line only.
    if start.line == end.line { properties.append(("col", Array(String(start.column).utf8))) }
    properties.append(("endLine", Array(String(end.line).utf8)))
    if start.line == end.line { properties.append(("endColumn", Array(String(end.column).utf8))) }
  }
  properties.append(("title", Array(diagnostic.code.description.utf8)))
  return properties
}

private func lines(_ diagnostic: Diagnostic) -> [[UInt8]] {
  var lines = [displayed(diagnostic.message)]
  if !diagnostic.reason.isEmpty { lines.append(displayed(diagnostic.reason)) }
  if let suggestion = diagnostic.suggestion {
    for (number, line) in suggestion.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      lines.append(Array((number == 0 ? "write: " : "       ").utf8) + displayed(String(line)))
    }
  }
  if !diagnostic.references.isEmpty { lines.append(displayed(diagnostic.references.joined(separator: ", "))) }
  return lines
}

/// GitHub's own escapes: '%', CR and LF everywhere, ':' and ',' in properties too.
private func write(_ text: [UInt8], isProperty: Bool, into output: inout Output) {
  for byte in text {
    switch byte {
    case UInt8(ascii: "%"): output.write("%25")
    case UInt8(ascii: "\r"): output.write("%0D")
    case UInt8(ascii: "\n"): output.write("%0A")
    case UInt8(ascii: ":") where isProperty: output.write("%3A")
    case UInt8(ascii: ",") where isProperty: output.write("%2C")
    default: output.write(byte: byte)
    }
  }
}
