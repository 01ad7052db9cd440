/// A unified diff of two texts, as `diff -u` prints it, three lines of context.
public func unifiedDiff(old: [UInt8], new: [UInt8], oldName: String, newName: String) -> String {
  if old == new { return "" }
  let (before, after) = (lines(old), lines(new))
  let edits = LineEdits(before, after).edits
  var text = "--- \(oldName)\n+++ \(newName)\n"
  var index = 0
  while index < edits.count {
    guard edits[index].kind != .same else {
      index += 1
      continue
    }
    var first = index
    while first > 0, index - first < context, edits[first - 1].kind == .same { first -= 1 }
    var last = index
    var quiet = 0
    var end = index
    while end < edits.count, quiet <= 2 * context {
      if edits[end].kind == .same {
        quiet += 1
      } else {
        quiet = 0
        last = end
      }
      end += 1
    }
    let stop = min(edits.count, last + 1 + context)
    text += hunk(edits[first..<stop], before, after)
    index = stop
  }
  return text
}

private let context = 3

/// Lines with their line feed; a last line without one keeps that difference.
private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines: [ArraySlice<UInt8>] = []
  var start = 0
  for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
    lines.append(bytes[start...index])
    start = index + 1
  }
  if start < bytes.count { lines.append(bytes[start...]) }
  return lines
}

private func hunk(_ edits: ArraySlice<LineEdits.Edit>, _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> String {
  let removed = edits.count { $0.kind != .added }
  let added = edits.count { $0.kind != .removed }
  guard let first = edits.first else { return "" }
  func range(_ start: Int, _ count: Int) -> String { count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)" }
  var text = "@@ -\(range(first.old, removed)) +\(range(first.new, added)) @@\n"
  for edit in edits {
    let line = edit.kind == .added ? after[edit.new] : before[edit.old]
    text += edit.kind == .same ? " " : edit.kind == .added ? "+" : "-"
    text += String(decoding: line, as: UTF8.self)
    if line.last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n" }
  }
  return text
}

/// The shortest edit script, by Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986), after equal ends are cut off.
struct LineEdits {
  enum Kind { case same, removed, added }
  struct Edit {
    var kind: Kind
    /// Index of the old line, or where it would stand.
    var old: Int
    var new: Int
  }
  private(set) var edits: [Edit] = []
  /// Past this many differences the rest is shown as replaced: the search costs their square in memory.
  private static let mostDifferences = 2000

  init(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) {
    var head = 0
    while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < old.count - head, tail < new.count - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
    for index in 0..<head { edits.append(Edit(kind: .same, old: index, new: index)) }
    search(old, new, from: head, oldEnd: old.count - tail, newEnd: new.count - tail)
    for index in 0..<tail { edits.append(Edit(kind: .same, old: old.count - tail + index, new: new.count - tail + index)) }
  }

  private mutating func search(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>], from start: Int, oldEnd: Int, newEnd: Int) {
    let (n, m) = (oldEnd - start, newEnd - start)
    let limit = min(n + m, Self.mostDifferences)
    var trace: [[Int]] = []
    var furthest = [Int](repeating: 0, count: 2 * limit + 3)
    let offset = limit + 1
    for distance in 0...max(limit, 0) {
      trace.append(Array(furthest[(offset - distance - 1)...(offset + distance + 1)]))
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        var x =
          diagonal == -distance || (diagonal != distance && furthest[offset + diagonal - 1] < furthest[offset + diagonal + 1])
          ? furthest[offset + diagonal + 1] : furthest[offset + diagonal - 1] + 1
        var y = x - diagonal
        while x < n, y < m, old[start + x] == new[start + y] {
          x += 1
          y += 1
        }
        furthest[offset + diagonal] = x
        if x >= n && y >= m { return backtrack(trace, n, m, start) }
      }
    }
    for index in start..<oldEnd { edits.append(Edit(kind: .removed, old: index, new: start)) }
    for index in start..<newEnd { edits.append(Edit(kind: .added, old: oldEnd, new: index)) }
  }

  private mutating func backtrack(_ trace: [[Int]], _ n: Int, _ m: Int, _ start: Int) {
    var (x, y) = (n, m)
    var reversed: [Edit] = []
    for distance in trace.indices.reversed() {
      let row = trace[distance]
      func furthest(_ diagonal: Int) -> Int { row[diagonal + distance + 1] }
      let diagonal = x - y
      let down = diagonal == -distance || (diagonal != distance && furthest(diagonal - 1) < furthest(diagonal + 1))
      let previous = down ? diagonal + 1 : diagonal - 1
      let fromX = distance == 0 ? 0 : furthest(previous)
      let fromY = distance == 0 ? 0 : fromX - previous
      while x > fromX && y > fromY {
        x -= 1
        y -= 1
        reversed.append(Edit(kind: .same, old: start + x, new: start + y))
      }
      guard distance > 0 else { break }
      reversed.append(
        down ? Edit(kind: .added, old: start + x, new: start + y - 1) : Edit(kind: .removed, old: start + x - 1, new: start + y))
      (x, y) = (fromX, fromY)
    }
    edits += reversed.reversed()
  }
}
