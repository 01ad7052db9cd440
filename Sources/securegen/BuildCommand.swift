import ArgumentParser
import Diagnostics
import Driver
import System

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

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let paths = discoverStacks(common.stacks, into: &sink)
    let run = BuildRun(paths, options: CompileOptions(output: output, asOf: common.day), into: &sink)
    var text = ""
    var differs = false
    let failing = sink.diagnostics.contains { $0.severity >= common.failOn.severity }
    if check || dryRun {
      for compiled in run.compiled {
        guard let comparison = OutputComparison(compiled, into: &sink) else { continue }
        differs = differs || !comparison.isExact
        text += comparison.lines.map { $0 + "\n" }.joined()
      }
    } else if !failing {
      text = run.write(force: force, into: &sink).map(\.text).joined()
    }
    let code = finish(sink, format: common.format, failOn: common.failOn.severity, closing: failing ? "; nothing was written" : "")
    writeText(text, to: 1)
    if code != 0 { throw ExitCode(code) }
    if check && differs { throw ExitCode(1) }
  }
}
