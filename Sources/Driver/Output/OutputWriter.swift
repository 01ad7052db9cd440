import Diagnostics
import Emission
import System

/// What a write did.
public struct WriteReport: Sendable {
  public var written = 0
  public var unchanged = 0
  public var removed = 0
  /// Edited files that `--force` kept under another name: "web/Dockerfile as Dockerfile.orig".
  public var kept: [String] = []

  /// `4 written, 27 unchanged`
  public var changes: String {
    var parts: [String] = []
    if written > 0 { parts.append("\(written) written") }
    if removed > 0 { parts.append("\(removed) removed") }
    if unchanged > 0 { parts.append("\(unchanged) unchanged") }
    return parts.joined(separator: ", ")
  }
}

/// Brings a stack's folder to what was compiled, in one step: the new folder is made beside the old one, sharing every file that did not
/// change, and the two names are swapped. Interrupted anywhere, a build leaves the old folder or the new one; the next build of the stack
/// clears up. A file that somebody edited stops the write unless `force`, which keeps it as NAME.orig.
public func writeOutput(_ compiled: CompiledStack, force: Bool, into sink: inout DiagnosticSink) -> WriteReport? {
  let folder = OutputFolder(directoryPart(compiled.directory) ?? ".")
  defer { folder.removeIfEmpty() }
  return writeOutput(compiled, in: folder, force: force, into: &sink)
}

/// The same for one of many stacks in one folder.
func writeOutput(
  _ compiled: CompiledStack, in parent: OutputFolder, force: Bool, into sink: inout DiagnosticSink
) -> WriteReport? {
  do throws(SystemError) {
    if compiled.isCurrent || compiled.isOnDisk {
      try removeLeftover(of: compiled, in: parent)
      return WriteReport(unchanged: compiled.fileCount)
    }
    return try replaceFolder(compiled, in: parent, force: force, into: &sink)
  } catch {
    sink.report(
      Diagnostic(
        .unwritable, error.description, at: nil, path: compiled.directory,
        reason: "the output could not be written, and what was there is unchanged"))
    return nil
  }
}

/// What an interrupted build left beside a folder that is right.
private func removeLeftover(of compiled: CompiledStack, in parent: OutputFolder) throws(SystemError) {
  let name = lastName(compiled.directory)
  for leftover in FolderSwap.names(name) where try fileKind(joined(parent.path, leftover), followLinks: false) != nil {
    try FolderSwap(parent: parent.locked(), name: name).discard()
    return
  }
}

private func replaceFolder(
  _ compiled: CompiledStack, in folder: OutputFolder, force: Bool, into sink: inout DiagnosticSink
) throws(SystemError) -> WriteReport? {
  let parent = try folder.locked()
  let name = lastName(compiled.directory)
  let swap = FolderSwap(parent: parent, name: name)
  let staging = swap.staging
  // Whoever left something was interrupted: the lock says that nobody is at work on it.
  try swap.takeUp()
  do throws(SystemError) {
    // Looked at again, now that no other build can change it.
    let state = try OutputState(compiled)
    if !force, reportEdited(state, compiled, into: &sink) { return nil }
    let report = try stage(compiled, state, in: parent, name: name, staging: staging)
    try swap.perform()
    do throws(SystemError) {
      try parent.removeTree(staging)
    } catch {
      sink.report(
        Diagnostic(
          DiagnosticCode(.unwritable), .warning, error.description, at: nil, path: joined(folder.path, staging),
          reason: "the stack is written, but its former folder could not be removed", write: "rm -rf \(joined(folder.path, staging))"))
    }
    return report
  } catch {
    try? parent.removeTree(staging)
    throw error
  }
}

/// Reports every file that would be lost; true where there is any.
private func reportEdited(_ state: OutputState, _ compiled: CompiledStack, into sink: inout DiagnosticSink) -> Bool {
  var found = false
  for entry in state.entries where entry.state == .edited {
    found = true
    sink.report(
      Diagnostic(
        .editedOutput, "\(entry.path) was edited by hand", at: nil, path: joined(compiled.directory, entry.path),
        reason: "writing it anew would lose what somebody put there; nothing of this stack was written",
        write: "move the change into the stack file or the policy, or build with --force, which keeps it as \(lastName(entry.path)).orig"))
  }
  return found
}

/// Makes the new folder: unchanged and foreign files by a second name, the others anew.
private func stage(
  _ compiled: CompiledStack, _ state: OutputState, in parent: Directory, name: String, staging: String
) throws(SystemError) -> WriteReport {
  var report = WriteReport()
  let new = try parent.subdirectory(staging, makingWith: 0o755)
  let old = try parent.kind(name) == nil ? nil : try parent.subdirectory(name)
  var target = FolderMaker(new, after: old)
  try old.map { old throws(SystemError) in try new.takePermissions(of: old) }
  var source = old.map(FolderCache.init)
  var fresh: [String: [(folder: Directory, file: RenderedFile)]] = [:]
  let files = Dictionary(compiled.files.map { ($0.path, $0) }) { first, _ in first }

  let taken = Set(state.entries.map(\.path))
  /// A name that keeps what was kept before.
  func originalName(_ path: String) -> String {
    var number = 0
    while true {
      let suffix = number == 0 ? ".orig" : ".orig.\(number)"
      if !taken.contains(path + suffix) { return lastName(path) + suffix }
      number += 1
    }
  }

  func carry(_ path: String, as newName: String? = nil) throws(SystemError) {
    if path.utf8.last == UInt8(ascii: "/") {
      // An empty folder of somebody's.
      _ = try target.folder(of: path)
      return
    }
    guard let (folder, name) = try source?.place(path), let folder else { return }
    try folder.linkTree(name, into: target.folder(of: path), as: newName)
  }

  /// A file known to be one.
  func link(_ path: String) throws(SystemError) {
    guard let (folder, name) = try source?.place(path), let folder else { return }
    try folder.link(name, into: target.folder(of: path), as: name)
  }

  /// Folders that stood where a file belongs and were kept whole under another name.
  var moved: [String] = []

  for entry in state.entries where !moved.contains(where: { entry.path.hasPrefix($0) }) {
    switch entry.state {
    case .unchanged:
      do throws(SystemError) {
        try link(entry.path)
      } catch {
        // No second name for it (somebody else's file, a file system without them): its content is known.
        guard let file = files[entry.path] else { throw error }
        try target.folder(of: entry.path).create(lastName(entry.path), file.bytes, mode: file.mode)
      }
      report.unchanged += 1
    case .foreign: try carry(entry.path)
    case .obsolete: report.removed += 1
    case .missing, .stale, .edited:
      if entry.state == .edited {
        let original = originalName(entry.path)
        try carry(entry.path, as: original)
        moved.append(entry.path + "/")
        report.kept.append("\(entry.path) as \(original)")
      }
      guard let file = files[entry.path] else { continue }
      fresh[String(entry.path.prefix { $0 != "/" }), default: []].append((try target.folder(of: entry.path), file))
      report.written += 1
    }
  }
  try create(fresh)
  return report
}

/// Writes new files: many of them on all processors, a service's folder by one.
private func create(_ files: [String: [(folder: Directory, file: RenderedFile)]]) throws(SystemError) {
  let groups = Array(files.values)
  @Sendable func write(_ group: [(folder: Directory, file: RenderedFile)]) -> SystemError? {
    do throws(SystemError) {
      for (folder, file) in group { try folder.create(lastName(file.path), file.bytes, mode: file.mode) }
      return nil
    } catch {
      return error
    }
  }
  let failures = groups.count < 64 ? groups.map(write) : parallelMap(count: groups.count) { write(groups[$0]) }
  if let failure = failures.compactMap(\.self).first { throw failure }
}

/// Folders below a new one, made when first needed.
private struct FolderMaker {
  private let top: Directory
  private var old: FolderCache?
  private var known: [Substring: Directory] = [:]

  /// Folders of the old one keep their permissions.
  init(_ top: Directory, after old: Directory?) {
    self.top = top
    self.old = old.map(FolderCache.init)
  }

  mutating func folder(of path: String) throws(SystemError) -> Directory {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return top }
    let folder = path[..<slash]
    if let directory = known[folder] { return directory }
    let directory = try self.folder(of: String(folder)).subdirectory(lastName(String(folder)), makingWith: 0o755)
    if let before = try old?.folder(folder) { try directory.takePermissions(of: before) }
    known[folder] = directory
    return directory
  }
}
