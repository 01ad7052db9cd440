/// FNV-1a, 64 bits: the same on every machine and in every run, unlike `Hasher`. For names and places, never for security.
enum StableHash {
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    // FNV's low bits mix well, its high bits poorly for short texts: fold them.
    return hash ^ (hash >> 29)
  }

  /// Eight lower-case hex digits.
  static func hex8(_ text: String) -> String {
    let digits = String(UInt32(truncatingIfNeeded: of(text)), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
