import Catalog
import Comparison
import Diagnostics
import Emission
import Languages
import Planning
import System

/// manifest.json: what went in and what came out, by digest. From it a later build tells hand edits, stale and foreign files apart.
func manifest(of files: [RenderedFile], plan: DeploymentPlan, sources: [SourceFile], places: Places) -> RenderedFile {
  var digests = DigestCache()
  let outputs = files.sorted { $0.path < $1.path }.map { file in
    JSONValue.object([
      ("path", .string(file.path)), ("sha256", .string(digests.of(file.bytes))), ("executable", .bool(file.isExecutable)),
    ])
  }
  let tree = JSONValue.object([
    ("securegen", .string(Securegen.version)), ("catalog", .string(Catalog.version)), ("stack", .string(plan.stack.description)),
    ("policy", .string(plan.policyName)),
    (
      "inputs",
      .array(
        sources.map { source in
          .object([("path", .string(places.fromOutput(source.path))), ("sha256", .string(SHA256.hex(source.bytes)))])
        })
    ), ("security", SecurityFacts(plan).json), ("outputs", .array(outputs)),
  ])
  return RenderedFile(path: manifestName, bytes: tree.printed + [UInt8(ascii: "\n")])
}

let manifestName = "manifest.json"

/// Digests of contents that repeat: every service of a runtime has the same profile and the same snippets.
private struct DigestCache {
  /// The last few contents of a length.
  private var known: [Int: [(bytes: [UInt8], digest: String)]] = [:]

  mutating func of(_ bytes: [UInt8]) -> String {
    if let same = known[bytes.count]?.first(where: { $0.bytes == bytes }) { return same.digest }
    let digest = SHA256.hex(bytes)
    var recent = known[bytes.count] ?? []
    if recent.count == 4 { recent.removeFirst() }
    recent.append((bytes, digest))
    known[bytes.count] = recent
    return digest
  }
}
