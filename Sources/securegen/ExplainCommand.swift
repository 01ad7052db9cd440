import ArgumentParser
import Diagnostics
import Driver
import Policy
import System

enum ExplainFormat: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell what a control demands, why, and what securegen does for it.",
    discussion: """
      securegen explain                    the list of controls
      securegen explain SG-209             one of them in full
      securegen explain --format markdown  all of them, the rule reference
      """)

  @Argument(help: "A control's id, SG-209.", completion: Completions.rules)
  var id: String?

  @Option(help: "How it is printed: text, json or markdown.")
  var format: ExplainFormat = .text

  func run() throws {
    ignoreBrokenPipeSignal()
    var rules = Rules.all
    if let id {
      guard let rule = Rules.rule(id.uppercased()) else {
        let nearest = nearestName(to: id.uppercased(), among: Rules.all.map(\.id.description))
        throw ValidationError(
          "there is no control '\(id.prefix(40))'" + (nearest.map { "; did you mean \($0)?" } ?? "; securegen explain lists them all"))
      }
      rules = [rule]
    }
    switch format {
    case .text: try? writeAll(1, id == nil ? RuleReference.list() : rules.flatMap(RuleReference.text))
    case .json: try? writeAll(1, RuleReference.json(rules))
    case .markdown: try? writeAll(1, RuleReference.markdown(rules))
    }
  }
}
