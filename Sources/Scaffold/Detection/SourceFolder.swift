import Diagnostics
import System
import YAMLSyntax

/// A folder of source code as detection sees it: small files at its root, read as text, never run.
public struct SourceFolder: Sendable {
  /// The names at its root, in byte order.
  public let names: [String]
  private let read: @Sendable (String) -> [UInt8]?

  /// A manifest is small; what is larger is no manifest.
  private static let largest = 1 << 20

  public init(_ path: String) throws(SystemError) {
    names = try listDirectory(path)
    read = { name in try? readFile(joined(path, name), limit: Self.largest) }
  }

  /// A folder of a test's own.
  public init(files: [String: String]) {
    names = files.keys.sorted()
    read = { name in files[name].map { Array($0.utf8) } }
  }

  public func has(_ name: String) -> Bool { names.contains(name) }

  /// The lines of a file with their numbers from 1; nil where it is not there or can't be read.
  func lines(_ name: String) -> [(number: Int, text: String)]? {
    guard has(name), let bytes = read(name) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().map { ($0.offset + 1, trimmed(String(decoding: $0.element, as: UTF8.self))) }
  }

  /// A JSON file's tree, read by the YAML parser, of which JSON is a part; nil where it isn't one.
  func tree(_ name: String) -> (root: YAMLNode, line: @Sendable (YAMLNode) -> Evidence)? {
    guard has(name), let bytes = read(name) else { return nil }
    let file = SourceFile(path: name, bytes: bytes)
    var sink = DiagnosticSink()
    guard let root = parseYAML(file, into: &sink) else { return nil }
    return (
      root,
      { node in
        let lines = Lines(bytes)
        let start = lines.start(node.range.start)
        let number = 1 + bytes[..<start].count { $0 == Lines.lineFeed }
        return Evidence(name, line: number, shown(String(decoding: bytes[start..<lines.end(start)], as: UTF8.self)))
      }
    )
  }
}

extension YAMLNode {
  /// The value at a path of keys.
  func value(_ path: String...) -> YAMLNode? {
    var node = self
    for key in path {
      guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key.value == key }) else { return nil }
      node = entry.value
    }
    return node
  }

  var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }
}

/// Without blanks and a carriage return around it.
public func trimmed(_ text: String) -> String {
  let bytes = Array(text.utf8)
  func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
  guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}

/// A line for the screen: someone else's bytes, so without control characters, and not longer than a line.
func shown(_ text: String) -> String {
  var result = ""
  for scalar in trimmed(text).unicodeScalars {
    if result.utf8.count >= 72 { return result + "…" }
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: result += "�"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Words of a command that needs no shell; nil where it does.
public func simpleWords(_ text: String) -> [String]? {
  let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
  guard !words.isEmpty, !words[0].utf8.contains(UInt8(ascii: "=")) else { return nil }
  let refused: [UInt8] = Array("'\"`$&|;<>(){}*?[]~\\#!".utf8)
  return text.utf8.contains { refused.contains($0) || $0 < 0x20 && $0 != 0x09 } ? nil : words
}
