import ArgumentParser

struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Validate stack files and write their deployment.",
    discussion: """
      securegen build                         ./stack.yaml → Generated/<stack>/
      securegen build Specs/                  every stack.yaml below Specs/
      securegen build --output out shop.yaml  → out/<stack>/

      Nothing is written when any stack has an error. Files that did not change are left alone.
      """)

  @OptionGroup var common: CommonOptions

  @Option(name: [.short, .long], help: "The folder that receives one folder per stack.")
  var output = "Generated"

  @Flag(help: "Also replace files that were edited by hand; each is kept as NAME.orig.")
  var force = false

  @Flag(help: "Write nothing; exit 1 and list where the output on disk is not what would be built.")
  var check = false

  @Flag(name: .customLong("dry-run"), help: "Write nothing; list what a build would change.")
  var dryRun = false

  func validate() throws {
    // An unset variable in a script must not spread a stack over the current folder.
    if output.isEmpty { throw ValidationError("--output is empty; '.' is the current folder") }
    if check && dryRun { throw ValidationError("--check and --dry-run are two ways to write nothing: give one of them") }
  }

  var request: BuildRequest {
    BuildRequest(
      stacks: common.stacks, format: common.format, failOn: common.failOn, asOf: common.asOf?.date, output: output, force: force,
      check: check, dryRun: dryRun)
  }

  func run() throws {
    let code = request.run()
    if code != 0 { throw ExitCode(code) }
  }
}
