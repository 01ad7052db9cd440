/// How user text is written in GitHub Flavored Markdown (GFM 0.29) so that GitHub shows it as itself.
enum MarkdownQuoting {
  /// Markdown's one quoting function for text. ASCII punctuation with a meaning anywhere gets a backslash (GFM 2.4); what has one
  /// only at the start of a block (list markers, setext lines) gets it there. GitHub's emoji names, which are replaced after
  /// the backslashes are gone, are cut by an empty comment. Controls and line breaks become spaces.
  static func quote(_ text: String, startsBlock: Bool, into output: inout Output) {
    var bytes = Array(text.utf8)
    // Four spaces at the start of a block are code, and a marker may follow fewer.
    if startsBlock { bytes.removeSubrange(..<(bytes.firstIndex { $0 > 0x20 && $0 != 0x7F } ?? bytes.endIndex)) }
    // Bytes that stand for themselves are written together, up to the next that doesn't.
    var written = 0
    func write(upTo index: Int, _ output: inout Output) {
      output.write(contentsOf: bytes[written..<index])
      written = index
    }
    var index = 0
    var digits = startsBlock
    while index < bytes.count {
      let byte = bytes[index]
      let atStart = startsBlock && index == 0
      var needsEscape = false
      switch byte {
      case 0x20: break
      case 0..<0x20, 0x7F:
        write(upTo: index, &output)
        output.write(byte: 0x20)
        written += 1
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "~"), UInt8(ascii: "|"), UInt8(ascii: "$"),
        UInt8(ascii: "#"), UInt8(ascii: "!"):
        needsEscape = true
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="): needsEscape = atStart
      case UInt8(ascii: "."), UInt8(ascii: ")"):
        let isMarker = digits && index > 0 && (index + 1 == bytes.count || bytes[index + 1] <= 0x20)
        needsEscape = isMarker || endsInWWW(bytes, index)
      case UInt8(ascii: ":"):
        if bytes[(index + 1)...].starts(with: "//".utf8) {
          write(upTo: index, &output)
          output.write(byte: UInt8(ascii: "\\"))
        }
        if isEmoji(bytes, from: index + 1) {
          write(upTo: index + 1, &output)
          output.write("<!-- -->")
        }
      default: break
      }
      if needsEscape {
        write(upTo: index, &output)
        output.write(byte: UInt8(ascii: "\\"))
      }
      digits = digits && byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      index += 1
    }
    write(upTo: bytes.count, &output)
  }

  /// `www.` begins a link of GFM's own (6.9).
  private static func endsInWWW(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: ".") && bytes[..<index].suffix(3).elementsEqual("www".utf8)
  }

  /// `name:` after a colon, as in `:tada:`.
  private static func isEmoji(_ bytes: [UInt8], from start: Int) -> Bool {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        index += 1
      case UInt8(ascii: ":"): return index > start
      default: return false
      }
    }
    return false
  }

  /// A code span: a fence of more backticks than any run inside, padded where the text would touch it. In a table a `|` can't be
  /// told from the cell's end once backslashes stand beside it; there, and for no text at all, it is `<code>` with references.
  static func code(_ text: String, inTable: Bool, into output: inout Output) {
    var bytes = Array(text.utf8)
    for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7F { bytes[index] = 0x20 }
    let tick = UInt8(ascii: "`")
    if bytes.isEmpty || (inTable && bytes.contains(UInt8(ascii: "|"))) {
      output.write("<code>")
      for byte in bytes {
        if byte < 0x80, byte != 0x20, !isAlphanumeric(byte) { output.write("&#\(byte);") } else { output.write(byte: byte) }
      }
      return output.write("</code>")
    }
    if output.bytes.last == tick { output.write("<!-- -->") }
    let fence = longestRun(of: tick, in: bytes) + 1
    let blank = bytes.allSatisfy { $0 == 0x20 }
    let padded = bytes.first == tick || bytes.last == tick || (!blank && bytes.first == 0x20 && bytes.last == 0x20)
    for _ in 0..<fence { output.write(byte: tick) }
    if padded { output.write(byte: 0x20) }
    output.write(contentsOf: bytes)
    if padded { output.write(byte: 0x20) }
    for _ in 0..<fence { output.write(byte: tick) }
  }

  /// A link's target, percent-encoded where a byte is none of a URL's (RFC 3986); `%` stands as it is, the target is a URL already.
  static func target(_ url: String, into output: inout Output) {
    if url.utf8.allSatisfy(isPlainInURL) { return output.write(url) }
    for byte in url.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output.write("&amp;")
      case _ where isPlainInURL(byte): output.write(byte: byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        output.write("%")
        output.write(byte: digits[Int(byte >> 4)])
        output.write(byte: digits[Int(byte & 15)])
      }
    }
  }

  private static func isPlainInURL(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "#"),
      UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: ","),
      UInt8(ascii: ";"), UInt8(ascii: "~"):
      true
    default: isAlphanumeric(byte)
    }
  }

  static func longestRun(of wanted: UInt8, in bytes: [UInt8]) -> Int {
    var longest = 0
    var run = 0
    for byte in bytes {
      run = byte == wanted ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
