import Languages
import System

/// A line of a rendered file, as the runbook cites it: `web/Dockerfile:12`.
struct Citation: Sendable, Hashable {
  /// Relative to the stack's folder.
  let path: String
  /// From 1.
  let line: Int

  var link: MarkdownInline { .link(text: "\(path):\(line)", target: "\(path)#L\(line)") }
}

/// What to look for: the first line of a file, or of one part of it, that holds a text.
struct Sought: Sendable {
  let path: String
  /// Begin at the first line that holds this text.
  let after: String?
  let text: String

  init(_ path: String, after: String? = nil, _ text: String) {
    self.path = path
    self.after = after
    self.text = text
  }
}

/// Finds lines in the files that were just rendered, so that the runbook cites what is there and not what ought to be.
struct CitationFinder {
  private struct Part: Hashable {
    let path: String
    let text: String
  }
  /// A place in a file.
  private struct Place {
    var offset = 0
    var line = 1
  }

  private let files: [String: [UInt8]]
  /// Where a part begins, per file and text: run.sh is cited many times per service.
  private var parts: [Part: Place] = [:]

  init(_ files: [RenderedFile]) {
    self.files = Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func find(_ sought: Sought) -> Citation? {
    guard let bytes = files[sought.path] else { return nil }
    var from = Place()
    if let after = sought.after {
      let part = Part(path: sought.path, text: after)
      guard let start = parts[part] ?? Self.place(of: after, in: bytes, from: from) else { return nil }
      parts[part] = start
      from = start
    }
    return Self.place(of: sought.text, in: bytes, from: from).map { Citation(path: sought.path, line: $0.line) }
  }

  private static func place(of text: String, in bytes: [UInt8], from: Place) -> Place? {
    offset(of: text, in: bytes, from: from.offset).map {
      Place(offset: $0, line: from.line + count(of: UInt8(ascii: "\n"), in: bytes, from.offset..<$0))
    }
  }
}

/// An entry of a checklist with the lines that satisfy it.
struct Evidence: Sendable {
  /// Found lines by the text found there, in order: `--read-only` → run.sh:31, run.sh:74.
  private(set) var found: [(text: String, citations: [Citation])] = []
  /// What was looked for in vain: the entry doesn't hold then.
  private(set) var missing: [Sought] = []

  init(_ sought: [Sought], in finder: inout CitationFinder) {
    for item in sought {
      guard let citation = finder.find(item) else {
        missing.append(item)
        continue
      }
      if let place = found.firstIndex(where: { $0.text == item.text }) {
        if !found[place].citations.contains(citation) { found[place].citations.append(citation) }
      } else {
        found.append((item.text, [citation]))
      }
    }
  }

  var holds: Bool { missing.isEmpty && !found.isEmpty }

  /// `--read-only`: run.sh:31, run.sh:74; each a link to its line. Where something was not found, that is said instead of claimed.
  var inlines: [MarkdownInline] {
    var result: [MarkdownInline] = []
    for (index, group) in found.enumerated() {
      if index > 0 { result.append("; ") }
      result += [.code(group.text), " "]
      for (place, citation) in group.citations.enumerated() {
        if place > 0 { result.append(", ") }
        result.append(citation.link)
      }
    }
    for item in missing {
      if !result.isEmpty { result.append("; ") }
      result += [.strong("missing"), " ", .code(item.text), .text(" in \(item.path)")]
    }
    return result
  }
}
