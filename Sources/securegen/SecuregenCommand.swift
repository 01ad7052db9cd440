import ArgumentParser
import Driver

struct SecuregenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "securegen",
    abstract: "Compile a stack file into a hardened, verifiable Docker deployment.",
    discussion: """
      securegen init shop                   begin a project in ./shop
      securegen add api --runtime node      one more service, in place
      securegen build stack.yaml            validate, write Generated/<stack>/
      securegen validate stacks/            check every stack.yaml below stacks/
      securegen build --output out a.yaml   write out/<stack>/

      Findings go to standard error. Exit codes: 0 clean, 1 findings at or
      above --fail-on, 2 bad usage or unreadable input.

      Completions: securegen --generate-completion-script bash (or zsh, fish).
      """,
    version: Securegen.version,
    subcommands: [
      InitCommand.self, AddCommand.self, RemoveCommand.self, BuildCommand.self, ValidateCommand.self, DiffCommand.self, ExplainCommand.self,
      PolicyCommand.self, SchemaCommand.self,
    ])
}
