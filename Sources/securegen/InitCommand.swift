import ArgumentParser
import Catalog
import Diagnostics
import Driver
import Scaffold
import Stack
import System

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Begin a project: a stack file, sources that answer, secrets.",
    discussion: """
      securegen init
          asks, in a terminal; else three-tier in this directory
      securegen init shop --template three-tier
          a page, an API and a database in ./shop
      securegen init --template node --name books
          a Node.js application behind nginx, here
      securegen init --from ./app
          around code that is there, as its own files say

      Templates:
      \(Template.all.map { "  \($0.name)\(String(repeating: " ", count: max(1, 12 - $0.name.utf8.count)))\($0.summary)" }.joined(separator: "\n"))

      Nothing is ever overwritten: what is in the way is listed, and nothing
      is written.
      """)

  @Argument(help: "The project's directory.", completion: .directory)
  var directory = "."

  @Option(help: "What to begin with, one of those above.", completion: .list(Template.all.map(\.name)))
  var template: String?

  @Option(help: "The stack's name (default: the directory's).")
  var name: String?

  @Option(help: "A directory with code, in the project's, to build the stack around.", completion: .directory)
  var from: String?

  func validate() throws {
    if from != nil && template != nil { throw ValidationError("--from builds around code, --template begins without: give one of them") }
  }

  func run() throws {
    ignoreBrokenPipeSignal()
    let asks = template == nil && name == nil && from == nil && isTerminal(0) && isTerminal(1)
    let chosen = asks ? askTemplate() : try namedTemplate()
    let stack = asks ? try askName() : try stackName()
    let source = try from.map { try pathBelow(directory, $0) }
    let plan: FilePlan
    do {
      if let source, let from {
        plan = try around(source, at: from, stack)
      } else {
        plan = try newProject(chosen, name: stack, in: directory)
      }
      let obstacles = try plan.obstacles().map { joined(directory, $0) }
      guard obstacles.isEmpty else {
        writeText("securegen: in the way: \(obstacles.joined(separator: ", ")); nothing was written\n", to: 2)
        throw ExitCode(2)
      }
      try plan.write()
    } catch let error as SystemError {
      throw refusal(error)
    }
    report(plan, stack)
  }

  // MARK: Choices

  private func namedTemplate() throws -> Template {
    guard let template else { return Template.all[0] }
    if let found = Template.named(template) { return found }
    let names = Template.all.map(\.name)
    throw ValidationError(
      "--template \(template): there are \(enumeration(names))" + (nearestName(to: template, among: names).map { "; \($0)?" } ?? ""))
  }

  private func stackName() throws -> StackName {
    guard let name else {
      guard let proper = defaultName, let stack = StackName(proper) else {
        throw ValidationError("the directory's name makes no stack's name: say --name")
      }
      return stack
    }
    guard let stack = StackName(name) else {
      let proper = properName(name).map { ": try \($0)" } ?? ""
      throw ValidationError("--name \(name): lower-case letters, digits and '-', beginning with a letter, at most 31\(proper)")
    }
    return stack
  }

  /// What the directory is called, whether or not it is there yet.
  private var defaultName: String? {
    let path = (try? realPath(directory)) ?? lexicallyNormalized(joined((try? currentDirectory()) ?? "/", directory))
    return properName(lastName(path))
  }

  /// A project around code, after showing what the code's own files say.
  private func around(_ source: String, at path: String, _ stack: StackName) throws -> FilePlan {
    let proposal = detect(try SourceFolder(path))
    writeText("found in \(path):\n" + proposal.lines.map { $0 + "\n" }.joined(), to: 1)
    if source == ".", proposal.runtime?.value == "nginx" {
      writeText(
        "securegen: the stack file would be served with the page: put the page into a directory of its own; nothing was written\n", to: 2)
      throw ExitCode(2)
    }
    let service = properName(lastName(source)).flatMap { $0 == "web" ? nil : ServiceName($0) }
    guard proposal.isBuilt, let service = service ?? ServiceName("app") else {
      writeText("securegen: no stack can be made around \(path) as it is; nothing was written\n", to: 2)
      writeText("begin with securegen init --template nginx, then securegen add NAME --image IMAGE:TAG --from web\n", to: 2)
      throw ExitCode(2)
    }
    return newProject(around: source, proposal, service: service, name: stack, in: directory)
  }

  // MARK: Asking

  private func askTemplate() -> Template {
    var text = "What to begin with?\n"
    for (number, template) in Template.all.enumerated() { text += "  \(number + 1)  \(template.name): \(template.summary)\n" }
    writeText(text, to: 1)
    while true {
      writeText("template [\(Template.all[0].name)]: ", to: 1)
      guard let answer = readLine().map(trimmed), !answer.isEmpty else { return Template.all[0] }
      if let number = Int(answer), Template.all.indices.contains(number - 1) { return Template.all[number - 1] }
      if let template = Template.named(answer) { return template }
    }
  }

  private func askName() throws -> StackName {
    while true {
      let proposed = defaultName ?? "shop"
      writeText("name [\(proposed)]: ", to: 1)
      guard let answer = readLine().map(trimmed), !answer.isEmpty else {
        guard let name = StackName(proposed) else { return try stackName() }
        return name
      }
      if let name = StackName(answer) { return name }
      writeText("a name is lower-case letters, digits and '-', beginning with a letter, at most 31\n", to: 1)
    }
  }

  // MARK: Telling

  private func report(_ plan: FilePlan, _ stack: StackName) {
    var text = ""
    for file in plan.files { text += "written  \(joined(directory, file.path))\(file.mode == 0o600 ? "  (random, never in git)" : "")\n" }
    text += """

      next:
      \(directory == "." ? "" : "  cd \(shellWord(directory))\n")\
        securegen build
        Generated/\(stack)/build.sh && Generated/\(stack)/run.sh && Generated/\(stack)/verify.sh

      """
    writeText(text, to: 1)
  }
}
