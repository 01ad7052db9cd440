/// How one shell word is written. Double quotes with `\`, `"`, `$` and `` ` `` escaped hold any text in POSIX sh (XCU 2.2.3) and
/// keep shellcheck silent, which single quotes do not (SC1003, SC2016). Its three exceptions are handled here: typographic
/// double quotes (SC1111) stand in single quotes, a leading `~` (SC2088) is escaped, and an empty word is `''`.
enum ShellQuoting {
  /// Where a word stands decides what it may look like bare.
  enum Place { case command, argument, value }

  /// The shell's one quoting function: `text` as one word, whatever it holds.
  static func quote(_ text: String, place: Place, into output: inout Output) {
    if isBare(text, place: place) { return output.write(text) }
    if text.isEmpty { return output.write("''") }
    var segment = Segment()
    segment.append(text, into: &output)
    segment.close(into: &output)
  }

  static func isBare(_ text: String, place: Place) -> Bool {
    var letters = true
    var first: UInt8?
    var isOption = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"),
        UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "-"):
        letters = false
      case UInt8(ascii: "="):
        // `=x`, `+=` as an argument look like a failed assignment to shellcheck; first in a command, `a=b` is one.
        guard place == .argument, let first, first != UInt8(ascii: "+") else { return false }
        letters = false
      default: return false
      }
      if first == nil {
        first = byte
        isOption = byte == UInt8(ascii: "-")
      }
    }
    guard first != nil, !letters || !reserved.contains(text) else { return false }
    switch place {
    case .command: return !isOption
    case .argument: return true
    // `x=ls` and `x=a-1` look to shellcheck like a forgotten `$(…)` and `$((…))`: only numbers and paths stand bare.
    case .value: return !letters && (first == UInt8(ascii: "/") || text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
    }
  }

  /// Reserved words of POSIX (XCU 2.4) and of bash, which are words of the grammar where a command may
  /// begin; as an argument they would be text, but look to shellcheck like a forgotten line break (SC1010).
  private static let reserved: Set<String> = [
    "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in", "namespace", "select", "then", "time",
    "until", "while",
  ]

  /// A word being written, quote by quote.
  struct Segment {
    private var quote: UInt8 = 0
    private var isEmpty = true

    init() {}

    mutating func append(_ text: String, into output: inout Output) {
      if text.utf8.first != UInt8(ascii: "~"), text.utf8.allSatisfy(Self.isOrdinary) {
        if text.utf8.isEmpty { return }
        open(UInt8(ascii: "\""), into: &output)
        return output.write(text)
      }
      let bytes = Array(text.utf8)
      var index = 0
      if isEmpty, bytes.first == UInt8(ascii: "~") {
        output.write("\\~")
        index = 1
        isEmpty = false
      }
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0xE2, Self.isTypographicDoubleQuote(bytes, index) {
          open(UInt8(ascii: "'"), into: &output)
          output.write(contentsOf: bytes[index..<(index + 3)])
          index += 3
          continue
        }
        open(UInt8(ascii: "\""), into: &output)
        switch byte {
        case 0: preconditionFailure("a shell word holds no NUL")
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"): output.write(byte: UInt8(ascii: "\\"))
        default: break
        }
        output.write(byte: byte)
        index += 1
      }
    }

    /// `$name` in the double quotes; `${name}` where a name character follows.
    mutating func append(_ name: ShellName, braces: Bool, into output: inout Output) {
      open(UInt8(ascii: "\""), into: &output)
      output.write(braces ? "${" : "$")
      output.write(name.text)
      if braces { output.write("}") }
    }

    mutating func append(source: StaticString, into output: inout Output) {
      close(into: &output)
      output.write(literal: source)
      isEmpty = false
    }

    mutating func close(into output: inout Output) {
      if quote != 0 { output.write(byte: quote) }
      quote = 0
    }

    private mutating func open(_ wanted: UInt8, into output: inout Output) {
      if quote == wanted { return }
      isEmpty = false
      close(into: &output)
      output.write(byte: wanted)
      quote = wanted
    }

    /// Stands in double quotes as it is.
    private static func isOrdinary(_ byte: UInt8) -> Bool {
      switch byte {
      case 0, UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"), 0xE2: false
      default: true
      }
    }

    /// U+201C, U+201D, U+2033, U+2036: inside double quotes shellcheck takes them for a mistyped end (SC1111).
    private static func isTypographicDoubleQuote(_ bytes: [UInt8], _ index: Int) -> Bool {
      guard bytes[index + 1] == 0x80 else { return false }
      switch bytes[index + 2] {
      case 0x9C, 0x9D, 0xB3, 0xB6: return true
      default: return false
      }
    }
  }
}
