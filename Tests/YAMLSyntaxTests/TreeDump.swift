import Diagnostics
import Reports
import YAMLSyntax

/// A tree as text, each node with the source text of its range: a wrong range shows as wrong text.
func dump(_ node: YAMLNode) -> String {
  var lines: [String] = []
  dump(node, "", into: &lines)
  return lines.joined(separator: "\n") + "\n"
}

private func dump(_ node: YAMLNode, _ indentation: String, into lines: inout [String]) {
  switch node.content {
  case .scalar(let text, let plain):
    lines.append("\(indentation)\(plain ? "plain" : "text") \(text.debugDescription) \(source(node.range))")
  case .sequence(let items):
    lines.append("\(indentation)sequence \(source(node.range))")
    for item in items { dump(item, indentation + "  ", into: &lines) }
  case .mapping(let entries):
    lines.append("\(indentation)mapping \(source(node.range))")
    for entry in entries {
      lines.append("\(indentation)  key \(entry.key.value.debugDescription) \(source(entry.key.range))")
      dump(entry.value, indentation + "    ", into: &lines)
    }
  }
}

private func source(_ range: SourceRange) -> String {
  "@\(range.start)..<\(range.end) \(String(decoding: range.file.bytes[range.start..<range.end], as: UTF8.self).debugDescription)"
}
