import CLinux

/// SHA-256 (FIPS 180-4).
public struct SHA256: Sendable {
  private static let hasInstructions = securegen_has_sha256() != 0

  private let usesInstructions: Bool
  private var state = State()
  /// Bytes of a block that is not full yet.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  public init() { self.init(usesInstructions: true) }

  /// The processor's own instructions are used where it has them; without is for processors that don't, and for tests of both.
  package init(usesInstructions: Bool) { self.usesInstructions = usesInstructions && SHA256.hasInstructions }

  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The digest in 64 lower-case hexadecimal digits.
  public static func hex(_ bytes: [UInt8]) -> String { hexadecimal(digest(bytes)) }

  public mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      pending += bytes[..<start]
      guard pending.count == 64 else { return }
      compress(pending, 0..<64)
      pending.removeAll(keepingCapacity: true)
    }
    let end = start + (bytes.count - start) / 64 * 64
    compress(bytes, start..<end)
    pending += bytes[end...]
  }

  /// The 32 bytes of the digest of all that was given.
  public consuming func finish() -> [UInt8] {
    let bits = length &* 8
    var tail = pending + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    compress(tail, 0..<tail.count)
    return state.words.flatMap { word in stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
  }

  private mutating func compress(_ bytes: [UInt8], _ range: Range<Int>) {
    if range.isEmpty { return }
    unsafe roundConstants.withUnsafeBufferPointer { constants in
      unsafe bytes.withUnsafeBytes { buffer in
        if usesInstructions {
          return unsafe state.compressByInstructions(buffer.baseAddress! + range.lowerBound, range.count / 64, constants.baseAddress!)
        }
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
          for block in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
            unsafe state.compress(buffer.baseAddress! + block, constants.baseAddress!, schedule.baseAddress!)
          }
        }
      }
    }
  }
}

/// The bytes in lower-case hexadecimal digits.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The eight working words (5.3.3).
private struct State {
  private var a: UInt32 = 0x6a09_e667
  private var b: UInt32 = 0xbb67_ae85
  private var c: UInt32 = 0x3c6e_f372
  private var d: UInt32 = 0xa54f_f53a
  private var e: UInt32 = 0x510e_527f
  private var f: UInt32 = 0x9b05_688c
  private var g: UInt32 = 0x1f83_d9ab
  private var h: UInt32 = 0x5be0_cd19

  var words: [UInt32] { [a, b, c, d, e, f, g, h] }

  mutating func compressByInstructions(_ bytes: UnsafeRawPointer, _ blocks: Int, _ constants: UnsafePointer<UInt32>) {
    unsafe withUnsafeMutableBytes(of: &self) { words in
      unsafe securegen_sha256(
        words.baseAddress!.assumingMemoryBound(to: UInt32.self), bytes.assumingMemoryBound(to: UInt8.self), blocks, constants)
    }
  }

  /// One block of 64 bytes (6.2.2). Eight rounds per turn, so that the words change names instead of places.
  @inline(__always)
  mutating func compress(_ block: UnsafeRawPointer, _ constants: UnsafePointer<UInt32>, _ schedule: UnsafeMutablePointer<UInt32>) {
    for i in 0..<16 {
      unsafe schedule[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self))
    }
    for i in 16..<64 {
      let (near, far) = unsafe (schedule[i &- 2], schedule[i &- 15])
      let sigma1 = near.rotated(17) ^ near.rotated(19) ^ near >> 10
      let sigma0 = far.rotated(7) ^ far.rotated(18) ^ far >> 3
      unsafe schedule[i] = sigma1 &+ schedule[i &- 7] &+ sigma0 &+ schedule[i &- 16]
    }
    var (a, b, c, d, e, f, g, h) = (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)
    var i = 0
    while i < 64 {
      unsafe round(a, b, c, &d, e, f, g, &h, constants[i] &+ schedule[i])
      unsafe round(h, a, b, &c, d, e, f, &g, constants[i &+ 1] &+ schedule[i &+ 1])
      unsafe round(g, h, a, &b, c, d, e, &f, constants[i &+ 2] &+ schedule[i &+ 2])
      unsafe round(f, g, h, &a, b, c, d, &e, constants[i &+ 3] &+ schedule[i &+ 3])
      unsafe round(e, f, g, &h, a, b, c, &d, constants[i &+ 4] &+ schedule[i &+ 4])
      unsafe round(d, e, f, &g, h, a, b, &c, constants[i &+ 5] &+ schedule[i &+ 5])
      unsafe round(c, d, e, &f, g, h, a, &b, constants[i &+ 6] &+ schedule[i &+ 6])
      unsafe round(b, c, d, &e, f, g, h, &a, constants[i &+ 7] &+ schedule[i &+ 7])
      i &+= 8
    }
    self.a &+= a
    self.b &+= b
    self.c &+= c
    self.d &+= d
    self.e &+= e
    self.f &+= f
    self.g &+= g
    self.h &+= h
  }
}

@inline(__always)
private func round(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ input: UInt32
) {
  let choice = g ^ (e & (f ^ g))
  let majority = (a & b) | (c & (a | b))
  let first = h &+ (e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)) &+ choice &+ input
  d &+= first
  h = first &+ (a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)) &+ majority
}

extension UInt32 {
  @inline(__always)
  fileprivate func rotated(_ count: UInt32) -> UInt32 { self &>> count | self &<< (32 &- count) }
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2), computed: a table could hide a typing error.
private let roundConstants: [UInt32] = {
  var constants: [UInt32] = []
  var candidate: UInt64 = 2
  while constants.count < 64 {
    if !(2..<candidate).contains(where: { candidate % $0 == 0 }) { constants.append(cubeRootFraction(candidate)) }
    candidate += 1
  }
  return constants
}()

/// Bits 2^-1 to 2^-32 of a cube root: the largest r with r³ ≤ n·2^96, found bit by bit in 128-bit arithmetic.
private func cubeRootFraction(_ number: UInt64) -> UInt32 {
  // r < 8·2^32 = 2^35, so r³ < 2^105 fits.
  let target = UInt128(number) << 96
  var root: UInt128 = 0
  for bit in stride(from: 34, through: 0, by: -1) {
    let next = root | (1 << UInt128(bit))
    if next * next * next <= target { root = next }
  }
  return UInt32(truncatingIfNeeded: root)
}
