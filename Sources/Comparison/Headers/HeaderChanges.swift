/// Response headers in security terms: known ones by what they let a browser do, others by their value.
func headerChanges(_ service: String, _ old: [String: String], _ new: [String: String]) -> [SecurityChange] {
  var changes: [SecurityChange] = []
  for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
    let name = shown(key)
    let gained = headerGains(of: key, from: old[key], to: new[key])
    let lost = headerGains(of: key, from: new[key], to: old[key])
    func add(_ effect: SecurityChange.Effect, _ text: String) { changes.append(SecurityChange(service, effect, "\(name) \(text)")) }
    switch (old[key], new[key]) {
    case (_?, _?):
      for phrase in gained { add(.weaker, phrase) }
      for phrase in lost { add(.stronger, reversed(phrase)) }
      if gained.isEmpty && lost.isEmpty { add(.neutral, "changes its value") }
    case (_?, nil):
      if !gained.isEmpty { add(.weaker, "is gone") }
      if !lost.isEmpty { add(.stronger, "is gone: " + lost.map(reversed).joined(separator: ", ")) }
      if gained.isEmpty && lost.isEmpty { add(.neutral, "is gone") }
    case (nil, _?):
      if !gained.isEmpty { add(.weaker, "is sent: " + gained.joined(separator: ", ")) }
      if !lost.isEmpty { add(.stronger, "is sent") }
      if gained.isEmpty && lost.isEmpty { add(.neutral, "is sent") }
    case (nil, nil): break
    }
  }
  return changes
}

/// A gain told from its other end.
private func reversed(_ phrase: String) -> String {
  for (word, opposite) in [("loses ", "gains "), ("is weaker than ", "is stronger than ")] where phrase.hasPrefix(word) {
    return opposite + phrase.dropFirst(word.utf8.count)
  }
  return "no longer " + phrase
}

/// `content-security-policy` as people write it.
private func shown(_ key: String) -> String {
  key.split(separator: "-", omittingEmptySubsequences: false).map { part in
    part.prefix(1).uppercased() + part.dropFirst()
  }.joined(separator: "-")
}
