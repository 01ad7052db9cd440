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

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let paths = discoverStacks(common.stacks, into: &sink)
    let run = BuildRun(paths, options: CompileOptions(output: output, asOf: common.day), into: &sink)
    var summaries = ""
    let failing = sink.diagnostics.contains { $0.severity >= common.failOn.severity }
    if !failing {
      for compiled in run.compiled {
        if let report = writeOutput(compiled, force: force, into: &sink) { summaries += BuildSummary(compiled, report: report).text }
      }
    }
    let code = common.finish(sink, closing: failing ? "; nothing was written" : "")
    writeText(summaries, to: 1)
    if code != 0 { throw ExitCode(code) }
  }
}
