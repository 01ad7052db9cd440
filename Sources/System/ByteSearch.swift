import CLinux

/// Where `wanted` first occurs at or after `start`.
public func offset(of wanted: String, in bytes: [UInt8], from start: Int = 0) -> Int? {
  let wanted = Array(wanted.utf8)
  if wanted.isEmpty { return start }
  guard start < bytes.count else { return nil }
  let found = unsafe bytes.withUnsafeBytes { bytes in
    unsafe wanted.withUnsafeBytes { wanted in
      unsafe securegen_find(bytes.baseAddress! + start, bytes.count - start, wanted.baseAddress!, wanted.count)
    }
  }
  return found < 0 ? nil : start + found
}

/// How often a byte occurs in a range of others.
public func count(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int {
  if range.isEmpty { return 0 }
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range lies in the bytes")
  return unsafe bytes.withUnsafeBufferPointer { unsafe securegen_count($0.baseAddress! + range.lowerBound, range.count, byte) }
}
