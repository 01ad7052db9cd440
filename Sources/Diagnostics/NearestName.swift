/// The name most like a mistyped one, for "write:"; nil where none is near enough to be what was meant.
/// Near is at most a third of the letters changed (insertions, deletions, replacements and swaps of neighbours); the first of equals wins.
public func nearestName(to name: String, in names: [String]) -> String? {
  let wanted = Array(name.utf8)
  guard wanted.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in names where candidate.utf8.count <= 64 {
    let limit = max(1, max(wanted.count, candidate.utf8.count) / 3)
    let distance = editDistance(wanted, Array(candidate.utf8))
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Optimal string alignment distance.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in 0..<left.count {
    var current = [i + 1]
    for j in 0..<right.count {
      var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
