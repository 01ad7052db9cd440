import Languages

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
  private let files: [String: [UInt8]]
  /// Offsets where lines begin, per file, made when a file is first cited.
  private var lineStarts: [String: [Int]] = [:]
  /// Where a part begins, per file and text: run.sh is cited many times per service.
  private var parts: [Sought.Part: Int] = [:]

  init(_ files: [RenderedFile]) {
    self.files = Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func find(_ sought: Sought) -> Citation? {
    guard let bytes = files[sought.path] else { return nil }
    var from = 0
    if let after = sought.after {
      let part = Sought.Part(path: sought.path, text: after)
      guard let start = parts[part] ?? Self.offset(of: after, in: bytes, from: 0) else { return nil }
      parts[part] = start
      from = start
    }
    guard let offset = Self.offset(of: sought.text, in: bytes, from: from) else { return nil }
    return Citation(path: sought.path, line: line(of: offset, in: sought.path, bytes: bytes))
  }

  private mutating func line(of offset: Int, in path: String, bytes: [UInt8]) -> Int {
    let starts: [Int]
    if let known = lineStarts[path] {
      starts = known
    } else {
      var found = [0]
      found.reserveCapacity(bytes.count / 32)
      var index = 0
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "\n") { found.append(index + 1) }
        index += 1
      }
      lineStarts[path] = found
      starts = found
    }
    // The last line that begins at or before the offset.
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Horspool's search: a byte that the text doesn't hold lets all of it be skipped, and most bytes are such.
  private static func offset(of text: String, in bytes: [UInt8], from: Int) -> Int? {
    let wanted = Array(text.utf8)
    guard let last = wanted.last else { return from }
    let end = wanted.count - 1
    var skips = [Int](repeating: wanted.count, count: 256)
    for index in 0..<end { skips[Int(wanted[index])] = end - index }
    var index = from + end
    while index < bytes.count {
      let byte = bytes[index]
      if byte == last {
        var length = 1
        while length <= end, bytes[index - length] == wanted[end - length] { length += 1 }
        if length > end { return index - end }
      }
      index += skips[Int(byte)]
    }
    return nil
  }
}

extension Sought {
  struct Part: Hashable, Sendable {
    let path: String
    let text: String
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
