import Diagnostics
import System

/// Reads a file a person wrote, with every way that can fail as a finding: SY-001 unreadable, SY-002 not a file, SY-003 too large.
/// Never waits: a FIFO or device is refused by its kind.
public func readSource(_ path: String, limits: YAMLLimits = YAMLLimits(), into sink: inout DiagnosticSink) -> SourceFile? {
  do throws(SystemError) {
    return SourceFile(path: path, bytes: try readFile(path, limit: limits.size))
  } catch {
    sink.report(unreadable(path, error, limits))
    return nil
  }
}

private func unreadable(_ path: String, _ error: SystemError, _ limits: YAMLLimits) -> Diagnostic {
  switch error.kind {
  case .tooLarge: tooLarge(path, limit: limits.size)
  case .isDirectory, .notAFile:
    Diagnostic(.notAFile, "this can't be read as a file: \(error.reason)", at: nil, path: path, reason: "only a regular file holds a stack")
  default:
    Diagnostic(.unreadable, "the file can't be read: \(error.reason)", at: nil, path: path, reason: "nothing was checked")
  }
}
