/// How quantities are written. Every initialiser takes the whole text and answers nil outside its grammar.

/// Digits with at most one point, as thousandths; exact, never rounded: `1.5` is 1500, more than three decimals are nil.
func thousandths(_ text: some Sequence<UInt8>) -> Int? {
  var value = 0
  var decimals: Int?
  var digits = 0
  for byte in text {
    if byte == UInt8(ascii: ".") {
      guard decimals == nil else { return nil }
      decimals = 0
      continue
    }
    guard NameGrammar.isDigit(byte) else { return nil }
    if let count = decimals {
      guard count < 3 else { return nil }
      decimals = count + 1
    }
    digits += 1
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
    guard value < 1 << 50 else { return nil }
  }
  // `1.` and `.` say less than they promise.
  guard digits > 0, decimals != 0 else { return nil }
  for _ in (decimals ?? 0)..<3 { value *= 10 }
  return value
}

/// Plain decimal digits, at most twelve; no sign, no point, no spaces.
func wholeNumber(_ text: String) -> Int? {
  guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy(NameGrammar.isDigit) else { return nil }
  return Int(text)
}

extension ByteSize {
  /// `268435456`, `256Mi`, `1.5Gi`, and Docker's `256m` (b, k, m, g in either case, powers of 1024 as in go-units RAMInBytes).
  public init?(_ text: String) {
    var digits = text.utf8[...]
    var unit = 1
    if digits.last == UInt8(ascii: "i") {
      digits.removeLast()
      switch digits.last {
      case UInt8(ascii: "K"): unit = 1 << 10
      case UInt8(ascii: "M"): unit = 1 << 20
      case UInt8(ascii: "G"): unit = 1 << 30
      default: return nil
      }
      digits.removeLast()
    } else if let last = digits.last, !NameGrammar.isDigit(last) {
      switch last | 0x20 {
      case UInt8(ascii: "b"): unit = 1
      case UInt8(ascii: "k"): unit = 1 << 10
      case UInt8(ascii: "m"): unit = 1 << 20
      case UInt8(ascii: "g"): unit = 1 << 30
      default: return nil
      }
      digits.removeLast()
    }
    guard NameGrammar.isDigit(digits.first ?? 0), let amount = thousandths(digits) else { return nil }
    let (scaled, overflow) = amount.multipliedReportingOverflow(by: unit)
    guard !overflow, scaled % 1000 == 0 else { return nil }
    self.init(bytes: scaled / 1000)
  }
}

extension CPUShare {
  /// `2`, `0.5`, `.25`; at most three decimals.
  public init?(_ text: String) {
    guard let milli = thousandths(text.utf8) else { return nil }
    self.init(milli: milli)
  }
}

extension Duration {
  /// `10s`, `1m30s`, `1.5h`, `500ms`: units from large to small, each at most once.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    var index = 0
    var total = 0
    var lastUnit = Int.max
    while index < bytes.count {
      let start = index
      while index < bytes.count, NameGrammar.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
      guard NameGrammar.isDigit(bytes[start]), let amount = thousandths(bytes[start..<index]) else { return nil }
      let unitStart = index
      while index < bytes.count, NameGrammar.isLower(bytes[index]) { index += 1 }
      let unit: Int
      switch String(decoding: bytes[unitStart..<index], as: UTF8.self) {
      case "h": unit = 3_600_000
      case "m": unit = 60_000
      case "s": unit = 1000
      case "ms": unit = 1
      default: return nil
      }
      let (scaled, overflow) = amount.multipliedReportingOverflow(by: unit)
      guard unit < lastUnit, !overflow, scaled % 1000 == 0 else { return nil }
      lastUnit = unit
      total += scaled / 1000
      guard total <= 1 << 50 else { return nil }
    }
    guard lastUnit != Int.max else { return nil }
    self.init(milliseconds: total)
  }
}

extension RequestRate {
  /// `20r/s`, `90r/m`.
  public init?(_ text: String) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), text.utf8[..<slash].last == UInt8(ascii: "r"),
      let count = wholeNumber(String(Substring(text.utf8[..<slash].dropLast()))),
      let unit = Unit(rawValue: String(text[text.utf8.index(after: slash)...]))
    else { return nil }
    self.init(count: count, unit: unit)
  }
}

extension IPv4Network {
  /// `10.89.0.0/20`; nil for host bits too.
  public init?(_ text: String) {
    guard let (address, prefix) = Self.parts(text) else { return nil }
    self.init(base: address, prefix: prefix)
  }

  /// Address and prefix length, host bits allowed.
  static func parts(_ text: String) -> (IPv4Address, Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(String(parts[0])), parts[1].utf8.count <= 2,
      let prefix = wholeNumber(String(parts[1])),
      prefix <= 32
    else { return nil }
    return (address, prefix)
  }
}

/// An IPv6 address in its one canonical spelling (RFC 5952, without embedded IPv4), so that equal addresses are equal text.
public struct IPv6Address: Hashable, Sendable, CustomStringConvertible {
  public let groups: [UInt16]

  /// RFC 4291 2.2 without a zone: eight groups, one `::`, an IPv4 tail.
  public init?(_ text: String) {
    guard text.utf8.count <= 45 else { return nil }
    var halves: [[UInt16]] = [[]]
    var rest = Substring(text)
    if let gap = rest.firstRange(of: "::") {
      guard let head = Self.run(rest[..<gap.lowerBound], tail: false), let tail = Self.run(rest[gap.upperBound...], tail: true) else {
        return nil
      }
      guard head.count + tail.count < 8 else { return nil }
      halves = [head, tail]
      rest = ""
    } else {
      guard let all = Self.run(rest, tail: true), all.count == 8 else { return nil }
      halves = [all]
    }
    groups = halves.count == 1 ? halves[0] : halves[0] + [UInt16](repeating: 0, count: 8 - halves[0].count - halves[1].count) + halves[1]
  }

  private static func run(_ text: Substring, tail: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if tail, index == parts.count - 1, part.contains("."), let v4 = IPv4Address(String(part)) {
        groups += [UInt16(v4.bits >> 16), UInt16(v4.bits & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.utf8.count), !part.utf8.contains(UInt8(ascii: "+")), !part.utf8.contains(UInt8(ascii: "-")),
        let group = UInt16(part, radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups.count <= 8 ? groups : nil
  }

  public var description: String {
    // The longest run of two or more zero groups, the first of equals, is the `::`.
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: some Sequence<UInt16>) -> String { range.map { String($0, radix: 16) }.joined(separator: ":") }
    return best.isEmpty ? text(groups) : text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
  }
}
