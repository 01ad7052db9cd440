import ArgumentParser
import Catalog
import Diagnostics
import Driver
import Policy
import Stack
import System
import YAMLSyntax

/// What the shell is offered where the words are not known when the script is made.
enum Completions {
  /// The services of the stack file at hand: that of `--stack`, else ./stack.yaml. After a comma, the next of a list.
  static let services = CompletionKind.custom { words, index, prefix in
    let names = namesOfServices(in: stackFile(words))
    guard let comma = prefix.utf8.lastIndex(of: UInt8(ascii: ",")) else { return names }
    let before = String(prefix[...comma])
    return names.map { before + $0 }
  }

  /// The controls by their ids.
  static let rules = CompletionKind.custom { _, _, _ in Rules.all.map(\.id.description) }

  private static func stackFile(_ words: [String]) -> String {
    for (index, word) in words.enumerated() {
      if word == "--stack", index + 1 < words.count { return words[index + 1] }
      if word.hasPrefix("--stack=") { return String(word.dropFirst("--stack=".count)) }
    }
    return "stack.yaml"
  }

  /// A file that is half written still has names: only its syntax must be right.
  private static func namesOfServices(in path: String) -> [String] {
    var sink = DiagnosticSink()
    guard let file = loadSource(path, into: &sink), let root = parseYAML(file, into: &sink), case .mapping(let entries) = root.content,
      let services = entries.first(where: { $0.key.value == "services" }), case .mapping(let members) = services.value.content
    else { return [] }
    return members.map(\.key.value).filter { ServiceName($0) != nil && !$0.hasPrefix("x-") }
  }
}
