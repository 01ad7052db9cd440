import Catalog
import Diagnostics
import Policy
import Resolution
import Stack
import YAMLSyntax

/// Files that every source directory of the tests has at its root.
let sourceFiles: Set<String> = ["app.js", "app.py", "package.json", "package-lock.json", "requirements.txt"]

/// All phases up to the checked stack, on a text; sources exist and hold `files`.
func check(
  _ text: String, asOf: CalendarDate = CalendarDate(2026, 11, 26), files: Set<String> = sourceFiles, exists: Bool = true,
  policyFile: String? = nil, adjust: (inout PolicySettings) -> Void = { _ in }
) -> (stack: CheckedStack?, sink: DiagnosticSink) {
  var sink = DiagnosticSink()
  let file = SourceFile(path: "stack.yaml", bytes: Array(text.utf8))
  guard let document = parseYAML(file, into: &sink),
    let spec = decodeStack(document, file: file, vocabulary: Catalog.vocabulary, into: &sink),
    let resolved = resolveStack(
      spec, inspect: { SourceFacts(exists: exists, files: exists ? files.intersection($1) : []) }, into: &sink),
    var policy = policyFile.map({ namedPolicy($0, into: &sink) }) ?? builtInPolicy(spec.policy?.value ?? .baseline)
  else { return (nil, sink) }
  adjust(&policy)
  return (checkStack(resolved, policy: policy, asOf: asOf, into: &sink), sink)
}

/// A policy file's text over the built-in policy it extends.
func namedPolicy(_ text: String, path: String = "policy.yaml", into sink: inout DiagnosticSink) -> PolicySettings? {
  let file = SourceFile(path: path, bytes: Array(text.utf8))
  guard let document = parseYAML(file, into: &sink), let spec = decodePolicy(document, file: file, into: &sink),
    let base = builtInPolicy(spec.extends.value)
  else { return nil }
  return resolvePolicy([spec], over: base, into: &sink)
}

/// A stack of these services, each line indented by two.
func stack(_ services: String, extra: String = "") -> String {
  let lines = services.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  return "version: 1\nname: example\n\(extra)services:\n\(lines)\n"
}
