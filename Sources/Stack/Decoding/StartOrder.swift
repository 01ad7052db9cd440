import Diagnostics

/// `depends_on` in a circle: no order to start in.
extension StackDecoder {
  /// Reports each group of services that wait for each other once, at its first service in file order.
  mutating func checkStartOrder(_ drafts: [ServiceDraft], _ indices: [String: Int]) {
    let edges: [[Int]] = drafts.enumerated().map { index, draft in
      draft.spec.dependsOn.compactMap { indices[$0.value.description] }.filter { $0 != index }
    }
    guard edges.contains(where: { !$0.isEmpty }) else { return }
    for group in circles(edges) {
      let first = group.min() ?? 0
      let path = shortestCircle(from: first, within: Set(group), edges)
      let names = (path.count > 12 ? Array(path.prefix(6)) : path).map { drafts[$0].key.value } + (path.count > 12 ? ["…"] : [])
      let closing = path.last.flatMap { last in drafts[last].spec.dependsOn.first { $0.value.description == drafts[first].key.value } }
      report(
        .cycle, "depends_on runs in a circle: " + (names + [drafts[first].key.value]).joined(separator: " → "), at: drafts[first].key.range,
        because: "none of them could start first", related: closing.map { [.init($0.range, "this entry closes it")] } ?? [],
        write: "no depends_on in one of them")
    }
  }

  /// The strongly connected groups of two and more (Tarjan), without recursion: a chain may be as long as the file.
  private func circles(_ edges: [[Int]]) -> [[Int]] {
    var order = [Int](repeating: -1, count: edges.count)
    var low = order
    var onStack = [Bool](repeating: false, count: edges.count)
    var stack: [Int] = []
    var next = 0
    var groups: [[Int]] = []
    for root in edges.indices where order[root] < 0 {
      var work: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = work.last {
        if edge == 0 {
          order[node] = next
          low[node] = next
          next += 1
          stack.append(node)
          onStack[node] = true
        }
        if edge < edges[node].count {
          work[work.count - 1].edge += 1
          let target = edges[node][edge]
          if order[target] < 0 {
            work.append((target, 0))
          } else if onStack[target] {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == order[node] else { continue }
        var group: [Int] = []
        while let member = stack.popLast() {
          onStack[member] = false
          group.append(member)
          if member == node { break }
        }
        if group.count > 1 { groups.append(group) }
      }
    }
    return groups
  }

  /// The services from `start` round to itself, without the repetition.
  private func shortestCircle(from start: Int, within group: Set<Int>, _ edges: [[Int]]) -> [Int] {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for target in edges[node] where group.contains(target) {
        if target == start {
          var path = [node]
          while let before = cameFrom[path[path.count - 1]] { path.append(before) }
          return path.reversed()
        }
        if cameFrom[target] == nil {
          cameFrom[target] = node
          queue.append(target)
        }
      }
    }
    return [start]
  }
}
