import Diagnostics
import Languages

/// Findings for a person: the place, the line with a caret under the exact range, the reason beside it and what to write instead.
/// Control characters and invalid bytes of the source are shown as escapes, so that no file can drive the reader's terminal.
public func renderText(_ diagnostics: [Diagnostic], color: Bool = false) -> [UInt8] {
  let indexes = LineIndexes()
  var output = Output()
  for (number, diagnostic) in diagnostics.enumerated() {
    if number > 0 { output.newline() }
    TextFinding(diagnostic, indexes, Paint(enabled: color)).write(into: &output)
  }
  return output.bytes
}

/// ANSI styles, or nothing at all.
private struct Paint {
  let enabled: Bool
  static let bold = "1"
  static let gutter = "1;34"

  func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    }
  }

  func write(_ text: [UInt8], _ style: String, into output: inout Output) {
    if enabled { output.write("\u{1B}[\(style)m") }
    output.write(contentsOf: text)
    if enabled { output.write("\u{1B}[0m") }
  }

  func write(_ text: String, _ style: String, into output: inout Output) { write(Array(text.utf8), style, into: &output) }
}

private struct TextFinding {
  let diagnostic: Diagnostic
  let indexes: LineIndexes
  let paint: Paint
  /// Digits of the largest line number shown and a space before them.
  let gutter: Int

  /// Past this column a reason moves to a line of its own.
  private static let reasonColumn = 120

  init(_ diagnostic: Diagnostic, _ indexes: LineIndexes, _ paint: Paint) {
    self.diagnostic = diagnostic
    self.indexes = indexes
    self.paint = paint
    let ranges = [diagnostic.range].compactMap { $0 } + diagnostic.related.map(\.range)
    let last = ranges.map { indexes[$0.file].line(at: $0.start) + 1 }.max() ?? 0
    gutter = max(3, String(last).utf8.count + 1)
  }

  func write(into output: inout Output) {
    writeHeading(into: &output)
    if let range = diagnostic.range {
      writeExcerpt(range, mark: "^", note: diagnostic.reason, paint.severity(diagnostic.severity), into: &output)
    } else if !diagnostic.reason.isEmpty {
      writeFact(displayed(diagnostic.reason), into: &output)
    }
    for related in diagnostic.related {
      if related.range.file.path != diagnostic.range?.file.path {
        let place = indexes[related.range.file].position(at: related.range.start)
        output.spaces(gutter - 1)
        paint.write("-->", Paint.gutter, into: &output)
        output.write(" ")
        output.write(contentsOf: displayed(related.range.file.path))
        output.write(":\(place.line):\(place.column)\n")
      }
      writeExcerpt(related.range, mark: "-", note: related.text, Paint.gutter, into: &output)
    }
    if let suggestion = diagnostic.suggestion {
      for (number, line) in suggestion.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if number == 0 {
          writeFact(Array("write: ".utf8) + displayed(String(line)), into: &output)
        } else {
          output.spaces(gutter + 1 + "write: ".utf8.count)
          output.write(contentsOf: displayed(String(line)))
          output.newline()
        }
      }
    }
    var sources = diagnostic.references.isEmpty ? [] : [diagnostic.references.joined(separator: ", ")]
    // Controls have more to tell; the codes of the language say it all here.
    if diagnostic.code.description.hasPrefix("SG-") { sources.append("securegen explain \(diagnostic.code)") }
    if !sources.isEmpty { writeFact(displayed(sources.joined(separator: " · ")), into: &output) }
  }

  private func writeHeading(into output: inout Output) {
    var place: [UInt8] = []
    if let range = diagnostic.range {
      let position = indexes[range.file].position(at: range.start)
      place = displayed(range.file.path, limit: 4096) + ":\(position.line):\(position.column): ".utf8
    } else if let path = diagnostic.path {
      place = displayed(path, limit: 4096) + ": ".utf8
    }
    paint.write(place, Paint.bold, into: &output)
    paint.write("\(word(diagnostic.severity))[\(diagnostic.code)]", paint.severity(diagnostic.severity), into: &output)
    output.write(": ")
    paint.write(displayed(diagnostic.message), Paint.bold, into: &output)
    output.newline()
  }

  private func writeExcerpt(_ range: SourceRange, mark: String, note: String, _ style: String, into output: inout Output) {
    let index = indexes[range.file]
    let line = index.line(at: range.start)
    let excerpt = Excerpt(range, inLine: index.content(ofLine: line))
    let number = String(line + 1)
    output.spaces(gutter - number.utf8.count)
    paint.write(number + " |", Paint.gutter, into: &output)
    if !excerpt.text.isEmpty { output.write(" ") }
    output.write(contentsOf: excerpt.text)
    output.newline()
    writeBar(into: &output)
    output.spaces(1 + excerpt.markStart)
    // A related place is marked by two dashes and its text, as a dash per character would look like a rule.
    let marks = mark == "^" ? excerpt.markWidth : 2
    paint.write(String(repeating: mark, count: marks), style, into: &output)
    let text = displayed(note)
    if !text.isEmpty {
      if excerpt.markStart + marks + text.count > TextFinding.reasonColumn, excerpt.markStart + marks > 40 {
        output.newline()
        writeBar(into: &output)
        output.spaces(max(0, min(excerpt.markStart, TextFinding.reasonColumn - text.count)))
      }
      output.write(" ")
      output.write(contentsOf: text)
    }
    output.newline()
  }

  private func writeBar(into output: inout Output) {
    output.spaces(gutter + 1)
    paint.write("|", Paint.gutter, into: &output)
  }

  private func writeFact(_ text: [UInt8], into output: inout Output) {
    output.spaces(gutter - 1)
    paint.write("=", Paint.gutter, into: &output)
    output.write(" ")
    output.write(contentsOf: text)
    output.newline()
  }
}

/// How every format spells a severity.
func word(_ severity: Severity) -> String {
  switch severity {
  case .error: "error"
  case .warning: "warning"
  case .note: "note"
  }
}
