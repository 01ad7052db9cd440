import Foundation
import Languages

/// `languages-probe DIR PORT < values`: one value a line, as UTF-8 in hexadecimal. Prints the values through every printer into files
/// under DIR. Which values a file holds is the reader's (Tests/roundtrip/run) to say: each one that the tree's contract admits.
@main
struct Probe {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = Int(arguments[2]) else {
      FileHandle.standardError.write(Data("usage: languages-probe DIR PORT < values\n".utf8))
      exit(2)
    }
    var values: [String] = []
    while let line = readLine() {
      guard let bytes = decodeHex(line) else { continue }
      values.append(String(decoding: bytes, as: UTF8.self))
    }
    let directory = URL(fileURLWithPath: arguments[1])
    for (name, tree) in files(values, port: port) { try Data(tree.printed).write(to: directory.appendingPathComponent(name)) }
    var line = Output()
    JSONValue.array(values.map(JSONValue.string)).printLine(into: &line)
    try Data(line.bytes).write(to: directory.appendingPathComponent("line.json"))
  }

  static func files(_ values: [String], port: Int) -> [(String, any Printable)] {
    let comments = values.map { CommentText($0) }
    // Docker takes lines of 64 KiB at most, and line breaks in JSON forms only.
    let short = values.filter { $0.utf8.count < 10_000 }
    let oneLine = short.filter { !$0.utf8.contains(10) && !$0.utf8.contains(13) }
    return [
      ("arguments.sh", shellArguments(values, comments)),
      // The same in short, for shellcheck, which takes seconds for megabytes.
      ("short.sh", shellArguments(values.filter { $0.utf8.count < 1000 }, comments.filter { $0.text.utf8.count < 1000 })),
      ("one-command.sh", ShellScript(header: [], [.command(ShellCommand(["printf", "%s\\0"] + values.map(ShellWord.text)))])),
      ("Dockerfile", dockerfile(short, oneLine, comments)),
      ("nginx.conf", nginx(values, comments, port: port)),
      ("values.json", JSONValue.object([("values", .array(values.map(JSONValue.string))), ("keys", keyed(values))])),
      ("values.yaml", yaml(values, comments)),
      ("profile", profile(values, comments)),
      ("document.md", markdown(values)),
    ]
  }

  static func keyed(_ values: [String]) -> JSONValue {
    .object(values.enumerated().map { ("\($0.offset) \($0.element)", .integer($0.offset)) })
  }

  /// Each value as an argument, by way of a variable, and joined between text and a variable.
  static func shellArguments(_ values: [String], _ comments: [CommentText]) -> ShellScript {
    var statements: [ShellStatement] = [.assign("end", "END")]
    for (value, comment) in zip(values, comments) {
      statements.append(.comment(comment))
      statements.append(.command(ShellCommand("printf", "%s\\0", .text(value))))
      statements.append(.assign("value", .text(value)))
      statements.append(.command(ShellCommand("printf", "%s\\0", .variable("value"))))
      statements.append(.command(ShellCommand("printf", "%s\\0", .joined([.text(value), .variable("end"), .text(value)]))))
      statements.append(.command(ShellCommand("printf", "%s\\0", .joined(["a=", .source("\"$(printf x)\""), .text(value)]))))
    }
    return ShellScript(header: comments, [.function("main", statements), .command(ShellCommand("main"))])
  }

  static func dockerfile(_ values: [String], _ oneLine: [String], _ comments: [CommentText]) -> Dockerfile {
    let image = BareWord(literal: "debian:trixie")
    var instructions: [DockerInstruction] = comments.map { .comment($0) } + [.from(image: image, stage: nil)]
    for (index, value) in oneLine.enumerated() {
      let name = BareWord("V\(index)")!
      instructions.append(.label(name: name, value: value))
      instructions.append(.env(name: name, value: value))
      instructions.append(.run([ShellCommand("true"), ShellCommand("printf", "%s\\0", .text(value), .joined(["--x=", .text(value)]))]))
    }
    for (value, comment) in zip(values, comments) {
      instructions.append(.comment(comment))
      instructions.append(.runExec([value, value + "\\"]))
    }
    instructions.append(.healthcheck(interval: 10, timeout: 3, startPeriod: 5, retries: 3, command: ["echo"] + values.prefix(20)))
    instructions.append(.entrypoint([]))
    instructions.append(.cmd(Array(values.filter { $0.utf8.count < 60 }.prefix(250))))
    return Dockerfile(instructions)
  }

  /// The values that fit a token, as the body of a response, a header, and (read by nginx without variables) a content type.
  static func nginx(_ values: [String], _ comments: [CommentText], port: Int) -> NginxConfiguration {
    var locations: [NginxNode] = []
    var unasked: [NginxNode] = []
    for (index, value) in values.enumerated() where NginxArgument.text(value).tokenLength < 4000 {
      locations.append(.comment(comments[index]))
      let type = NginxNode.directive("default_type", [.verbatim("x" + value)])
      let path = NginxArgument.joined(["/", .number(index)])
      unasked.append(.block("location", ["=", path], [type]))
      var nodes: [NginxNode] = []
      if !value.utf8.contains(where: { $0 < 0x20 }) {
        nodes.append(type)
        nodes.append(.directive("add_header", ["X-Value", .text(value), "always"]))
        nodes.append(.directive("add_header", ["X-Joined", .joined(["<$", "{request_method}", .text(value), ">"]), "always"]))
      }
      nodes.append(.directive("return", [.number(200), .text(value)]))
      locations.append(.block("location", ["=", path], nodes))
    }
    let listen = NginxArgument.joined(["127.0.0.1:", .number(port)])
    var http: [NginxNode] = [.directive("access_log", ["off"])]
    for (name, folder) in temporary { http.append(.directive(name, [folder])) }
    http.append(.block("geo", ["$dollar"], [.directive("default", [.verbatim("$")])]))
    http.append(.block("server", [], [.directive("listen", [listen])] + locations))
    // Content types with line breaks in them, which only a reader of the file should see.
    http.append(.block("server", [], [.directive("listen", [listen]), .directive("server_name", [.verbatim("unasked.test")])] + unasked))
    var nodes: [NginxNode] = comments.map { .comment($0) }
    nodes.append(.directive("worker_processes", [.number(1)]))
    nodes.append(.directive("daemon", ["off"]))
    nodes.append(.directive("pid", ["nginx.pid"]))
    nodes.append(.directive("error_log", ["stderr"]))
    nodes.append(.block("events", [], []))
    nodes.append(.block("http", [], http))
    return NginxConfiguration(nodes)
  }

  private static let temporary: [(NginxName, NginxArgument)] = [
    ("client_body_temp_path", "client"), ("proxy_temp_path", "proxy"), ("fastcgi_temp_path", "fastcgi"), ("uwsgi_temp_path", "uwsgi"),
    ("scgi_temp_path", "scgi"),
  ]

  static func yaml(_ values: [String], _ comments: [CommentText]) -> YAMLDocumentTree {
    let keys = values.enumerated().filter { $0.element.utf8.count < 150 }.map { index, value in
      YAMLMember(value.isEmpty ? "" : "\(value) \(index)", .integer(index))
    }
    return YAMLDocumentTree(
      header: comments,
      [
        YAMLMember("on", "push", above: comments, beside: comments.last),
        YAMLMember("values", .sequence(values.map(YAMLValue.string)), beside: comments.first),
        YAMLMember("blocks", .sequence(values.map(YAMLValue.block))),
        YAMLMember(
          "members",
          .sequence(
            zip(values, comments).map { value, comment in
              .mapping([
                YAMLMember("key", .string(value), above: [comment], beside: comment), YAMLMember("text", .block(value), beside: comment),
                YAMLMember("none", .sequence([])), YAMLMember("nested", .sequence([.sequence([.string(value)]), .mapping([])])),
              ])
            })),
        YAMLMember("keys", .mapping(keys)),
        YAMLMember("last", true),
      ])
  }

  static func profile(_ values: [String], _ comments: [CommentText]) -> AppArmorProfile {
    var rules: [AppArmorRule] = comments.map { .comment($0) }
    for value in values where value.utf8.count < 4000 { rules.append(.file(.path("/" + value + "."), "r")) }
    rules.append(.denyFile(.tree("/dir with space/"), "rwklx"))
    rules.append(.file(.children("/usr/bin"), "rix"))
    rules.append(.capability(BareWord(literal: "chown")))
    rules.append(.rule("network inet stream"))
    return AppArmorProfile(header: comments, name: BareWord(literal: "probe"), rules: rules)
  }

  static func markdown(_ values: [String]) -> MarkdownDocument {
    var blocks: [MarkdownBlock] = []
    for value in values {
      blocks.append(.heading(2, [.text(value)]))
      blocks.append(.paragraph([.text(value)]))
      blocks.append(.paragraph([.text(value), .code(value), .strong(value), .link(text: value, target: "a/" + value)]))
      blocks.append(.bullets([[.text(value)], [.code(value)]]))
      blocks.append(.numbered([[.text(value)], [.strong(value)]]))
      blocks.append(.table(header: [[.text(value)], [.code(value)]], rows: [[[.text(value)], [.code(value)]], [[.strong(value)]]]))
      blocks.append(.fence(language: "sh", value))
    }
    return MarkdownDocument(blocks)
  }

  static func decodeHex(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      if let before = high {
        bytes.append(before << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }
}
