import Foundation

/// A golden file that differs from what the code gives, or that was just written anew. Its description says which line differs.
public struct GoldenMismatch: Error, CustomStringConvertible {
  public let description: String
}

/// True while goldens are being rewritten (`SECUREGEN_UPDATE_GOLDENS=1 swift test`). Every rewritten golden then fails its test, so that
/// no run which wrote its own expectations can pass.
public var updatesGoldens: Bool { ProcessInfo.processInfo.environment["SECUREGEN_UPDATE_GOLDENS"] == "1" }

/// One case: a folder with inputs and expected outputs beside the tests, `Goldens/<name>/`.
public struct GoldenCase: Sendable {
  public let name: String
  /// Absolute path of the case's folder.
  public let directory: String

  public func path(_ file: String) -> String { directory + "/" + file }

  /// The input's bytes.
  public func read(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(file)))) }

  /// Compares `actual` with the case's file byte for byte; throws `GoldenMismatch` where they differ.
  public func expect(_ actual: [UInt8], _ file: String = "expected.txt") throws { try compareWithGolden(actual, at: path(file)) }
}

/// Every folder under `folder`, which lies beside the calling test file, in name order. An empty list is an error: it would test nothing.
public func goldenCases(_ folder: String = "Goldens", beside testFile: String = #filePath) throws -> [GoldenCase] {
  let root = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(folder).path
  let names = try FileManager.default.contentsOfDirectory(atPath: root).filter { !$0.hasPrefix(".") }.sorted()
  if names.isEmpty { throw GoldenMismatch(description: "no golden cases in \(root)") }
  return names.map { GoldenCase(name: $0, directory: root + "/" + $0) }
}

/// Compares bytes with a golden file beside the calling test, e.g. `checkGolden(bytes, "Goldens/seccomp-node.json")`.
public func checkGolden(_ actual: [UInt8], _ file: String, beside testFile: String = #filePath) throws {
  let path = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(file).path
  try compareWithGolden(actual, at: path)
}

private func compareWithGolden(_ actual: [UInt8], at path: String) throws {
  let expected = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
  if expected == actual { return }
  if updatesGoldens {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(actual).write(to: url)
    throw GoldenMismatch(description: "rewrote \(path): read it, then run again without SECUREGEN_UPDATE_GOLDENS")
  }
  guard let expected else {
    throw GoldenMismatch(description: "missing golden \(path); actual:\n\(String(decoding: actual, as: UTF8.self))")
  }
  throw GoldenMismatch(description: firstDifference(expected, actual, path))
}

private func firstDifference(_ expected: [UInt8], _ actual: [UInt8], _ path: String) -> String {
  func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
  let (want, got) = (lines(expected), lines(actual))
  let index = zip(want, got).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(want.count, got.count)
  let wanted = index < want.count ? want[index] : "(end of file)"
  let found = index < got.count ? got[index] : "(end of file)"
  return "\(path):\(index + 1): expected\n  \(wanted)\ngot\n  \(found)\nwhole actual text:\n\(String(decoding: actual, as: UTF8.self))"
}
