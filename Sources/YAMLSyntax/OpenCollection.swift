import Diagnostics

/// A collection whose end was not read yet.
struct OpenCollection {
  /// A finding about an entry; a dropped entry that later phases would miss breaks the tree.
  struct Finding {
    let diagnostic: Diagnostic
    let breaksTree: Bool
  }

  let isMapping: Bool
  let isFlow: Bool
  let start: Int
  let anchor: String?
  /// Just past the last child; for a flow collection, past its bracket.
  var end: Int

  private var items: [YAMLNode] = []
  private var entries: [YAMLEntry] = []
  /// Numbers of the entries by key, kept only once searching them in order would be slower.
  private var index: [String: Int] = [:]
  private var count = 1
  private var height = 0
  private var next = Next.key
  private var mergeKey: SourceRange?
  private var merge: (position: Int, node: YAMLNode)?

  private static let searchedInOrder = 12

  /// What the next node of a mapping is.
  private enum Next {
    case key
    case value(Located<String>)
    case mergedValue(SourceRange)
    /// The value of a key that was refused.
    case droppedValue
  }

  init(isMapping: Bool, isFlow: Bool, start: Int, anchor: String?) {
    self.isMapping = isMapping
    self.isFlow = isFlow
    self.start = start
    self.anchor = anchor
    end = start + 1
  }

  mutating func add(_ subtree: TreeBuilder.Subtree, _ scan: SourceScan) -> Finding? {
    end = max(end, subtree.node.range.end)
    count += subtree.count
    height = max(height, subtree.height)
    guard isMapping else {
      items.append(subtree.node)
      return nil
    }
    switch next {
    case .key: return addKey(subtree.node, scan)
    case .value(let key): append(YAMLEntry(key: key, value: subtree.node))
    case .mergedValue(let key):
      guard isMergeable(subtree.node) else {
        next = .key
        return Finding(diagnostic: badMerge(subtree.node.range, key), breaksTree: true)
      }
      merge = (entries.count, subtree.node)
    case .droppedValue: break
    }
    next = .key
    return nil
  }

  private mutating func addKey(_ node: YAMLNode, _ scan: SourceScan) -> Finding? {
    next = .droppedValue
    guard case .scalar(let text, let plain) = node.content else { return Finding(diagnostic: complexKey(node, scan), breaksTree: true) }
    if text.isEmpty { return Finding(diagnostic: emptyKey(node.range), breaksTree: true) }
    let isMerge = plain && text == "<<"
    if let first = isMerge ? mergeKey : number(of: text).map({ entries[$0].key.range }) {
      return Finding(diagnostic: duplicateKey(text, node.range, first: first), breaksTree: false)
    }
    if isMerge { mergeKey = node.range }
    next = isMerge ? .mergedValue(node.range) : .value(Located(text, at: node.range))
    return nil
  }

  private func number(of key: String) -> Int? {
    entries.count <= OpenCollection.searchedInOrder ? entries.firstIndex { $0.key.value == key } : index[key]
  }

  private mutating func append(_ entry: YAMLEntry) {
    entries.append(entry)
    if entries.count == OpenCollection.searchedInOrder + 1 {
      for (number, entry) in entries.enumerated() { index[entry.key.value] = number }
    } else if entries.count > OpenCollection.searchedInOrder {
      index[entry.key.value] = entries.count - 1
    }
  }

  /// The finished node, its merge applied.
  consuming func finish(_ scan: SourceScan) -> TreeBuilder.Subtree {
    if let merge {
      // The mapping's own keys win, whether they stand before or after the merge; among the merged, the first does.
      var merged: [YAMLEntry] = []
      var seen: Set<String> = []
      for mapping in mergedMappings(merge.node) {
        for entry in mapping where number(of: entry.key.value) == nil && seen.insert(entry.key.value).inserted { merged.append(entry) }
      }
      entries.insert(contentsOf: merged, at: merge.position)
    }
    let node = YAMLNode(content: isMapping ? .mapping(entries) : .sequence(items), range: scan.range(start..<end))
    return TreeBuilder.Subtree(node: node, count: count, height: height + 1)
  }
}

/// A mapping, or a list of mappings (YAML 1.1 merge key).
private func isMergeable(_ node: YAMLNode) -> Bool {
  switch node.content {
  case .mapping: return true
  case .sequence(let items):
    return items.allSatisfy { item in
      if case .mapping = item.content { true } else { false }
    }
  case .scalar: return false
  }
}

private func mergedMappings(_ node: YAMLNode) -> [[YAMLEntry]] {
  switch node.content {
  case .mapping(let entries): [entries]
  case .sequence(let items): items.flatMap(mergedMappings)
  case .scalar: []
  }
}

private func badMerge(_ range: SourceRange, _ key: SourceRange) -> Diagnostic {
  Diagnostic(
    .badMerge, "'<<' merges mappings, and this is none", at: range, reason: "there are no keys in it to merge",
    related: [Diagnostic.Related(key, "merged by this key")], write: "<<: *anchor, with &anchor at a mapping above")
}

private func complexKey(_ node: YAMLNode, _ scan: SourceScan) -> Diagnostic {
  let braces = scan.byte(node.range.start) == UInt8(ascii: "{")
  return Diagnostic(
    .badKey, "a key must be plain text, not a \(isSequence(node) ? "list" : "mapping")", at: node.range,
    reason: braces ? "'{' opens a mapping; a text that begins with it needs quotes" : "no key of the language has this form",
    write: braces ? "\"{{ … }}\" in quotes if a text was meant" : nil)
}

private func isSequence(_ node: YAMLNode) -> Bool {
  if case .sequence = node.content { true } else { false }
}

func emptyKey(_ range: SourceRange) -> Diagnostic {
  Diagnostic(.badKey, "a key is empty", at: range, reason: "nothing says what the value is for", write: "key: value")
}

private func duplicateKey(_ key: String, _ range: SourceRange, first: SourceRange) -> Diagnostic {
  Diagnostic(
    .duplicateKey, "key '\(key)' stands twice in one mapping", at: range, reason: "one of the two values would be lost",
    related: [Diagnostic.Related(first, "the first is here")])
}
