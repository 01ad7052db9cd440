import Diagnostics
import Languages
import Policy

/// What there is to know of each control, from the rules' own files: for a terminal, for programs, and as the rule reference.
public enum RuleReference {
  /// A line for each control.
  public static func list() -> [UInt8] {
    var text = ""
    for rule in Rules.all { text += "\(rule.id)  \(padded(keeperWord(rule.keeper), 8))  \(rule.title)\n" }
    text += """

      language: the stack language refuses what breaks it. policy: a rule finds it; a policy file sets its severity or waives it.
      output: every output satisfies it, no stack can say otherwise. One of them in full: securegen explain SG-102

      """
    return Array(text.utf8)
  }

  /// Everything about one control.
  public static func text(_ rule: Rule) -> [UInt8] {
    var text = "\(rule.id)  \(rule.title)\n\n"
    for (label, value) in facts(rule) { text += wrapped(value, label: padded(label, 10)) }
    if let example = rule.mustFire.first {
      text += "\n  refused, for example (\(example.name)\(example.policyFile == nil ? "" : ", under the policy file below it")):\n\n"
      text += indented(example.stack)
      if let policy = example.policyFile { text += "\n" + indented(policy) }
    }
    return Array(text.utf8)
  }

  public static func json(_ rules: [Rule]) -> [UInt8] {
    let entries = rules.map { rule in
      JSONValue.object([
        ("id", .string(rule.id.description)), ("statement", .string(rule.title.description)), ("why", .string(rule.why.description)),
        ("authorities", .array(rule.authorities.map(JSONValue.string))), ("emits", .string(rule.emits.description)),
        ("verified", .string(rule.verified.description)), ("keeper", .string(keeperWord(rule.keeper))),
        ("severity", .string("\(rule.severity)")), ("waivable", .bool(rule.keeper == .policy)),
        ("fires", .array(rule.mustFire.map(example))), ("silent", .array(rule.mustNotFire.map(example))),
      ])
    }
    return JSONValue.object([("version", 1), ("rules", .array(entries))]).printed + [UInt8(ascii: "\n")]
  }

  /// One control, or with all of them the rule reference of the documentation.
  public static func markdown(_ rules: [Rule]) -> [UInt8] {
    var blocks: [MarkdownBlock] = []
    if rules.count > 1 {
      blocks = [
        .heading(1, ["Controls"]),
        .paragraph([
          "Made by ", .code("securegen explain --format markdown"), " from the rules themselves. Who keeps a control: the ",
          .strong("language"), ", which refuses what breaks it; a rule of the ", .strong("policy"),
          ", whose severity a policy file sets and which it may waive; or the ", .strong("output"),
          ", which always satisfies it, whatever a stack says.",
        ]),
        .table(
          header: [["control"], ["kept by"], ["statement"]],
          rows: rules.map { rule in
            [
              [.link(text: rule.id.description, target: "#\(rule.id.description.lowercased())")], [.text(keeperWord(rule.keeper))],
              [.text(rule.title.description)],
            ]
          }),
      ]
    }
    for rule in rules { blocks += section(rule) }
    return MarkdownDocument(blocks).printed
  }

  private static func section(_ rule: Rule) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = [
      .heading(2, [.text(rule.id.description)]), .paragraph([.text(sentence(rule.title.description))]),
      .bullets(facts(rule).map { label, value in [.strong(label), .text(": \(value)")] }),
    ]
    if let example = rule.mustFire.first {
      blocks += [.paragraph(["Refused, for example:"]), .fence(language: "yaml", example.stack)]
      if let policy = example.policyFile { blocks += [.paragraph(["under this policy file:"]), .fence(language: "yaml", policy)] }
    }
    return blocks
  }

  private static func facts(_ rule: Rule) -> [(String, String)] {
    var facts = [
      ("why", rule.why.description), ("demanded", rule.authorities.joined(separator: "; ")), ("emitted", rule.emits.description),
      ("verified", rule.verified.description), ("kept", keeping(rule)),
    ]
    if rule.keeper == .policy {
      facts.append(
        (
          "waived",
          "in a policy file, waivers: [{ rule: \(rule.id), service: NAME, reason: \"…\", owner: TEAM, expires: YYYY-MM-DD }]; "
            + "or for every stack, rules: { \(rule.id): warning }"
        ))
    }
    return facts
  }

  private static func keeping(_ rule: Rule) -> String {
    switch rule.keeper {
    case .language: "by the language: a stack that breaks it doesn't compile, and no policy can waive it"
    case .policy: "by this rule, whose findings are \(plural(rule.severity)) unless they or the policy say otherwise"
    case .output: "by construction: every output satisfies it, so there is nothing to waive"
    }
  }

  private static func plural(_ severity: Severity) -> String { "\(severity)s" }

  private static func keeperWord(_ keeper: Rule.Keeper) -> String {
    switch keeper {
    case .language: "language"
    case .policy: "policy"
    case .output: "output"
    }
  }

  private static func example(_ example: RuleExample) -> JSONValue {
    .object([
      ("name", .string(example.name.description)), ("stack", .string(example.stack)),
      ("policy", example.policyFile.map(JSONValue.string) ?? .null), ("asOf", .string("\(example.asOf)")),
    ])
  }

  /// A capital letter and a full stop.
  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}

/// Text in lines of at most a hundred columns, behind a label.
func wrapped(_ text: String, label: String) -> String {
  let width = 100 - label.utf8.count - 2
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(String(word))
    }
  }
  let margin = String(repeating: " ", count: label.utf8.count + 2)
  return "  " + label + lines.joined(separator: "\n" + margin) + "\n"
}

func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.utf8.count)) }

private func indented(_ text: String) -> String {
  text.split(separator: "\n").map { "    \($0)\n" }.joined()
}
