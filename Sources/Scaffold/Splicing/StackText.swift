import Diagnostics
import Languages
import YAMLSyntax

/// Why an edit can't be made without changing what else the file says.
public struct EditRefusal: Error {
  public let diagnostic: Diagnostic
}

/// A stack file's text, edited by inserting and removing bytes: whatever a person wrote, and how, stays as it is.
///
/// Every edit is tried on the text, read back and compared with what it should have changed; the first way that says exactly that is
/// taken, and an edit without such a way is refused. So anchors that others use, merges and odd styles can't be broken by accident.
struct StackText {
  private(set) var file: SourceFile
  private(set) var root: YAMLNode

  init?(_ file: SourceFile, into sink: inout DiagnosticSink) {
    guard let root = parseYAML(file, into: &sink) else { return nil }
    self.file = file
    self.root = root
  }

  func node(_ path: [String]) -> YAMLNode? {
    var node = root
    for key in path {
      guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key.value == key }) else { return nil }
      node = entry.value
    }
    return node
  }

  /// The keys of the mapping at a path, in file order.
  func keys(_ path: [String]) -> [String] {
    guard let node = node(path), case .mapping(let entries) = node.content else { return [] }
    return entries.map(\.key.value)
  }

  func text(_ path: [String]) -> String? {
    guard let node = node(path), case .scalar(let text, _) = node.content else { return nil }
    return text
  }

  /// The texts of the list at a path; empty where it is none.
  func items(_ path: [String]) -> [String] {
    guard let node = node(path), case .sequence(let items) = node.content else { return [] }
    return items.compactMap { if case .scalar(let text, _) = $0.content { text } else { nil } }
  }

  /// Puts `key: value` at the end of the mapping at a path.
  mutating func insert(_ key: String, _ value: YAMLValue, into path: [String], blankBefore: Bool = false, asLines: Bool = false)
    throws(EditRefusal)
  {
    let what = "'\(key)'"
    let (lines, collection) = try written(path, toDo: "take \(what)")
    let insertions = Insertions(lines: lines, collection: collection, step: indentationStep(lines))
    let expected = Plain(root).changing(path[...]) { mapping in
      guard case .map(var members) = mapping, members.updateValue(Plain(value), forKey: key) == nil else { return nil }
      return .map(members)
    }
    try choose(insertions.ways(key, value, blankBefore: blankBefore, asLines: asLines), expected, path, toDo: "take \(what)")
  }

  /// Puts a text at the end of the list at a path.
  mutating func append(_ item: String, to path: [String]) throws(EditRefusal) {
    let (lines, collection) = try written(path, toDo: "take '\(item)'")
    let insertions = Insertions(lines: lines, collection: collection, step: 2)
    let expected = Plain(root).changing(path[...]) { list in
      guard case .list(let items) = list else { return nil }
      return .list(items + [.text(item)])
    }
    try choose(insertions.ways(nil, .string(item), blankBefore: false, asLines: false), expected, path, toDo: "take '\(item)'")
  }

  /// Takes a key with its value out of the mapping at a path; a mapping that would be left empty goes as well.
  mutating func remove(_ key: String, from path: [String]) throws(EditRefusal) {
    try remove(path, toDo: "lose '\(key)'", where: { $0.key == key }) { mapping in
      guard case .map(var members) = mapping, members.removeValue(forKey: key) != nil else { return nil }
      return .map(members)
    }
  }

  /// Takes a text out of the list at a path; a list that would be left empty goes with its key.
  mutating func removeItem(_ item: String, from path: [String]) throws(EditRefusal) {
    try remove(path, toDo: "lose '\(item)'", where: { $0.text == item }) { list in
      guard case .list(var items) = list, let index = items.firstIndex(of: .text(item)) else { return nil }
      items.remove(at: index)
      return .list(items)
    }
  }

  /// Whether empty lines stand between the entries of a block mapping, as far as its text shows.
  func hasBlankLines(_ path: [String]) -> Bool {
    let lines = Lines(file.bytes)
    guard let node = node(path), let collection = WrittenCollection(node, lines), !collection.isFlow, let last = collection.elements.last
    else { return false }
    guard collection.elements.count > 1 else {
      // One entry shows nothing; one of several lines looks better apart.
      return lines.start(last.end - 1) > last.start
    }
    var start = lines.start(last.start)
    // Comments right above belong to the entry.
    while start > 0, case let above = lines.start(lines.beforeBreak(start)), above < start {
      let content = lines.skippingBlanks(above)
      guard lines.bytes[content] == UInt8(ascii: "#") else { break }
      start = above
    }
    return lines.blankLine(above: start) != nil
  }

  // MARK: Trying

  private mutating func remove(
    _ path: [String], toDo action: String, where matches: (WrittenCollection.Element) -> Bool, _ change: (Plain) -> Plain?
  ) throws(EditRefusal) {
    let (lines, collection) = try written(path, toDo: action)
    let removals = Removals(lines: lines, collection: collection)
    guard let index = collection.elements.firstIndex(where: matches) else { throw refusal(path, toDo: action) }
    if isOnly(collection, path), !removals.keepsBrackets, let last = path.last, case let parent = Array(path.dropLast()),
      !parent.isEmpty || last != "services"
    {
      return try remove(last, from: parent)
    }
    try choose(removals.ways(index), Plain(root).changing(path[...], change), path, toDo: action)
  }

  private func isOnly(_ collection: WrittenCollection, _ path: [String]) -> Bool {
    guard collection.elements.count == 1, let node = node(path) else { return false }
    switch node.content {
    case .mapping(let entries): return entries.count == 1
    case .sequence(let items): return items.count == 1
    case .scalar: return false
    }
  }

  private func written(_ path: [String], toDo action: String) throws(EditRefusal) -> (Lines, WrittenCollection) {
    let lines = Lines(file.bytes)
    guard let node = node(path), let collection = WrittenCollection(node, lines) else { throw refusal(path, toDo: action) }
    return (lines, collection)
  }

  private mutating func choose(_ ways: [Splice], _ expected: Plain?, _ path: [String], toDo action: String) throws(EditRefusal) {
    guard let expected else { throw refusal(path, toDo: action) }
    for way in ways {
      let candidate = SourceFile(path: file.path, bytes: way.applied(to: file.bytes))
      var sink = DiagnosticSink()
      guard let tree = parseYAML(candidate, into: &sink), !sink.hasErrors, Plain(tree) == expected else { continue }
      file = candidate
      root = tree
      return
    }
    throw refusal(path, toDo: action)
  }

  private func refusal(_ path: [String], toDo action: String) -> EditRefusal {
    let place = path.isEmpty ? "the stack" : path.joined(separator: ".")
    return EditRefusal(
      diagnostic: Diagnostic(
        .clash, "\(place) can't \(action) without changing what else this file says", at: node(path)?.range ?? root.range,
        reason: "it is shared by an anchor, an alias or a merge, or is not there",
        write: "the value itself at this place, and run the command again"))
  }

  /// How much deeper a service's keys stand than its name.
  private func indentationStep(_ lines: Lines) -> Int {
    guard case .mapping(let services)? = node(["services"])?.content else { return 2 }
    for entry in services.reversed() {
      guard let service = WrittenCollection(entry.value, lines), !service.isFlow else { continue }
      let column = service.range.lowerBound - lines.start(service.range.lowerBound)
      let own = entry.key.range.start - lines.start(entry.key.range.start)
      if column > own, lines.start(service.range.lowerBound) > entry.key.range.end { return column - own }
    }
    return 2
  }
}

extension Plain {
  init(_ value: YAMLValue) {
    switch value {
    case .bool(let value): self = .text(value ? "true" : "false")
    case .integer(let value): self = .text(value.description)
    case .string(let text), .block(let text): self = .text(text)
    case .sequence(let items): self = .list(items.map(Plain.init))
    case .mapping(let members): self = .map(Dictionary(members.map { ($0.key, Plain($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}
