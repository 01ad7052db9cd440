import Catalog
import Diagnostics
import Driver
import Reports
import System

func writeText(_ text: String, to descriptor: Int32) {
  // A reader that has gone, or a full disk behind a redirection, leaves nobody to tell.
  try? writeAll(descriptor, Array(text.utf8))
}

func today() -> CalendarDate {
  let day = todayUTC()
  return CalendarDate(day.year, day.month, day.day)
}

/// Prints all findings to standard error and returns the exit code they make: 2 for input that can't be read or output that can't be
/// written, 1 for findings at or above `failOn`, else 0.
func finish(_ sink: DiagnosticSink, format: ReportFormat = .text, failOn: Severity = .error, closing: String) -> Int32 {
  let findings = sink.sorted
  let unreadable = findings.contains { unusable.contains($0.code) }
  let failed = findings.contains { $0.severity >= failOn }
  var bytes: [UInt8]
  switch format {
  case .text:
    bytes = renderText(findings, color: environment("NO_COLOR") ?? "" == "" && isTerminal(2))
    if failed { bytes += Array((counts(findings) + closing + "\n").utf8) }
  case .json: bytes = renderJSON(findings)
  case .sarif: bytes = renderSARIF(findings, toolVersion: Securegen.version)
  case .github: bytes = renderGitHub(findings)
  }
  if !bytes.isEmpty { try? writeAll(2, bytes) }
  return unreadable ? 2 : failed ? 1 : 0
}

private let unusable: Set<DiagnosticCode> = [
  DiagnosticCode(.unreadable), DiagnosticCode(.notAFile), DiagnosticCode(.tooLarge), DiagnosticCode(.unwritable),
]

private func counts(_ findings: [Diagnostic]) -> String {
  func part(_ severity: Severity, _ noun: String) -> String? {
    let count = findings.count { $0.severity == severity }
    return count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
  return [part(.error, "error"), part(.warning, "warning"), part(.note, "note")].compactMap { $0 }.joined(separator: ", ")
}
