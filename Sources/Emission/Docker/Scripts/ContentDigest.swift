/// A short digest of the files a container is made of, for run.sh to see that one changed: path, length and bytes of each, in order.
///
/// No security hash: anybody can make two files with the same digest. The manifest, which detects edits, uses SHA-256.
/// Comment lines of files don't count: they change nothing that runs, and the header names the way to the stack file, which differs between folders.
/// Eight bytes are mixed at a time (multiply and fold, as wyhash does), since a big stack hashes tens of megabytes of profiles.
func contentDigest(_ files: [RenderedFile]) -> String {
  var digest = ContentDigest()
  for file in files {
    digest.add(Array(file.path.utf8))
    // A service's files lie in its folder. Other parts hold users' text, where a line may begin with `#` and mean something.
    digest.add(file.path.utf8.contains(UInt8(ascii: "/")) ? withoutComments(file.bytes) : file.bytes)
  }
  return digest.hex
}

/// The bytes without the lines that begin with `#`, as in Dockerfiles, nginx files and AppArmor profiles; JSON has none.
/// Every line kept ends in a line break, the last one too.
private func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
  let newline = UInt8(ascii: "\n")
  var kept: [UInt8] = []
  kept.reserveCapacity(bytes.count + 1)
  // Where the kept lines before the current one begin.
  var from = 0
  var line = 0
  while true {
    var end = line
    while end < bytes.count, bytes[end] != newline { end += 1 }
    let isComment = line < bytes.count && bytes[line] == UInt8(ascii: "#")
    if isComment { kept += bytes[from..<line] }
    guard end < bytes.count else {
      if !isComment {
        kept += bytes[from...]
        kept.append(newline)
      }
      return kept
    }
    line = end + 1
    if isComment { from = line }
  }
}

struct ContentDigest {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ bytes: [UInt8]) {
    mix(UInt64(bytes.count))
    var index = 0
    while index + 8 <= bytes.count {
      var word: UInt64 = 0
      for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
      mix(word)
      index += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count {
      rest |= UInt64(bytes[index]) << shift
      shift += 8
      index += 1
    }
    mix(rest)
  }

  private mutating func mix(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    // Folding alone would stay at zero once there; the addition gets it out.
    state = (product.high ^ product.low) &+ 0xA076_1D64_78BD_642F
  }

  /// Sixteen lower-case hex digits.
  var hex: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
