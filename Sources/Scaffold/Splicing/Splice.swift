/// Bytes to put in the place of a range of bytes: an insertion where the range is empty.
struct Splice: Equatable {
  var range: Range<Int>
  var bytes: [UInt8]

  init(_ range: Range<Int>, _ bytes: [UInt8] = []) {
    self.range = range
    self.bytes = bytes
  }

  init(at offset: Int, _ bytes: [UInt8]) { self.init(offset..<offset, bytes) }

  func applied(to old: [UInt8]) -> [UInt8] { Array(old[..<range.lowerBound]) + bytes + Array(old[range.upperBound...]) }
}
