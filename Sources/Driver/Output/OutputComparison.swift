import Diagnostics
import System

/// How a stack's folder differs from what would be built, in the words of `build --check` and `--dry-run`.
public struct OutputComparison: Sendable {
  /// One line a path: `stale    shop/web/nginx.conf`.
  public var lines: [String] = []
  /// Nothing would be written, removed or refused, and nothing else lies there.
  public var isExact: Bool

  public init?(_ compiled: CompiledStack, into sink: inout DiagnosticSink) {
    do throws(SystemError) {
      let held = try holdStill(compiled)
      defer { withExtendedLifetime(held) {} }
      let state = try OutputState(compiled)
      isExact = state.isExact
      for entry in state.entries {
        guard let word = Self.word(entry.state) else { continue }
        lines.append("\(word)  \(joined(compiled.directory, entry.path))")
      }
    } catch {
      sink.report(
        Diagnostic(.unwritable, error.description, at: nil, path: compiled.directory, reason: "the output could not be compared"))
      return nil
    }
  }

  private static func word(_ state: FileState) -> String? {
    switch state {
    case .unchanged: nil
    case .missing: "missing"
    case .stale: "stale  "
    case .edited: "edited "
    case .obsolete: "extra  "
    case .foreign: "foreign"
    }
  }
}
