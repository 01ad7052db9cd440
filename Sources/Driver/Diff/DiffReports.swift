import Comparison
import Languages

/// A comparison as text for a terminal, JSON for programs, or Markdown for a pull request.
public enum DiffReport {
  public static func text(_ diffs: [StackDiff], files: Bool) -> [UInt8] {
    var output = Output()
    let changes = diffs.flatMap { diff in diff.changes.map { (diff.stack, $0) } }
    let stackWidth = changes.map(\.0.utf8.count).max() ?? 0
    let serviceWidth = changes.map { ($0.1.service ?? "-").utf8.count }.max() ?? 0
    for (stack, change) in changes {
      let word = change.effect == .weaker ? "WEAKER" : change.effect.rawValue
      output.write("\(padded(stack, stackWidth))  \(padded(change.service ?? "-", serviceWidth))  \(padded(word, 8))  \(change.text)\n")
    }
    for diff in diffs {
      for remark in diff.remarks { output.write("\(diff.stack): \(remark)\n") }
      if files { for file in diff.files { output.write(file.text) } }
    }
    output.write(closing(diffs) + "\n")
    return output.bytes
  }

  public static func json(_ diffs: [StackDiff]) -> [UInt8] {
    let stacks = diffs.map { diff in
      JSONValue.object([
        ("stack", .string(diff.stack)),
        (
          "changes",
          .array(
            diff.changes.map { change in
              .object([
                ("service", change.service.map(JSONValue.string) ?? .null), ("effect", .string(change.effect.rawValue)),
                ("text", .string(change.text)),
              ])
            })
        ),
        ("files", .array(diff.files.map { .object([("path", .string($0.path)), ("diff", .string($0.text))]) })),
        ("remarks", .array(diff.remarks.map(JSONValue.string))),
      ])
    }
    return JSONValue.object([
      ("version", 1), ("weaker", .integer(total(diffs, .weaker))), ("stronger", .integer(total(diffs, .stronger))),
      ("neutral", .integer(total(diffs, .neutral))), ("stacks", .array(stacks)),
    ]).printed + [UInt8(ascii: "\n")]
  }

  public static func markdown(_ diffs: [StackDiff]) -> [UInt8] {
    var blocks: [MarkdownBlock] = [.heading(3, ["securegen diff"]), .paragraph([.strong(closing(diffs))])]
    let rows = diffs.flatMap { diff in
      diff.changes.map { change -> [[MarkdownInline]] in
        [
          [.code(diff.stack)], [change.service.map(MarkdownInline.code) ?? .text("")],
          [change.effect == .weaker ? .strong("weaker") : .text(change.effect.rawValue)], [.text(change.text)],
        ]
      }
    }
    if !rows.isEmpty { blocks.append(.table(header: [["stack"], ["service"], ["effect"], ["change"]], rows: rows)) }
    for diff in diffs where !(diff.files.isEmpty && diff.remarks.isEmpty) {
      blocks.append(.heading(4, [.code(diff.stack)]))
      if !diff.remarks.isEmpty { blocks.append(.bullets(diff.remarks.map { [.text($0)] })) }
      let text = diff.files.map(\.text).joined()
      if !text.isEmpty { blocks.append(.fence(language: "diff", text)) }
    }
    return MarkdownDocument(blocks).printed
  }

  /// `214 stacks, 3 changed: 2 stronger, 1 weaker, 0 neutral`
  private static func closing(_ diffs: [StackDiff]) -> String {
    let changed = diffs.count { !$0.isEmpty }
    return "\(diffs.count) stack\(diffs.count == 1 ? "" : "s"), \(changed) changed: "
      + "\(total(diffs, .stronger)) stronger, \(total(diffs, .weaker)) weaker, \(total(diffs, .neutral)) neutral"
  }

  private static func total(_ diffs: [StackDiff], _ effect: SecurityChange.Effect) -> Int { diffs.reduce(0) { $0 + $1.count(effect) } }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}
