import Glibc

/// Bytes nobody can guess, from the kernel's generator (getentropy(3), at most 256 a call).
public func randomBytes(_ count: Int) throws(SystemError) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: min(count, 256))
  guard unsafe bytes.withUnsafeMutableBytes({ unsafe getentropy($0.baseAddress, $0.count) }) == 0 else {
    throw SystemError(path: "the kernel's random numbers", code: errno, operation: .read)
  }
  return count <= 256 ? bytes : bytes + (try randomBytes(count - 256))
}
