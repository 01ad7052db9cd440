/// How much a finding matters.
public enum Severity: Int, Sendable, Comparable, CaseIterable {
  case note, warning, error
  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// The public, stable name of a kind of finding: a control ("SG-102") or a code of the language itself ("SY-201").
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ text: StaticString) { description = text.description }
  public init(_ code: SyntaxCode) { description = code.rawValue }
}

/// One finding: what is wrong, where, why it matters and what to write instead.
public struct Diagnostic: Sendable {
  /// A second place that explains the finding, for example the declaration it contradicts.
  public struct Related: Sendable {
    public let range: SourceRange
    public let text: String
    public init(_ range: SourceRange, _ text: String) {
      self.range = range
      self.text = text
    }
  }

  public var code: DiagnosticCode
  public var severity: Severity
  /// What is wrong, one line, no full stop.
  public var message: String
  /// The exact place; nil only where there is no file content to point at (an unreadable file, a bad argument).
  public var range: SourceRange?
  /// The file a finding without a range is about.
  public var path: String?
  /// Why it matters; printed beside the caret.
  public var reason: String
  public var related: [Related]
  /// The corrected text, printed after "write:".
  public var suggestion: String?
  /// Authorities and their own numbers, e.g. "CIS Docker 4.2".
  public var references: [String]

  public init(
    _ code: DiagnosticCode, _ severity: Severity, _ message: String, at range: SourceRange?, path: String? = nil,
    reason: String, related: [Related] = [], write suggestion: String? = nil, references: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.path = path
    self.reason = reason
    self.related = related
    self.suggestion = suggestion
    self.references = references
  }
}

extension Diagnostic {
  /// An error under a control's code.
  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange?, path: String? = nil, reason: String, related: [Related] = [],
    write suggestion: String? = nil, references: [String] = []
  ) {
    self.init(
      code, .error, message, at: range, path: path, reason: reason, related: related, write: suggestion, references: references)
  }

  /// An error of the language itself.
  public init(
    _ code: SyntaxCode, _ message: String, at range: SourceRange?, path: String? = nil, reason: String, related: [Related] = [],
    write suggestion: String? = nil, references: [String] = []
  ) {
    self.init(
      DiagnosticCode(code), .error, message, at: range, path: path, reason: reason, related: related, write: suggestion,
      references: references)
  }
}

/// Where phases leave their findings. Phases report all they can and stop only at their end.
public struct DiagnosticSink: Sendable {
  public private(set) var diagnostics: [Diagnostic] = []
  public private(set) var errorCount = 0

  public init() {}

  public var hasErrors: Bool { errorCount > 0 }

  public mutating func report(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { errorCount += 1 }
    diagnostics.append(diagnostic)
  }

  /// Findings in their one order: by path, then place, then code, then message; output never shuffles.
  public var sorted: [Diagnostic] {
    diagnostics.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (pathA, pathB) = (a.range?.file.path ?? a.path ?? "", b.range?.file.path ?? b.path ?? "")
      if pathA != pathB { return pathA < pathB }
      let (startA, startB) = (a.range?.start ?? -1, b.range?.start ?? -1)
      if startA != startB { return startA < startB }
      if a.code != b.code { return a.code.description < b.code.description }
      if a.message != b.message { return a.message < b.message }
      return left.offset < right.offset
    }.map(\.element)
  }
}
