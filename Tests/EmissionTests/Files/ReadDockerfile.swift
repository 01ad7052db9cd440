/// A Dockerfile as Docker reads it: stages of instructions, comments dropped, continued lines joined.
struct ReadDockerfile {
  struct Instruction: Equatable {
    var keyword: String
    var rest: String
  }
  struct Stage {
    var from: String
    var instructions: [Instruction]
    func all(_ keyword: String) -> [String] { instructions.filter { $0.keyword == keyword }.map(\.rest) }
  }
  var stages: [Stage] = []

  init(_ text: String) {
    var pending = ""
    for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
      let line = pending.isEmpty ? line : line.drop { $0 == " " }
      if line.hasSuffix("\\") {
        pending += line.dropLast()
        continue
      }
      let whole = pending + line
      pending = ""
      let keyword = String(whole.prefix { $0 != " " })
      let rest = String(whole.dropFirst(keyword.count + 1))
      if keyword == "FROM" {
        stages.append(Stage(from: rest, instructions: []))
      } else {
        stages[stages.count - 1].instructions.append(Instruction(keyword: keyword, rest: rest))
      }
    }
  }

  var final: Stage { stages[stages.count - 1] }
  func stage(named name: String) -> Stage? { stages.first { $0.from.hasSuffix(" AS \(name)") } }
  /// Instructions of the final stage and of every stage it stands on, base first.
  var inFinalImage: [Instruction] {
    guard let base = stage(named: final.from) else { return final.instructions }
    return base.instructions + final.instructions
  }
}
