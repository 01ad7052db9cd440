import Comparison
import Diagnostics
import System
import YAMLSyntax

/// What the last build left, by the manifest on disk; empty where there is none or it can't be read.
struct PreviousManifest {
  /// Path to SHA-256.
  private(set) var digests: [String: String] = [:]
  /// The deployment in security terms; nil where the manifest doesn't say.
  private(set) var facts: SecurityFacts?

  init(in directory: Directory) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try directory.read(manifestName, limit: 64 << 20)
    } catch {
      return
    }
    // JSON is YAML: the parser that is here anyway reads it.
    var sink = DiagnosticSink()
    var limits = YAMLLimits()
    limits.size = 64 << 20
    limits.nodes = 4_000_000
    let file = SourceFile(path: manifestName, bytes: bytes)
    guard let node = parseYAML(file, limits: limits, into: &sink) else { return }
    facts = node["security"].flatMap(SecurityFacts.init)
    guard case .sequence(let outputs)? = node["outputs"]?.content else { return }
    for output in outputs {
      guard let path = output["path"]?.text, let digest = output["sha256"]?.text, PreviousManifest.isInside(path) else { continue }
      digests[path] = digest
    }
  }

  /// A manifest that was tampered with must not reach out of the folder.
  private static func isInside(_ path: String) -> Bool {
    !path.isEmpty && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { $0 != "" && $0 != "." && $0 != ".." }
  }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key.value == key }?.value
  }

  fileprivate var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }
}
