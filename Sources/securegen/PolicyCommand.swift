import ArgumentParser
import Diagnostics
import Driver
import System

enum ListingFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Look at policies.", subcommands: [PolicyShowCommand.self])
}

struct PolicyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every knob of a policy with its value and who decided it.",
    discussion: """
      securegen policy show strict
      securegen policy show policies/acme.yaml
      """)

  @Argument(help: "baseline, strict or a policy file.", completion: .file())
  var policy: String

  @Option(help: "How it is printed: text or json.")
  var format: ListingFormat = .text

  @Option(name: .customLong("as-of"), help: "The day that waivers are judged by, YYYY-MM-DD (default: today).")
  var asOf: DayArgument?

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let settings = loadNamedPolicy(policy, into: &sink)
    let code = finish(sink, format: .text, failOn: .error, closing: "")
    guard code == 0, let settings else { throw ExitCode(code == 0 ? 1 : code) }
    let listing = PolicyListing(settings, asOf: asOf?.date ?? today())
    try? writeAll(1, format == .text ? listing.text : listing.json)
  }
}
