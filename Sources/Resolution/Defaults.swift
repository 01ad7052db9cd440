import Catalog
import Diagnostics
import Stack

/// What the source directory holds of the files that the runtime asks for; nil without a source.
func sourceFacts(
  of service: ServiceSpec, runtime: RuntimeDefinition, inspect: (RelativePath, [String]) -> SourceFacts, into sink: inout DiagnosticSink
) -> SourceFacts? {
  guard let source = service.source else {
    reportMissingSource(of: service, runtime: runtime, into: &sink)
    return nil
  }
  var files: [String] = []
  for file in runtime.dependencies.flatMap(\.needs) + runtime.entryFiles where !files.contains(file) { files.append(file) }
  let facts = inspect(source.value, files)
  if !facts.exists {
    sink.report(
      Diagnostic(
        DiagnosticCode(.missingSource), .warning, "there is no directory '\(source.value)' beside the stack file", at: source.range,
        reason: "the output is written, but build.sh will stop here", write: "source: with a directory that is there"))
  }
  return facts
}

/// An application or a web server with nothing to run or serve is built, but surely not meant.
private func reportMissingSource(of service: ServiceSpec, runtime: RuntimeDefinition, into sink: inout DiagnosticSink) {
  guard let named = service.runtime else { return }
  let lacks: String
  switch runtime.kind {
  case .webServer where service.routes.isEmpty: lacks = "neither source nor routes, so it serves nothing"
  case .application where service.command == nil: lacks = "neither source nor command, so it has nothing to run"
  default: return
  }
  sink.report(
    Diagnostic(
      DiagnosticCode(.missingSource), .warning, "\(service.name.value) has \(lacks)", at: named.range,
      reason: "`source` is the directory that goes into the image", write: "source: ./\(service.name.value)"))
}

/// Writes the runtime's defaults where the stack is silent. Their place is the service's name.
func fillDefaults(of service: inout ServiceSpec, runtime: RuntimeDefinition, facts: SourceFacts?, into sink: inout DiagnosticSink) {
  if service.command == nil, var command = runtime.command {
    if let port = service.port?.value, port != runtime.port { command += runtime.portArguments(port) }
    if let preferred = runtime.entryFiles.first {
      let present = runtime.entryFiles.first { facts?.files.contains($0) == true }
      // With a build, the files come from its output, which nobody can see yet.
      if present == nil, let source = service.source, facts?.exists == true, service.build == nil {
        sink.report(
          Diagnostic(
            DiagnosticCode(.missingSource), .warning, "'\(source.value)' has no \(runtime.entryFiles.joined(separator: ", "))",
            at: source.range, reason: "without `command`, \(runtime.name) runs the first of these",
            write: "command: [\(runtime.name), \(preferred)]"))
      }
      command.append(present ?? preferred)
    }
    service.command = Located(command, at: service.name.range)
  }
}
