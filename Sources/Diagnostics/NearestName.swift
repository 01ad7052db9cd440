/// The candidate a misspelt word most likely meant; nil where none is near: at most a third of the word may differ, counted in
/// insertions, deletions, replacements and swaps of neighbours (optimal string alignment), letters without regard to case.
public func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
  let wanted = folded(word)
  // A long word is nobody's slip, and the table below grows with its square.
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: String?
  var bestDistance = max(wanted.count, 3) / 3 + 1
  for candidate in candidates {
    let other = folded(candidate)
    guard abs(other.count - wanted.count) < bestDistance else { continue }
    let distance = alignmentDistance(wanted, other)
    if distance < bestDistance {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

private func folded(_ text: String) -> [UInt8] {
  text.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 + 32 : $0 }
}

/// Three rolling rows of the distance table.
package func alignmentDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  var current = last
  for row in 0..<left.count {
    current[0] = row + 1
    for column in 0..<right.count {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var value = min(replaced, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        value = min(value, beforeLast[column - 1] + 1)
      }
      current[column + 1] = value
    }
    swap(&beforeLast, &last)
    swap(&last, &current)
  }
  return last[right.count]
}
