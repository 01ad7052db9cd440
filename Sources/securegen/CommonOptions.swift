import ArgumentParser
import Catalog
import Diagnostics
import Driver
import System

enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json, sarif, github }

enum FailOn: String, ExpressibleByArgument, CaseIterable {
  case error, warning, note
  var severity: Severity {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}

/// `2026-11-26`.
struct DayArgument: ExpressibleByArgument {
  let date: CalendarDate
  init?(argument: String) {
    let parts = argument.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Int(String(decoding: Array(parts[0]), as: UTF8.self)), let month = Int(String(decoding: Array(parts[1]), as: UTF8.self)),
      let day = Int(String(decoding: Array(parts[2]), as: UTF8.self)), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    date = CalendarDate(year, month, day)
  }
}

struct CommonOptions: ParsableArguments {
  @Argument(help: "Stack files, or folders searched for stack.yaml.", completion: .file())
  var stacks: [String] = ["./stack.yaml"]

  @Option(help: "How findings are printed: text, json, sarif or github.")
  var format: ReportFormat = .text

  @Option(name: .customLong("fail-on"), help: "The least severity that makes the exit code 1: error, warning or note.")
  var failOn: FailOn = .error

  @Option(
    name: .customLong("as-of"),
    help: "The day that ends of support are judged by, YYYY-MM-DD (default: today). It changes findings, never output.")
  var asOf: DayArgument?

  var day: CalendarDate { asOf?.date ?? today() }
}
