import Diagnostics
import Policy
import System

/// All stacks of one command, compiled before anything is written.
public struct BuildRun: Sendable {
  /// In the order of the paths.
  public private(set) var compiled: [CompiledStack] = []

  /// Compiles on all processors; findings come in the order of the paths, whatever finished first.
  /// - Parameter writes: the stacks are compiled to be written, so that of those which are on disk already no files are needed.
  public init(_ paths: [String], options: CompileOptions, writes: Bool = false, into sink: inout DiagnosticSink) {
    let progress = Progress("compiling", total: paths.count)
    let results = parallelMap(count: paths.count) { index in
      var own = DiagnosticSink()
      var stack = compileStackFile(at: paths[index], options: options, into: &own)
      if writes { stack?.letGoIfOnDisk() }
      progress?.step()
      return (stack: stack, findings: own.diagnostics)
    }
    progress?.erase()
    var first: [String: CompiledStack] = [:]
    var told: Set<String> = []
    for result in results {
      for diagnostic in result.findings where told.insert(Self.identity(diagnostic)).inserted { sink.report(diagnostic) }
      guard let stack = result.stack else { continue }
      guard let earlier = first.updateValue(stack, forKey: stack.directory) else {
        compiled.append(stack)
        continue
      }
      first[stack.directory] = earlier
      sink.report(
        Diagnostic(
          .sameStackName, "stack '\(stack.name.value)' is also the name of \(earlier.name.range.file.path)", at: stack.name.range,
          reason: "both would be written to \(stack.directory), and their containers would take each other's names",
          related: [Diagnostic.Related(earlier.name.range, "the other one")], write: "a name of its own for each stack"))
    }
    // A stack that could not be compiled might need any of them.
    if compiled.count == paths.count { reportUnusedWaivers(into: &sink) }
  }

  /// Two findings of one place and text are one: a policy file is read by every stack under it.
  private static func identity(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.code) \(diagnostic.range?.file.path ?? diagnostic.path ?? "") \(diagnostic.range?.start ?? -1) \(diagnostic.message)"
  }

  /// Reports the waivers of policy files that no stack of this run needed.
  private func reportUnusedWaivers(into sink: inout DiagnosticSink) {
    var waivers: [(key: String, waiver: Waiver)] = []
    var known: Set<String> = []
    var used: Set<String> = []
    for stack in compiled {
      for (index, waiver) in stack.policy.waivers.enumerated() {
        let key = "\(waiver.range.file.path) \(waiver.range.start)"
        if known.insert(key).inserted { waivers.append((key, waiver)) }
        if stack.usedWaivers.contains(index) { used.insert(key) }
      }
    }
    for (key, waiver) in waivers where !used.contains(key) {
      sink.report(
        Diagnostic(
          DiagnosticCode(.unused), .note,
          "the waiver of \(waiver.rule)\(waiver.service.map { " for \($0)" } ?? "") is not needed by any stack here",
          at: waiver.range, reason: "an exception that nobody needs is a door left open for the next stack", write: "no such waiver"))
    }
  }

  /// Writes every stack, on all processors; a stack that can't be written is reported and does not hinder the others.
  public func write(force: Bool, into sink: inout DiagnosticSink) -> [BuildSummary] {
    let progress = Progress("writing", total: compiled.count)
    let folder = compiled.first.map { OutputFolder(directoryPart($0.directory) ?? ".") }
    defer { folder?.removeIfEmpty() }
    let results = parallelMap(count: compiled.count) { index in
      var own = DiagnosticSink()
      let report = folder.flatMap { writeOutput(compiled[index], in: $0, force: force, into: &own) }
      progress?.step()
      return (report: report, findings: own.diagnostics)
    }
    progress?.erase()
    var summaries: [BuildSummary] = []
    for (stack, result) in zip(compiled, results) {
      for diagnostic in result.findings { sink.report(diagnostic) }
      if let report = result.report { summaries.append(BuildSummary(stack, report: report, brief: compiled.count > 1)) }
    }
    return summaries
  }
}
