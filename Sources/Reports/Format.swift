import Diagnostics

/// The forms findings can be printed in (`--format`).
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For people.
  case text
  /// One document for programs.
  case json
  /// SARIF 2.1.0, for code scanning services.
  case sarif
  /// Workflow commands, which GitHub shows beside the lines of a pull request.
  case github
}

/// Findings in the order given, in one of the forms. `color` matters to text only, `toolVersion` to SARIF only.
public func render(_ diagnostics: [Diagnostic], as format: ReportFormat, color: Bool = false, toolVersion: String) -> [UInt8] {
  switch format {
  case .text: renderText(diagnostics, color: color)
  case .json: renderJSON(diagnostics)
  case .sarif: renderSARIF(diagnostics, toolVersion: toolVersion)
  case .github: renderGitHub(diagnostics)
  }
}
