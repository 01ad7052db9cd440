/// Servers before their clients, else file order. `depends_on` has no circles (the decoder refused them) and always holds;
/// services whose connections form a circle start in file order as far as `depends_on` lets them.
func startOrder(_ services: [ResolvedService]) -> [Int] {
  let components = stronglyConnected(services.count) { services[$0].dependsOn + services[$0].connections.map(\.server) }
  var component = [Int](repeating: 0, count: services.count)
  for (number, members) in components.enumerated() {
    for member in members { component[member] = number }
  }
  return components.flatMap { members in
    guard members.count > 1 else { return members }
    return required(members.sorted()) { index in services[index].dependsOn.filter { component[$0] == component[index] } }
  }
}

/// Tarjan's strongly connected components, each after all it leads to. On a stack of our own: a chain of services may be 3,000 long.
private func stronglyConnected(_ count: Int, _ successors: (Int) -> [Int]) -> [[Int]] {
  var components: [[Int]] = []
  var number = [Int](repeating: -1, count: count)
  var low = number
  var open = [Bool](repeating: false, count: count)
  var path: [Int] = []
  var visited = 0
  for root in 0..<count where number[root] < 0 {
    var calls: [(node: Int, successors: [Int], position: Int)] = []
    func enter(_ node: Int) {
      number[node] = visited
      low[node] = visited
      visited += 1
      path.append(node)
      open[node] = true
      calls.append((node, successors(node), 0))
    }
    enter(root)
    while let call = calls.last {
      if call.position < call.successors.count {
        calls[calls.count - 1].position += 1
        let successor = call.successors[call.position]
        if number[successor] < 0 {
          enter(successor)
        } else if open[successor] {
          low[call.node] = min(low[call.node], number[successor])
        }
        continue
      }
      calls.removeLast()
      if let parent = calls.last?.node { low[parent] = min(low[parent], low[call.node]) }
      guard low[call.node] == number[call.node] else { continue }
      var members: [Int] = []
      while let member = path.popLast() {
        open[member] = false
        members.append(member)
        if member == call.node { break }
      }
      components.append(members)
    }
  }
  return components
}

/// Members in order, each after what it requires.
private func required(_ members: [Int], _ requirements: (Int) -> [Int]) -> [Int] {
  var order: [Int] = []
  var entered: Set<Int> = []
  for root in members where entered.insert(root).inserted {
    var calls: [(node: Int, requirements: [Int], position: Int)] = [(root, requirements(root), 0)]
    while let call = calls.last {
      if call.position == call.requirements.count {
        order.append(call.node)
        calls.removeLast()
        continue
      }
      calls[calls.count - 1].position += 1
      let next = call.requirements[call.position]
      if entered.insert(next).inserted { calls.append((next, requirements(next), 0)) }
    }
  }
  return order
}
