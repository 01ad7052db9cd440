import Catalog
import Diagnostics
import Resolution
import Stack

/// One control: what every deployment must satisfy, who demands it, how it is kept and how a machine sees that it is. `explain`, the
/// documentation and the tests are made of these values; the ids are public and stable.
public struct Rule: Sendable {
  /// Where a violation is found.
  public enum Keeper: Sendable {
    /// By the language: the decoder or resolution refuses it before any rule runs.
    case language
    /// By this rule's check.
    case policy
    /// By construction: the output always satisfies it, no stack can say otherwise.
    case output
  }

  /// `SG-101`
  public let id: StaticString
  /// What must hold, one sentence without a full stop.
  public let title: StaticString
  /// What goes wrong without it.
  public let why: StaticString
  /// Who demands it, with their own numbers.
  public let authorities: [String]
  /// What securegen emits for it.
  public let emits: StaticString
  /// How it is checked on the output or on the running container.
  public let verified: StaticString
  public let keeper: Keeper
  /// The severity of a violation unless a finding or the policy says otherwise.
  public let severity: Severity
  /// Made when asked for: a build needs none.
  public var mustFire: [RuleExample] { makeMustFire() }
  public var mustNotFire: [RuleExample] { makeMustNotFire() }
  private let makeMustFire: @Sendable () -> [RuleExample]
  private let makeMustNotFire: @Sendable () -> [RuleExample]
  let check: @Sendable (inout RuleRun) -> Void

  init(
    id: StaticString, title: StaticString, why: StaticString, authorities: [String], emits: StaticString, verified: StaticString,
    keeper: Keeper = .policy, severity: Severity = .error, mustFire: @autoclosure @escaping @Sendable () -> [RuleExample] = [],
    mustNotFire: @autoclosure @escaping @Sendable () -> [RuleExample] = [],
    check: @escaping @Sendable (inout RuleRun) -> Void = { _ in }
  ) {
    self.id = id
    self.title = title
    self.why = why
    self.authorities = authorities
    self.emits = emits
    self.verified = verified
    self.keeper = keeper
    self.severity = severity
    makeMustFire = mustFire
    makeMustNotFire = mustNotFire
    self.check = check
  }
}

/// A stack file that shows a rule: one that breaks it, or a near one that doesn't.
public struct RuleExample: Sendable {
  /// Names the example among its rule's, and its golden file: letters, digits and dashes.
  public let name: StaticString
  /// A whole stack file.
  public let stack: String
  public let asOf: CalendarDate
  /// The policy file the stack names, where it takes one to show the rule.
  public let policyFile: String?

  /// `services` is the text below `services:`, indented by two; `knobs` what a policy file says beside its name and `extends: policy`.
  init(
    _ name: StaticString, policy: StaticString = "baseline", asOf: CalendarDate = CalendarDate(2026, 11, 26), services: String,
    secrets: String = "", knobs: StaticString? = nil
  ) {
    self.name = name
    self.asOf = asOf
    policyFile = knobs.map { "version: 1\nname: acme\nextends: \(policy)\n\($0)\n" }
    var text = "version: 1\nname: example\n"
    if knobs != nil { text += "policy: ./policy.yaml\n" } else if policy.description != "baseline" { text += "policy: \(policy)\n" }
    text += "services:\n" + RuleExample.indented(services)
    if !secrets.isEmpty { text += "secrets:\n" + RuleExample.indented(secrets) }
    stack = text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}

/// What a rule looks at, and where it reports.
struct RuleRun {
  let stack: ResolvedStack
  let policy: PolicySettings
  let asOf: CalendarDate
  let rule: Rule
  var sink: DiagnosticSink

  /// Waivers that stood against a finding, by index.
  var usedWaivers: Set<Int> = []

  /// Reports a violation in the rule's name. The policy's severity for the rule wins over the finding's, that over the rule's own.
  /// - Parameters:
  ///   - service: whose violation it is, for waivers.
  ///   - waivable: false where the output would not work.
  ///   - knob: the policy's knob that is violated; where a policy file wrote it down, the finding points there too.
  mutating func report(
    _ message: String, at range: SourceRange, service: ResolvedService? = nil, knob: String? = nil, waivable: Bool = true,
    severity: Severity? = nil,
    because reason: String, related: [Diagnostic.Related] = [], write suggestion: String?
  ) {
    var diagnostic = Diagnostic(
      DiagnosticCode(rule.id), policy.ruleSeverities[rule.id.description] ?? severity ?? rule.severity, message, at: range,
      reason: reason, related: related, write: suggestion, references: rule.authorities)
    if let knob, let place = policy.places[knob] {
      diagnostic.related.append(Diagnostic.Related(place.range, "policy \(place.policy) decides it here"))
    }
    if waivable { apply(waiversOf: service?.spec.name.value.description, to: &diagnostic) }
    sink.report(diagnostic)
  }

  /// A waiver turns a finding into a note that names who answers for it; an expired one only says since when it is.
  private mutating func apply(waiversOf service: String?, to diagnostic: inout Diagnostic) {
    for (index, waiver) in policy.waivers.enumerated() where waiver.rule == rule.id.description {
      guard waiver.service == nil || waiver.service == service else { continue }
      usedWaivers.insert(index)
      if waiver.expires < asOf {
        diagnostic.related.append(Diagnostic.Related(waiver.expiresRange, "its waiver has expired, \(waiver.expires) was the last day"))
      } else {
        diagnostic.severity = .note
        diagnostic.message += " (waived until \(waiver.expires) by \(waiver.owner))"
        diagnostic.related.append(Diagnostic.Related(waiver.range, "waived: \(waiver.reason)"))
        return
      }
    }
  }
}
