import Diagnostics
import YAMLSyntax

/// A mapping or list as it stands in the text: what edits need of it.
struct WrittenCollection {
  struct Element {
    /// The first byte of the key or item (for a block list's item, its dash).
    var start: Int
    /// Just past the last byte of the value.
    var end: Int
    /// nil for an item of a list.
    var key: String?
    var text: String?
  }

  let range: Range<Int>
  let isFlow: Bool
  let isList: Bool
  /// Those written here, in file order: what an alias or a merge brings stands elsewhere.
  let elements: [Element]

  /// nil for a scalar and for an alias, which has no text of its own.
  init?(_ node: YAMLNode, _ lines: Lines) {
    let range = node.range.start..<node.range.end
    guard !range.isEmpty, range.upperBound <= lines.bytes.count, lines.bytes[range.lowerBound] != UInt8(ascii: "*") else { return nil }
    self.range = range
    var elements: [Element] = []
    switch node.content {
    case .scalar: return nil
    case .mapping(let entries):
      isList = false
      isFlow = lines.bytes[range.lowerBound] == UInt8(ascii: "{")
      for entry in entries where range.contains(entry.key.range.start) {
        let value = entry.value.range
        // An empty value has no place of its own.
        let end = value.end > value.start && value.start >= entry.key.range.end ? value.end : entry.key.range.end
        elements.append(Element(start: entry.key.range.start, end: end, key: entry.key.value, text: nil))
      }
    case .sequence(let items):
      isList = true
      isFlow = lines.bytes[range.lowerBound] == UInt8(ascii: "[")
      for item in items where range.contains(item.range.start) {
        var text: String?
        if case .scalar(let scalar, _) = item.content { text = scalar }
        elements.append(Element(start: item.range.start, end: item.range.end, key: nil, text: text))
      }
    }
    if isList, !isFlow {
      for index in elements.indices {
        var dash = elements[index].start
        while dash > range.lowerBound, lines.bytes[dash] != UInt8(ascii: "-") || dash == elements[index].start { dash -= 1 }
        elements[index].start = dash
      }
    }
    self.elements = elements.sorted { $0.start < $1.start }
  }
}
