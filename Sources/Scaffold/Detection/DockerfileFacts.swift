import Diagnostics
import Stack
import YAMLSyntax

/// What a Dockerfile that is there tells of the program: only FROM, EXPOSE and CMD of its last stage are looked at.
struct DockerfileFacts {
  var image: Found<String>?
  var port: Found<Int>?
  var command: Found<[String]>?

  init?(_ folder: SourceFolder) {
    guard let lines = folder.lines("Dockerfile") else { return nil }
    var text = ""
    var first = 0
    for line in lines {
      if text.isEmpty { first = line.number }
      if line.text.hasPrefix("#") { continue }
      // An instruction goes on where a line ends in a backslash.
      if line.text.hasSuffix("\\") {
        text += line.text.dropLast() + " "
        continue
      }
      take(text + line.text, line: first)
      text = ""
    }
  }

  private mutating func take(_ instruction: String, line: Int) {
    let words = instruction.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    guard words.count > 1 else { return }
    let rest = trimmed(String(instruction.drop { $0 == " " }.dropFirst(words[0].count)))
    let evidence = Evidence("Dockerfile", line: line, shown(instruction))
    switch words[0].uppercased() {
    case "FROM":
      image = words.dropFirst().first { !$0.hasPrefix("--") }.map { Found($0, evidence) }
      // The final image is the last stage alone.
      (port, command) = (nil, nil)
    case "EXPOSE":
      let number = words[1].split(separator: "/").first.flatMap { Int($0) }
      if port == nil, let number, (1...65535).contains(number) { port = Found(number, evidence) }
    case "CMD":
      // One that needs a shell is not proposed: nothing here is handed to one.
      command = (Self.execForm(rest) ?? simpleWords(rest)).map { Found($0, evidence) }
    default: break
    }
  }

  /// `["node", "app.js"]`: a JSON list of texts.
  private static func execForm(_ text: String) -> [String]? {
    guard text.hasPrefix("[") else { return nil }
    var sink = DiagnosticSink()
    guard let node = parseYAML(SourceFile(path: "CMD", bytes: Array(text.utf8)), into: &sink), case .sequence(let items) = node.content
    else {
      return nil
    }
    let words = items.compactMap(\.text)
    return words.count == items.count && !words.isEmpty ? words : nil
  }
}
