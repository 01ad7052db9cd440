/// A TCP port, 1 to 65535.
public struct Port: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let number: UInt16
  public init?(_ number: Int) {
    guard (1...65535).contains(number) else { return nil }
    self.number = UInt16(number)
  }
  public var description: String { String(number) }
  public static func < (left: Port, right: Port) -> Bool { left.number < right.number }
}

/// An amount of memory in bytes: digits and an optional Ki, Mi, Gi (binary) or Docker's k, m, g, b.
public struct ByteSize: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let bytes: Int
  public init(bytes: Int) { self.bytes = bytes }
  public static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }
  /// The largest binary unit that divides it: `256Mi`.
  public var description: String {
    for (unit, name) in [(1 << 30, "Gi"), (1 << 20, "Mi"), (1 << 10, "Ki")] where bytes >= unit && bytes % unit == 0 {
      return "\(bytes / unit)\(name)"
    }
    return String(bytes)
  }
}

/// Thousandths of a CPU: `0.5` is 500.
public struct CPUShare: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let milli: Int
  public init(milli: Int) { self.milli = milli }
  public static func < (left: CPUShare, right: CPUShare) -> Bool { left.milli < right.milli }
  /// Docker's form: `0.5`, `2`.
  public var description: String {
    guard milli % 1000 != 0 else { return String(milli / 1000) }
    var fraction = String(1000 + milli % 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(milli / 1000).\(fraction)"
  }
}

/// A length of time in milliseconds, written `10s`, `1m30s`, `500ms`.
public struct Duration: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let milliseconds: Int
  public init(milliseconds: Int) { self.milliseconds = milliseconds }
  public init(seconds: Int) { milliseconds = seconds * 1000 }
  public static func < (left: Duration, right: Duration) -> Bool { left.milliseconds < right.milliseconds }
  public var description: String { milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms" }
  /// Whole seconds, rounded up.
  public var seconds: Int { (milliseconds + 999) / 1000 }
}

/// Requests per second or minute: `20r/s`, `90r/m` (nginx limit_req_zone).
public struct RequestRate: Hashable, Sendable, CustomStringConvertible {
  public enum Unit: String, Sendable { case second = "s", minute = "m" }
  public let count: Int
  public let unit: Unit
  public init?(count: Int, unit: Unit) {
    guard (1...1_000_000).contains(count) else { return nil }
    self.count = count
    self.unit = unit
  }
  public var description: String { "\(count)r/\(unit.rawValue)" }
}

/// Numeric user and group, as in `USER 10001:10001`; neither is 0.
public struct UserID: Hashable, Sendable, CustomStringConvertible {
  public let uid: UInt32
  public let gid: UInt32
  public init(uid: UInt32, gid: UInt32) {
    self.uid = uid
    self.gid = gid
  }
  public var description: String { "\(uid):\(gid)" }
}

/// An IPv4 address.
public struct IPv4Address: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let bits: UInt32
  public init(bits: UInt32) { self.bits = bits }
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(NameGrammar.isDigit) else { return nil }
      // A leading zero is octal to some readers: refused.
      guard part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
      let value = part.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
      guard value <= 255 else { return nil }
      bits = bits << 8 | value
    }
    self.bits = bits
  }
  public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.bits < right.bits }
  public var description: String { "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)" }
}

/// An IPv4 network in CIDR form with no host bits set.
public struct IPv4Network: Hashable, Sendable, CustomStringConvertible {
  public let base: IPv4Address
  public let prefix: Int
  public init?(base: IPv4Address, prefix: Int) {
    guard (0...32).contains(prefix) else { return nil }
    let mask: UInt32 = prefix == 0 ? 0 : ~UInt32(0) << UInt32(32 - prefix)
    guard base.bits & ~mask == 0 else { return nil }
    self.base = base
    self.prefix = prefix
  }
  public var description: String { "\(base)/\(prefix)" }
  /// How many addresses it holds.
  public var size: Int { 1 << (32 - prefix) }
}

/// Where a frontend is reached on the host: one address and port.
public struct PublishAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1`, `0.0.0.0` or one address; IPv6 hosts in brackets are kept as text.
  public enum Host: Hashable, Sendable { case v4(IPv4Address), v6(String) }
  public let host: Host
  public let port: Port
  public init(host: Host, port: Port) {
    self.host = host
    self.port = port
  }
  public var hostText: String {
    switch host {
    case .v4(let address): address.description
    case .v6(let text): "[\(text)]"
    }
  }
  public var description: String { "\(hostText):\(port)" }
}

/// The name of an environment variable: `[A-Za-z_][A-Za-z0-9_]*`.
public struct EnvName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard let first = text.utf8.first, text.utf8.count <= 255, NameGrammar.isAlphanumeric(first) || first == UInt8(ascii: "_"),
      !NameGrammar.isDigit(first), text.utf8.allSatisfy({ NameGrammar.isAlphanumeric($0) || $0 == UInt8(ascii: "_") })
    else { return nil }
    description = text
  }
}

/// A header field name: RFC 9110 token.
public struct HeaderName: Hashable, Sendable, CustomStringConvertible {
  /// As written.
  public let description: String
  /// Lower case, for comparison: field names are case-insensitive (RFC 9110 5.1).
  public let key: String
  public init?(_ text: String) {
    guard (1...256).contains(text.utf8.count), text.utf8.allSatisfy(Self.isTokenByte) else { return nil }
    description = text
    key = text.lowercased()
  }
  public static func == (left: HeaderName, right: HeaderName) -> Bool { left.key == right.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: NameGrammar.isAlphanumeric(byte)
    }
  }
}

/// A header field value: visible ASCII, spaces and tabs (RFC 9110 5.5), none at its ends, at most 4,000 bytes as nginx's file has it,
/// where a quote, a backslash or a tab takes two (nginx refuses a token of 4,096 bytes).
public struct HeaderValue: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard Self.written(text) <= Self.longest, text.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x09 }) else { return nil }
    guard text.utf8.first != 0x20, text.utf8.last != 0x20, text.utf8.first != 0x09, text.utf8.last != 0x09 else { return nil }
    description = text
  }

  static let longest = 4000
  static func written(_ text: String) -> Int {
    text.utf8.reduce(0) { $0 + ([0x09, UInt8(ascii: "\""), UInt8(ascii: "\\")].contains($1) ? 2 : 1) }
  }
}

/// A host name nginx answers: an RFC 1123 name, optionally `*.` first, an IPv4 address or an IPv6 address in brackets.
public struct ServerName: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    let lowered = text.lowercased()
    if lowered.hasPrefix("[") && lowered.hasSuffix("]") {
      let inner = lowered.utf8.dropFirst().dropLast()
      guard inner.contains(UInt8(ascii: ":")), inner.count <= 45,
        inner.allSatisfy({
          NameGrammar.isDigit($0) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f")) || $0 == UInt8(ascii: ":")
            || $0 == UInt8(ascii: ".")
        })
      else { return nil }
      description = lowered
      return
    }
    let name = lowered.hasPrefix("*.") ? String(lowered.dropFirst(2)) : lowered
    guard (1...253).contains(name.utf8.count) else { return nil }
    for label in name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard let first = label.first, let last = label.last, label.count <= 63, NameGrammar.isAlphanumeric(first),
        NameGrammar.isAlphanumeric(last), label.allSatisfy({ NameGrammar.isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
      else { return nil }
    }
    description = lowered
  }
}

/// A Linux capability without its `CAP_` prefix.
public struct Capability: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    let name = text.hasPrefix("CAP_") ? String(text.dropFirst(4)) : text
    guard Self.known.contains(name) else { return nil }
    description = name
  }
  /// capability.h of Linux 6.x.
  public static let known: [String] = [
    "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE",
    "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE",
    "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
    "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE",
    "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
  ]
}

/// A route's path prefix: begins with `/`, printable ASCII without spaces, quotes, `?`, `#` or `..`, at most 1,000 bytes.
public struct RoutePrefix: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count <= 1000 else { return nil }
    let refused: [UInt8] = Array("\"'?#\\`{};".utf8)
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !refused.contains($0) }), !text.contains(".."), !text.contains("//") else {
      return nil
    }
    description = text
  }
}
