import Policy

/// Response headers in security terms: known ones by what they protect, others by their value.
func headerChanges(_ service: String, _ old: [String: String], _ new: [String: String]) -> [SecurityChange] {
  var changes: [SecurityChange] = []
  for key in Set(old.keys).union(new.keys).sorted() {
    switch (old[key], new[key]) {
    case (let before?, let after?) where before != after: changes += valueChanges(service, key, before, after)
    case (let before?, nil): changes.append(SecurityChange(service, effect(ofHaving: key, before, gained: false), "\(shown(key)) is gone"))
    case (nil, let after?):
      changes.append(SecurityChange(service, effect(ofHaving: key, after, gained: true), "\(shown(key)) is sent"))
    default: break
    }
  }
  return changes
}

private func valueChanges(_ service: String, _ key: String, _ before: String, _ after: String) -> [SecurityChange] {
  let weaker = HeaderComparison.weakenings(of: key, from: before, to: after).map {
    SecurityChange(service, .weaker, "\(shown(key)) \($0)")
  }
  let stronger = HeaderComparison.weakenings(of: key, from: after, to: before).map {
    SecurityChange(service, .stronger, "\(shown(key)) \(reversed($0, before))")
  }
  let changes = weaker + stronger
  return changes.isEmpty ? [SecurityChange(service, .neutral, "\(shown(key)) changes its value")] : changes
}

/// A weakening told from its other end.
private func reversed(_ phrase: String, _ before: String) -> String {
  if phrase.hasPrefix("loses ") { return "gains " + phrase.dropFirst("loses ".count) }
  if phrase.hasPrefix("is weaker") { return "is stronger than \(before)" }
  return "no longer " + phrase
}

private func effect(ofHaving key: String, _ value: String, gained: Bool) -> SecurityChange.Effect {
  if HeaderComparison.isOpening(key, value) { return gained ? .weaker : .stronger }
  if HeaderComparison.isProtective(key) { return gained ? .stronger : .weaker }
  return .neutral
}

/// `content-security-policy` as people write it.
private func shown(_ key: String) -> String {
  key.split(separator: "-", omittingEmptySubsequences: false).map { part in
    part.prefix(1).uppercased() + part.dropFirst()
  }.joined(separator: "-")
}
