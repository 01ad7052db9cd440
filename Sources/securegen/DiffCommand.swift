import ArgumentParser
import Diagnostics
import Driver
import System

enum DiffFormat: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what would change, in security terms and file by file.",
    discussion: """
      securegen diff Specs/                                     what is on disk against what would be built
      securegen diff --old shop-1.yaml shop-2.yaml              two stack files
      securegen diff --policy old.yaml --policy new.yaml Specs/ the same stacks under two policies
      securegen diff --fail-on-weaker --format markdown Specs/  for a pull request

      Each line is stronger, weaker or neutral. Exit codes: 0, 1 with --fail-on-weaker and a weaker line, or findings; 2 bad usage.
      """)

  @Argument(help: "Stack files, or folders searched for stack.yaml.", completion: .file())
  var stacks: [String] = ["./stack.yaml"]

  @Option(help: "How the comparison is printed: text, json or markdown.")
  var format: DiffFormat = .text

  @Option(help: "A stack file to compare the one given stack with.", completion: .file())
  var old: String?

  @Option(help: "Given twice: compare the stacks under the first and the second policy (baseline, strict or a policy file).")
  var policy: [String] = []

  @Option(name: [.short, .long], help: "The folder that holds one folder per stack.")
  var output = "Generated"

  @Flag(name: .customLong("fail-on-weaker"), help: "Exit 1 where anything becomes weaker.")
  var failOnWeaker = false

  @Flag(name: .customLong("security-only"), help: "Leave out the files (text format).")
  var securityOnly = false

  @Option(name: .customLong("as-of"), help: "The day that dates are judged by, YYYY-MM-DD (default: today).")
  var asOf: DayArgument?

  func validate() throws {
    guard policy.isEmpty || policy.count == 2 else { throw ValidationError("--policy is given twice: the old policy and the new one") }
    if old != nil && !policy.isEmpty { throw ValidationError("--old compares stack files, --policy policies: give one of them") }
    if old != nil && stacks.count != 1 { throw ValidationError("--old takes exactly one stack file beside it") }
  }

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let paths = discoverStacks(stacks, into: &sink)
    var options = CompileOptions(output: output, asOf: asOf?.date ?? today())
    let diffs: [StackDiff]
    if let old {
      let before = BuildRun([old], options: options, into: &sink).compiled
      let after = BuildRun(paths, options: options, into: &sink).compiled
      diffs = zip(before, after).map { diffStacks(old: $0, new: $1) }
    } else if policy.count == 2 {
      options.policy = policy[0]
      let before = BuildRun(paths, options: options, into: &sink).compiled
      options.policy = policy[1]
      let after = BuildRun(paths, options: options, into: &sink).compiled
      diffs = before.count == after.count ? zip(before, after).map { diffStacks(old: $0, new: $1) } : []
    } else {
      diffs = BuildRun(paths, options: options, into: &sink).compiled.compactMap { diffWithDisk($0, into: &sink) }
    }
    let code = finish(sink, format: .text, failOn: .error, closing: "")
    if code != 0 { throw ExitCode(code) }
    switch format {
    case .text: try? writeAll(1, DiffReport.text(diffs, files: !securityOnly))
    case .json: try? writeAll(1, DiffReport.json(diffs))
    case .markdown: try? writeAll(1, DiffReport.markdown(diffs))
    }
    if failOnWeaker, diffs.contains(where: { $0.count(.weaker) > 0 }) { throw ExitCode(1) }
  }
}
