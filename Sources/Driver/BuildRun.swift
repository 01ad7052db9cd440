import Diagnostics

/// All stacks of one command, compiled before anything is written.
public struct BuildRun: Sendable {
  public private(set) var compiled: [CompiledStack] = []

  public init(_ paths: [String], options: CompileOptions, into sink: inout DiagnosticSink) {
    var first: [String: CompiledStack] = [:]
    for path in paths {
      var own = DiagnosticSink()
      if let stack = compileStackFile(at: path, options: options, into: &own) {
        if let earlier = first[stack.directory] {
          own.report(
            Diagnostic(
              .sameStackName, "stack '\(stack.name.value)' is also the name of \(earlier.name.range.file.path)", at: stack.name.range,
              reason: "both would be written to \(stack.directory), and their containers would take each other's names",
              related: [Diagnostic.Related(earlier.name.range, "the other one")], write: "a name of its own for each stack"))
        } else {
          first[stack.directory] = stack
          compiled.append(stack)
        }
      }
      for diagnostic in own.diagnostics { sink.report(diagnostic) }
    }
  }
}
