import Catalog
import Diagnostics
import Driver
import Planning
import TestSupport
import XCTest

/// The plan of a stack text, through every phase.
func plan(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> DeploymentPlan {
  var sink = DiagnosticSink()
  let result = try compile(text, into: &sink)
  return try XCTUnwrap(result, "\(rendered(sink))", file: file, line: line)
}

func compile(_ text: String, into sink: inout DiagnosticSink) throws -> DeploymentPlan? {
  var own = sink
  let plan: DeploymentPlan? = try withTemporaryDirectory { directory in
    try write(text, to: directory + "/stack.yaml")
    return compileStackFile(
      at: directory + "/stack.yaml", options: CompileOptions(output: directory + "/out", asOf: CalendarDate(2026, 11, 26)), into: &own)?
      .plan
  }
  sink = own
  return plan
}

/// A stack of services that are all nothing but a name, a tier and connections: `name tier server server`.
func wiring(_ services: [String], name: String = "shop", policy: String = "baseline", extra: String = "") -> String {
  var text = "version: 1\nname: \(name)\npolicy: \(policy)\n\(extra)services:\n"
  for service in services {
    let words = service.split(separator: " ").map(String.init)
    text += "  \(words[0]):\n    tier: \(words[1])\n    image: ghcr.io/acme/app:1.0\n    port: 8080\n"
    var servers: [String] = []
    for word in words.dropFirst(2) {
      switch word {
      case "+publish": text += "    publish: \(8000 + services.firstIndex(of: service)!)\n"
      case "+egress": text += "    egress: true\n"
      default: servers.append(word)
      }
    }
    if !servers.isEmpty { text += "    connects: [\(servers.joined(separator: ", "))]\n" }
  }
  return text
}
