import Catalog
import Diagnostics
import Driver
import System

/// What `build` is asked for, however the command line was read.
struct BuildRequest: Equatable {
  var stacks = ["./stack.yaml"]
  var format = ReportFormat.text
  var failOn = FailOn.error
  /// nil: today.
  var asOf: CalendarDate?
  var output = "Generated"
  var force = false
  var check = false
  var dryRun = false

  /// The exit code.
  func run() -> Int32 {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let paths = discoverStacks(stacks, into: &sink)
    let run = BuildRun(paths, options: CompileOptions(output: output, asOf: asOf ?? today()), writes: !check && !dryRun, into: &sink)
    var text = ""
    var differs = false
    let failing = sink.diagnostics.contains { $0.severity >= failOn.severity }
    if check || dryRun {
      for compiled in run.compiled {
        guard let comparison = OutputComparison(compiled, into: &sink) else { continue }
        differs = differs || !comparison.isExact
        text += comparison.lines.map { $0 + "\n" }.joined()
      }
    } else if !failing {
      text = run.write(force: force, into: &sink).map(\.text).joined()
    }
    let code = finish(sink, format: format, failOn: failOn.severity, closing: failing ? "; nothing was written" : "")
    writeText(text, to: 1)
    return code == 0 && check && differs ? 1 : code
  }
}

extension BuildRequest {
  /// Reads the usual forms of `build`'s arguments without the argument parser, whose reflection costs a fifth of a small build.
  /// nil for all else, wrong usage included: the parser reads that, and has the words for what is wrong.
  init?(usual arguments: some Sequence<String>) {
    self.init()
    var paths: [String] = []
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      guard argument.utf8.first == UInt8(ascii: "-") else {
        if argument.isEmpty || argument == "help" { return nil }
        paths.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      switch argument {
      case "--force": force = true
      case "--check": check = true
      case "--dry-run": dryRun = true
      default:
        // `-o=x` is no usual form.
        guard let value = parts.count == 1 ? rest.next() : argument.hasPrefix("--") ? parts[1] : nil, !value.isEmpty,
          value.utf8.first != UInt8(ascii: "-"), set(parts[0], to: value)
        else { return nil }
      }
    }
    if check && dryRun { return nil }
    if !paths.isEmpty { stacks = paths }
  }

  /// false for an unknown option or a value it can't have.
  private mutating func set(_ option: String, to value: String) -> Bool {
    switch option {
    case "-o", "--output": output = value
    case "--format":
      guard let read = ReportFormat(rawValue: value) else { return false }
      format = read
    case "--fail-on":
      guard let read = FailOn(rawValue: value) else { return false }
      failOn = read
    case "--as-of":
      guard let read = DayArgument(argument: value) else { return false }
      asOf = read.date
    default: return false
    }
    return true
  }
}
