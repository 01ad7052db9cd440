import Comparison
import Diagnostics
import Emission
import System

/// How one stack would change: in security terms, then file by file.
public struct StackDiff: Sendable {
  public struct File: Sendable {
    public var path: String
    /// A unified diff.
    public var text: String
  }
  public var stack: String
  /// Weaker ones first, by service.
  public var changes: [SecurityChange]
  public var files: [File]
  /// What a reader must know to trust the comparison: hand edits, no earlier build.
  public var remarks: [String]

  public var isEmpty: Bool { changes.isEmpty && files.isEmpty && remarks.isEmpty }
  public func count(_ effect: SecurityChange.Effect) -> Int { changes.count { $0.effect == effect } }
}

/// Two compiled stacks: two stack files, or one under two policies.
public func diffStacks(old: CompiledStack, new: CompiledStack) -> StackDiff {
  let before = Dictionary(old.files.map { ($0.path, $0.bytes) }) { first, _ in first }
  return StackDiff(
    stack: new.plan.stack.description, changes: securityChanges(from: SecurityFacts(old.plan), to: SecurityFacts(new.plan)),
    files: fileDiffs(old: before, new: new.files), remarks: [])
}

/// What is on disk against what would be built.
public func diffWithDisk(_ compiled: CompiledStack, into sink: inout DiagnosticSink) -> StackDiff? {
  do throws(SystemError) {
    let stack = compiled.plan.stack.description
    let held = try holdStill(compiled)
    defer { withExtendedLifetime(held) {} }
    let state = try OutputState(compiled)
    guard try fileKind(compiled.directory) == .directory else {
      return StackDiff(
        stack: stack, changes: [], files: fileDiffs(old: [:], new: compiled.files),
        remarks: ["nothing is built in \(compiled.directory) yet"])
    }
    let top = try Directory(compiled.directory)
    var folders = FolderCache(top)
    var before: [String: [UInt8]] = [:]
    var remarks: [String] = []
    for entry in state.entries where entry.state != .foreign && entry.state != .missing {
      let (folder, name) = try folders.place(entry.path)
      guard let folder, try folder.kind(name) == .regular else { continue }
      before[entry.path] = try folder.read(name, limit: Int.max - 1)
      if entry.state == .edited { remarks.append("\(entry.path) was edited by hand; the lines on security below don't know of it") }
    }
    let manifest = PreviousManifest(in: top)
    var changes: [SecurityChange] = []
    if let facts = manifest.facts {
      changes = securityChanges(from: facts, to: SecurityFacts(compiled.plan))
    } else {
      remarks.append("the manifest on disk can't be read, so only files are compared")
    }
    return StackDiff(stack: stack, changes: changes, files: fileDiffs(old: before, new: compiled.files), remarks: remarks)
  } catch {
    sink.report(Diagnostic(.unreadable, error.description, at: nil, path: compiled.directory, reason: "the output could not be compared"))
    return nil
  }
}

private func fileDiffs(old: [String: [UInt8]], new: [RenderedFile]) -> [StackDiff.File] {
  var diffs: [StackDiff.File] = []
  let made = Set(new.map(\.path))
  for file in new {
    // The manifest only repeats, by digest, what the other files say.
    if file.path == manifestName { continue }
    let text = unifiedDiff(
      old: old[file.path] ?? [], new: file.bytes, oldName: old[file.path] == nil ? "/dev/null" : "a/\(file.path)", newName: "b/\(file.path)"
    )
    if !text.isEmpty { diffs.append(StackDiff.File(path: file.path, text: text)) }
  }
  for path in old.keys.sorted() where !made.contains(path) {
    diffs.append(
      StackDiff.File(path: path, text: unifiedDiff(old: old[path] ?? [], new: [], oldName: "a/\(path)", newName: "/dev/null")))
  }
  return diffs
}
