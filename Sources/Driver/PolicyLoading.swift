import Diagnostics
import Policy
import Stack
import System
import YAMLSyntax

/// The policy of a reference with all it extends. A file's path is taken from `directory`; `place` is where it was asked for, if anywhere.
func loadPolicy(
  _ reference: PolicyReference, from directory: String, askedAt place: SourceRange?, into sink: inout DiagnosticSink
) -> PolicySettings? {
  var chain: [PolicySpec] = []
  var seen: Set<String> = []
  var next = (reference: reference, directory: directory, place: place)
  while case .file(let written) = next.reference {
    let path = tidied(joined(next.directory, written))
    guard seen.insert((try? realPath(path)) ?? path).inserted else {
      sink.report(
        Diagnostic(
          .cycle, "policy \(path) extends itself", at: next.place, path: path, reason: "a policy needs a built-in one at its root",
          write: "extends: baseline, or extends: strict"))
      return nil
    }
    guard let file = loadPolicyFile(path, askedAt: next.place, into: &sink), let document = parseYAML(file, into: &sink),
      let spec = decodePolicy(document, file: file, into: &sink)
    else { return nil }
    chain.insert(spec, at: 0)
    next = (spec.extends.value, directoryPart(path) ?? ".", spec.extends.range)
  }
  guard let base = builtInPolicy(next.reference) else { return nil }
  return resolvePolicy(chain, over: base, into: &sink)
}

/// `policies/./acme.yaml` without its `.`; `..` stays, since a link may stand before it.
private func tidied(_ path: String) -> String {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false).enumerated().filter {
    $0.offset == 0 || !["", "."].contains($0.element)
  }
  let joined = parts.map { String($0.element) }.joined(separator: "/")
  return joined.hasPrefix("./") ? String(joined.dropFirst(2)) : joined
}

/// A policy that was named on the command line.
public func loadNamedPolicy(_ name: String, into sink: inout DiagnosticSink) -> PolicySettings? {
  loadPolicy(PolicyReference(named: name), from: ".", askedAt: nil, into: &sink)
}

extension PolicyReference {
  init(named name: String) {
    switch name {
    case "baseline": self = .baseline
    case "strict": self = .strict
    default: self = .file(name)
    }
  }
}

private func loadPolicyFile(_ path: String, askedAt place: SourceRange?, into sink: inout DiagnosticSink) -> SourceFile? {
  do throws(SystemError) {
    return SourceFile(path: path, bytes: try readFile(path, limit: YAMLLimits().size))
  } catch {
    sink.report(
      Diagnostic(
        .unreadable, "policy: \(error.description)", at: place, path: path,
        reason: "a stack is built under its policy or not at all", write: "baseline, strict, or the path of a policy file"))
    return nil
  }
}
