import ArgumentParser
import Diagnostics
import Driver
import System

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check stack files; write nothing.",
    discussion: """
      securegen validate                              ./stack.yaml
      securegen validate --format sarif Specs/        for a code scanning service
      securegen validate --fail-on warning stack.yaml warnings fail too
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let paths = discoverStacks(common.stacks, into: &sink)
    // Compiled in full, as some findings (an exhausted pool, two stacks of one name) show only then.
    let run = BuildRun(paths, options: CompileOptions(asOf: common.day), into: &sink)
    let code = finish(sink, format: common.format, failOn: common.failOn.severity, closing: "")
    if code == 0, common.format == .text {
      writeText(run.compiled.map { "\($0.name.value): valid\n" }.joined(), to: 1)
    }
    if code != 0 { throw ExitCode(code) }
  }
}
