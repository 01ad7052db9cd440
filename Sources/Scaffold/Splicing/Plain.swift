import YAMLSyntax

/// What a tree says, without its places, styles and order of keys: to see that an edit changed what it should and nothing else.
indirect enum Plain: Equatable {
  case text(String)
  case list([Plain])
  case map([String: Plain])

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, _): self = .text(text)
    case .sequence(let items): self = .list(items.map(Plain.init))
    case .mapping(let entries):
      self = .map(Dictionary(entries.map { ($0.key.value, Plain($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The tree with the collection at a path changed; nil where the path leads to none.
  func changing(_ path: ArraySlice<String>, _ change: (Plain) -> Plain?) -> Plain? {
    guard let key = path.first else { return change(self) }
    guard case .map(var members) = self, let child = members[key], let changed = child.changing(path.dropFirst(), change) else {
      return nil
    }
    members[key] = changed
    return .map(members)
  }
}
