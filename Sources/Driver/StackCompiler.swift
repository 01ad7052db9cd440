import Catalog
import Diagnostics
import Emission
import Planning
import Policy
import Resolution
import Stack
import System
import YAMLSyntax

/// What a compile is told besides the stack file.
public struct CompileOptions: Sendable {
  /// The directory that holds one folder per stack, relative to the current one or absolute.
  public var output: String
  /// The day dates are judged by.
  public var asOf: CalendarDate
  /// Instead of the policy that the stack names: `baseline`, `strict` or a path.
  public var policy: String?
  public init(output: String = "Generated", asOf: CalendarDate) {
    self.output = output
    self.asOf = asOf
  }
}

/// A stack that passed every phase, and its files in memory.
public struct CompiledStack: Sendable {
  public var plan: DeploymentPlan
  /// All of the folder, manifest.json last; none once they were let go.
  public private(set) var files: [RenderedFile]
  public let fileCount: Int
  /// The folder held exactly these files when it was looked at, and they were let go.
  public private(set) var isCurrent = false
  /// `<output>/<stack>`
  public var directory: String
  /// Where the stack's name stands, for findings about it.
  public var name: Located<StackName>
  public var policy: PolicySettings
  /// Indices of the policy's waivers that stood against a finding.
  public var usedWaivers: Set<Int>

  fileprivate init(
    plan: DeploymentPlan, files: [RenderedFile], directory: String, name: Located<StackName>, policy: PolicySettings, usedWaivers: Set<Int>
  ) {
    self.plan = plan
    self.files = files
    fileCount = files.count
    self.directory = directory
    self.name = name
    self.policy = policy
    self.usedWaivers = usedWaivers
  }

  /// Compares with what is on disk while the bytes are still at hand; what is there already need not be held until all stacks are compiled.
  mutating func letGoIfOnDisk() {
    guard isOnDisk else { return }
    isCurrent = true
    files = []
  }
}

/// source → syntax → spec → resolved → checked: all that `validate` does.
public func checkStackFile(at path: String, options: CompileOptions, into sink: inout DiagnosticSink) -> CheckedStack? {
  loadSource(path, into: &sink).flatMap { checkStack($0, planned: [:], options: options, into: &sink) }
}

/// All phases that judge, over a text that need not be on disk. `planned` are the sources that will be written with it: by directory, as
/// `RelativePath` describes it, the names of the files at its root.
private func checkStack(
  _ file: SourceFile, planned: [String: Set<String>], options: CompileOptions, into sink: inout DiagnosticSink
) -> CheckedStack? {
  let path = file.path
  guard let document = parseYAML(file, into: &sink) else { return nil }
  guard let spec = decodeStack(document, file: file, vocabulary: Catalog.vocabulary, into: &sink) else { return nil }
  let root = directoryPart(path) ?? "."
  checkLinks(of: spec, root: root, into: &sink)
  checkSecretPlaces(of: spec, root: root, into: &sink)
  let resolved = resolveStack(
    spec,
    inspect: { source, files in
      planned[source.description].map { SourceFacts(exists: true, files: $0) } ?? inspectSource(root: root, source, looking: files)
    }, into: &sink)
  let policy =
    options.policy.map { loadPolicy(PolicyReference(named: $0), from: ".", askedAt: nil, into: &sink) }
    ?? loadPolicy(spec.policy?.value ?? .baseline, from: root, askedAt: spec.policy?.range, into: &sink)
  guard let resolved, let policy else { return nil }
  return checkStack(resolved, policy: policy, asOf: options.asOf, into: &sink)
}

/// The whole way to files, in memory; nothing is written. nil where any phase reported an error.
public func compileStackFile(at path: String, options: CompileOptions, into sink: inout DiagnosticSink) -> CompiledStack? {
  guard let checked = checkStackFile(at: path, options: options, into: &sink) else { return nil }
  return compile(checked, path: path, options: options, into: &sink)
}

/// The same of a text that is not written yet, with the sources that will be written beside it.
public func compilePlannedStack(
  _ file: SourceFile, planned: [String: Set<String>], options: CompileOptions, into sink: inout DiagnosticSink
) -> CompiledStack? {
  guard let checked = checkStack(file, planned: planned, options: options, into: &sink) else { return nil }
  return compile(checked, path: file.path, options: options, into: &sink)
}

private func compile(
  _ checked: CheckedStack, path: String, options: CompileOptions, into sink: inout DiagnosticSink
) -> CompiledStack? {
  guard let plan = planDeployment(checked, into: &sink), !sink.hasErrors else { return nil }
  let spec = checked.stack.spec
  let directory = joined(options.output, plan.stack.description)
  let places = Places(stackFile: path, output: directory)
  var files = emitDocker(plan, context: places.context) { count, body in
    // Threads pay off only where there is much to print.
    count < 64 ? (0..<count).map(body) : parallelMap(count: count, body)
  }
  files.append(manifest(of: files, plan: plan, sources: [spec.file] + checked.policy.files, places: places))
  return CompiledStack(
    plan: plan, files: files, directory: directory, name: spec.name, policy: checked.policy, usedWaivers: checked.usedWaivers)
}
