import Comparison
import Languages

/// A comparison as text for a terminal, JSON for programs, or Markdown for a pull request.
public enum DiffReport {
  public static func text(_ diffs: [StackDiff], files: Bool) -> [UInt8] {
    var output = Output()
    let changes = rows(diffs)
    let stackWidth = changes.map(\.0.utf8.count).max() ?? 0
    let serviceWidth = changes.map { ($0.1.service ?? "-").utf8.count }.max() ?? 0
    for (stack, change) in changes {
      let word = change.effect == .weaker ? "WEAKER" : change.effect.rawValue
      let line = "\(padded(stack, stackWidth))  \(padded(change.service ?? "-", serviceWidth))  \(padded(word, 8))  \(change.text)"
      output.write(printable(line, lines: false) + "\n")
    }
    for diff in diffs {
      for remark in diff.remarks { output.write(printable("\(diff.stack): \(remark)", lines: false) + "\n") }
      if files { for file in diff.files { output.write(printable(file.text)) } }
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
    let rows = rows(diffs).map { stack, change -> [[MarkdownInline]] in
      [
        [.code(stack)], [change.service.map(MarkdownInline.code) ?? .text("")],
        [change.effect == .weaker ? .strong("weaker") : .text(change.effect.rawValue)], [.text(change.text)],
      ]
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

  /// Every change with its stack; what is said of several stacks as a whole, as a policy's bounds are, stands once, first.
  private static func rows(_ diffs: [StackDiff]) -> [(stack: String, change: SecurityChange)] {
    var stacks: [SecurityChange: [String]] = [:]
    for diff in diffs {
      for change in diff.changes where change.service == nil { stacks[change, default: []].append(diff.stack) }
    }
    var told: Set<SecurityChange> = []
    var shared: [(stack: String, change: SecurityChange)] = []
    var own: [(stack: String, change: SecurityChange)] = []
    for diff in diffs {
      for change in diff.changes {
        let count = stacks[change]?.count ?? 1
        if count == 1 {
          own.append((diff.stack, change))
        } else if told.insert(change).inserted {
          shared.append((count == diffs.count ? "all \(count)" : "\(count) stacks", change))
        }
      }
    }
    return shared + own
  }

  private static func total(_ diffs: [StackDiff], _ effect: SecurityChange.Effect) -> Int { diffs.reduce(0) { $0 + $1.count(effect) } }
}
