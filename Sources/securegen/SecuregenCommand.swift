import ArgumentParser
import Driver

struct SecuregenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "securegen",
    abstract: "Compile a stack file into a hardened, verifiable Docker deployment.",
    discussion: """
      securegen build stack.yaml            validate, then write Generated/<stack>/
      securegen validate stacks/            check every stack.yaml below stacks/
      securegen build --output out a.yaml   write out/<stack>/

      Findings go to standard error. Exit codes: 0 clean, 1 findings at or above --fail-on, 2 bad usage or unreadable input.
      """,
    version: Securegen.version,
    subcommands: [
      InitCommand.self, AddCommand.self, RemoveCommand.self, BuildCommand.self, ValidateCommand.self, DiffCommand.self, ExplainCommand.self,
      PolicyCommand.self, SchemaCommand.self,
    ])
}
