import Foundation
import Languages
import XCTest

final class ShellTests: XCTestCase {
  func line(_ words: ShellWord...) -> String {
    let text = ShellScript(header: [], [.command(ShellCommand(words))]).text
    return String(text.dropFirst("#!/bin/sh\n\n".count).dropLast())
  }

  func testBareAndQuotedWords() {
    XCTAssertEqual(
      line("docker", "run", "--rm", "nginx:1.30@sha256:ab", "a=b,c=d", "50%"), "docker run --rm nginx:1.30@sha256:ab a=b,c=d 50%")
    XCTAssertEqual(line("x", ""), "x ''")
    XCTAssertEqual(line("x", "a b"), #"x "a b""#)
    XCTAssertEqual(line("x", "it's"), #"x "it's""#)
    XCTAssertEqual(line("x", #"a\"#), #"x "a\\""#)
    XCTAssertEqual(line("x", #""$HOME" `id` \n"#), #"x "\"\$HOME\" \`id\` \\n""#)
    XCTAssertEqual(line("x", "a\nb"), "x \"a\nb\"")
    XCTAssertEqual(line("x", "*", "?", "[a]", "{a,b}", "!", "^", "é"), #"x "*" "?" "[a]" "{a,b}" "!" "^" "é""#)
    XCTAssertEqual(line("x", "“a”"), #"x '“'"a"'”'"#)
  }

  func testTildeIsNeverExpanded() {
    XCTAssertEqual(line("x", "~/a b"), #"x \~"/a b""#)
    XCTAssertEqual(line("x", "~"), #"x \~"#)
    XCTAssertEqual(line("x", "a=~/b"), #"x "a=~/b""#)
  }

  func testReservedWordsAndAssignmentsAreQuoted() {
    XCTAssertEqual(line("if", "then"), #""if" "then""#)
    XCTAssertEqual(line("a=b", "c=d"), #""a=b" c=d"#)
    XCTAssertEqual(line("-x"), #""-x""#)
    XCTAssertEqual(line("x", "=", "=a", "+=b"), #"x "=" "=a" "+=b""#)
  }

  func testVariablesShareTheQuotesOfTheTextBesideThem() {
    XCTAssertEqual(line(.variable("here")), #""$here""#)
    XCTAssertEqual(line("x", .joined([.variable("here"), "/web/Dockerfile"])), #"x "$here/web/Dockerfile""#)
    XCTAssertEqual(line("x", .joined([.variable("here"), "_a"])), #"x "${here}_a""#)
    XCTAssertEqual(line("x", .joined([.variable("a"), "é"])), #"x "${a}é""#)
    XCTAssertEqual(line("x", .joined(["~/", .variable("a"), .variable("b")])), #"x \~"/$a$b""#)
    XCTAssertEqual(line("x", .joined(["uid=", .source("\"$(id -u)\"")])), #"x uid="$(id -u)""#)
    XCTAssertEqual(line("x", .joined([.joined(["a", ""]), .joined(["b"])])), "x ab")
    XCTAssertEqual(line("x", .joined([])), "x ''")
    XCTAssertEqual(line(.joined(["i", "f"])), #""if""#)
  }

  func testNames() {
    for text in ["", "1a", "a-b", "é", "a b"] { XCTAssertNil(ShellName(text), text) }
    for text in ["_a1", "A", "_"] { XCTAssertEqual(ShellName(text)?.text, text) }
  }

  func testScript() {
    let script = ShellScript(
      header: ["One line.", "", "Two\nlines."],
      [
        .code("set -eu"), .blank, .assign("here", .source("$(pwd)")), .assign("kind", "ls"), .assign("path", "/a/b"), .assign("empty", ""),
        .assign("count", "12"),
        .function("stop", [.comment("why"), .command(ShellCommand("docker", "rm", .variable("here")))]),
        .function("nothing", [.comment("later")]),
        .pipeline([ShellCommand("tar", "-c", "."), ShellCommand("docker", "build", "-")]),
      ])
    assertPrints(
      script,
      """
      #!/bin/sh
      # One line.
      #
      # Two lines.

      set -eu

      here=$(pwd)
      kind="ls"
      path=/a/b
      empty=''
      count=12
      stop() {
        # why
        docker rm "$here"
      }
      nothing() {
        # later
        :
      }
      tar -c . | docker build -

      """)
  }

  func testLongCommandsTakeOneOptionALine() {
    let command = ShellCommand(
      "docker", "create", "--name", "three-tier-web", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true",
      "--label", .text("a b\nc"), .joined([.variable("image"), ":1"]), "nginx")
    assertPrints(
      ShellScript(header: [], [.function("f", [.command(command)])]),
      """
      #!/bin/sh

      f() {
        docker create \\
          --name three-tier-web \\
          --read-only \\
          --cap-drop ALL \\
          --security-opt no-new-privileges:true \\
          --label "a b
      c" \\
          "$image:1" \\
          nginx
      }

      """)
    let long = ShellCommand("cat", .text(String(repeating: "x", count: 60)), .text(String(repeating: "y", count: 60)))
    XCTAssertTrue(
      ShellScript(header: [], [.pipeline([long, ShellCommand("sort")])]).text.hasSuffix(
        "\n\ncat \\\n  \(String(repeating: "x", count: 60)) \\\n  \(String(repeating: "y", count: 60)) |\n  sort\n"))
  }

  /// The real sh reads every value back, as an argument, through a variable and joined.
  func testShellReadsBackWhatWasPrinted() throws {
    let values = Hostile.values(2500)
    var statements: [ShellStatement] = [.assign("end", "END")]
    for value in values {
      statements.append(.assign("value", .text(value)))
      statements.append(
        .command(
          ShellCommand("printf", "%s\\0", .text(value), .variable("value"), .joined([.text(value), .variable("end"), .text(value)]))))
    }
    let script = ShellScript(header: [], statements)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("languages-\(UUID().uuidString).sh")
    try Data(script.printed).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [path.path]
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nowhere"]
    process.standardOutput = pipe
    try process.run()
    let read = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    var words = read.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    words.removeLast()
    XCTAssertEqual(words.count, values.count * 3)
    for (index, value) in values.enumerated() where words.count == values.count * 3 {
      XCTAssertEqual(words[index * 3], Array(value.utf8), "argument \(value.debugDescription.prefix(80))")
      XCTAssertEqual(words[index * 3 + 1], Array(value.utf8), "assigned \(value.debugDescription.prefix(80))")
      XCTAssertEqual(words[index * 3 + 2], Array((value + "END" + value).utf8), "joined \(value.debugDescription.prefix(80))")
    }
  }
}
