import Catalog
import Diagnostics
import Resolution
import Stack

/// A stack that every rule of its policy accepted. Made only by `checkStack`.
public struct CheckedStack: Sendable {
  public let stack: ResolvedStack
  public let policy: PolicySettings
  /// Indices of the policy's waivers that stood against a finding, expired ones too.
  public let usedWaivers: Set<Int>
}

/// Runs every rule. Dates (end of life) are judged by `asOf`; they change diagnostics, never output.
public func checkStack(
  _ stack: ResolvedStack, policy: PolicySettings, asOf: CalendarDate, into sink: inout DiagnosticSink
) -> CheckedStack? {
  let errorsBefore = sink.errorCount
  var used: Set<Int> = []
  for rule in Rules.all where rule.keeper == .policy {
    var run = RuleRun(stack: stack, policy: policy, asOf: asOf, rule: rule, sink: sink)
    // The sink moves along, it is not copied: the run is its only holder meanwhile.
    sink = DiagnosticSink()
    rule.check(&run)
    sink = run.sink
    used.formUnion(run.usedWaivers)
  }
  return sink.errorCount == errorsBefore ? CheckedStack(stack: stack, policy: policy, usedWaivers: used) : nil
}
