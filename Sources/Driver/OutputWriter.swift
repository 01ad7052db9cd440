import Diagnostics
import Emission
import System

/// What a write did.
public struct WriteReport: Sendable {
  public var written = 0
  public var unchanged = 0
  public var removed = 0

  /// `4 written, 27 unchanged`
  public var changes: String {
    var parts: [String] = []
    if written > 0 { parts.append("\(written) written") }
    if removed > 0 { parts.append("\(removed) removed") }
    if unchanged > 0 { parts.append("\(unchanged) unchanged") }
    return parts.joined(separator: ", ")
  }
}

/// Brings a stack's folder to what was compiled. Files that are equal are left alone, their times too. Everything new is written beside
/// its place first and moved into place only when all of it is on disk, so that a full disk or a refused write changes nothing.
/// A file that somebody edited, or that isn't ours, stops the write unless `force`, which keeps it as NAME.orig.
public func writeOutput(_ compiled: CompiledStack, force: Bool, into sink: inout DiagnosticSink) -> WriteReport? {
  var writer = OutputWriter(root: compiled.directory, force: force)
  do throws(SystemError) {
    return try writer.write(compiled, into: &sink)
  } catch {
    writer.abandon()
    sink.report(
      Diagnostic(
        .unwritable, error.description, at: nil, path: compiled.directory,
        reason: "the output could not be written, and what was there is unchanged"))
    return nil
  }
}

private struct OutputWriter {
  let root: String
  let force: Bool
  private var directories: [String: Directory] = [:]
  private var staged: [(directory: Directory, file: StagedFile, kept: Bool)] = []
  /// Directories that this write made, outermost first.
  private var made: [(parent: Directory, name: String)] = []

  init(root: String, force: Bool) {
    self.root = root
    self.force = force
  }

  mutating func write(_ compiled: CompiledStack, into sink: inout DiagnosticSink) throws(SystemError) -> WriteReport? {
    if try fileKind(root, followLinks: false) == .link {
      throw SystemError(path: root, code: 0, operation: .write, kind: .isLink)
    }
    var report = WriteReport()
    let top = try openRoot()
    var changed: [RenderedFile] = []
    for file in compiled.files {
      let (directory, name) = try place(file.path, in: top, make: false)
      if let directory, try directory.contentsEqual(name, file.bytes, mode: mode(file)) {
        report.unchanged += 1
      } else {
        changed.append(file)
      }
    }
    if changed.isEmpty { return report }
    let before = try PreviousManifest(in: top)
    let stale = before.stale(now: Set(compiled.files.map(\.path)))
    if !force, try reportForeign(changed, top: top, before: before, into: &sink) { return nil }
    for file in changed { try stage(file, top: top, before: before) }
    for item in staged {
      if item.kept { try item.directory.rename(item.file.name, to: item.file.name + ".orig") }
      try item.directory.commit(item.file)
      report.written += 1
    }
    staged = []
    made = []
    for path in stale { report.removed += try remove(path, top: top, before: before) ? 1 : 0 }
    return report
  }

  /// Takes back everything that is not in place yet.
  mutating func abandon() {
    for item in staged { item.directory.discard(item.file) }
    for item in made.reversed() { _ = try? item.parent.removeDirectory(item.name) }
    staged = []
    made = []
  }

  private mutating func openRoot() throws(SystemError) -> Directory {
    try makeDirectories(root)
    return try Directory(root)
  }

  /// Makes a directory and those above it, and remembers which, so that a failure leaves none behind.
  private mutating func makeDirectories(_ path: String) throws(SystemError) {
    guard try fileKind(path) == nil else { return }
    let parent = directoryPart(path) ?? "."
    try makeDirectories(parent)
    let directory = try Directory(parent)
    _ = try directory.subdirectory(lastName(path), makingWith: 0o755)
    made.append((directory, lastName(path)))
  }

  private func mode(_ file: RenderedFile) -> UInt32 { file.isExecutable ? 0o755 : 0o644 }

  /// The directory of a path below the folder, at any depth; nil where it isn't there and isn't to be made.
  private mutating func place(_ path: String, in top: Directory, make: Bool) throws(SystemError) -> (Directory?, String) {
    let parts = path.split(separator: "/").map(String.init)
    var directory = top
    var reached = ""
    for part in parts.dropLast() {
      reached += "/" + part
      if let known = directories[reached] {
        directory = known
        continue
      }
      let isThere = try directory.kind(part) != nil
      guard make || isThere else { return (nil, parts.last ?? path) }
      let next = try directory.subdirectory(part, makingWith: make ? 0o755 : nil)
      if !isThere { made.append((directory, part)) }
      directories[reached] = next
      directory = next
    }
    return (directory, parts.last ?? path)
  }

  /// Reports every file in the way that the last build did not leave so; true where there is any.
  private mutating func reportForeign(
    _ changed: [RenderedFile], top: Directory, before: PreviousManifest, into sink: inout DiagnosticSink
  ) throws(SystemError) -> Bool {
    var found = false
    for file in changed {
      let (directory, name) = try place(file.path, in: top, make: false)
      guard let directory, let kind = try directory.kind(name) else { continue }
      // The manifest itself is no place for edits: it says only what the others are.
      if file.path == manifestName && kind == .regular { continue }
      if kind == .regular {
        if try isAsLeft(name, in: directory, path: file.path, before: before) { continue }
      }
      found = true
      sink.report(
        Diagnostic(
          .unwritable, before.digests[file.path] == nil ? "\(file.path) is in the way and not ours" : "\(file.path) was edited by hand",
          at: nil, path: joined(root, file.path), reason: "writing it anew would lose what somebody put there; nothing was written",
          write:
            "move the change into the stack file or the policy, or build with --force, which keeps the file as \(lastName(file.path)).orig")
      )
    }
    return found
  }

  private mutating func stage(_ file: RenderedFile, top: Directory, before: PreviousManifest) throws(SystemError) {
    let (directory, name) = try place(file.path, in: top, make: true)
    guard let directory else { return }
    var kept = false
    if force, file.path != manifestName, let kind = try directory.kind(name) {
      if kind == .regular { kept = try !isAsLeft(name, in: directory, path: file.path, before: before) } else { kept = true }
    }
    staged.append((directory, try directory.stage(name, file.bytes, mode: mode(file)), kept))
  }

  /// Whether a file still has the content that the last build gave it.
  private func isAsLeft(_ name: String, in directory: Directory, path: String, before: PreviousManifest) throws(SystemError) -> Bool {
    guard let digest = before.digests[path] else { return false }
    return try SHA256.hex(directory.read(name, limit: Int.max - 1)) == digest
  }

  /// Removes a file that an earlier build left and this one no longer makes, if nobody touched it; then its directory, if empty.
  private mutating func remove(_ path: String, top: Directory, before: PreviousManifest) throws(SystemError) -> Bool {
    let (directory, name) = try place(path, in: top, make: false)
    guard let directory, let kind = try directory.kind(name), kind == .regular else { return false }
    guard try isAsLeft(name, in: directory, path: path, before: before) else { return false }
    try directory.removeFile(name)
    if let folder = directoryPart(path), !folder.contains("/") { _ = try? top.removeDirectory(folder) }
    return true
  }
}
