import Emission
import System

/// How one path of a stack's folder stands to what would be built.
public enum FileState: String, Sendable {
  /// Equal, byte for byte, mode too.
  case unchanged
  /// Not there yet.
  case missing
  /// As the last build left it, and a build would change it.
  case stale
  /// Not as the last build left it: somebody edited it, or put something else in its place.
  case edited
  /// Left by an earlier build, no longer made, untouched: a build removes it.
  case obsolete
  /// Not ours: a build leaves it alone.
  case foreign
}

/// What is on disk against what was compiled, path by path.
public struct OutputState: Sendable {
  public struct Entry: Sendable {
    public var path: String
    public var state: FileState
  }
  /// Files that were compiled, in their order, then all else that is there, in byte order.
  public var entries: [Entry]

  public func count(_ state: FileState) -> Int { entries.count { $0.state == state } }
  /// Whether a build would write, remove or refuse anything.
  public var isCurrent: Bool { entries.allSatisfy { $0.state == .unchanged || $0.state == .foreign } }
  /// Whether the folder holds exactly what would be built.
  public var isExact: Bool { entries.allSatisfy { $0.state == .unchanged } }

  /// Looks at the folder without changing it.
  public init(_ compiled: CompiledStack) throws(SystemError) {
    entries = []
    let kind = try fileKind(compiled.directory, followLinks: false)
    if kind == .link { throw SystemError(path: compiled.directory, code: 0, operation: .write, kind: .isLink) }
    guard kind != nil else {
      entries = compiled.files.map { Entry(path: $0.path, state: .missing) }
      return
    }
    let top = try Directory(compiled.directory)
    var folders = FolderCache(top)
    for file in compiled.files {
      let (folder, name) = try folders.place(file.path)
      var state = FileState.missing
      if let folder, try folder.contentsEqual(name, file.bytes, mode: file.mode) {
        state = .unchanged
      } else {
        if let folder, try folder.kind(name) != nil { state = .edited }
      }
      entries.append(Entry(path: file.path, state: state))
    }
    let before = PreviousManifest(in: top)
    for index in entries.indices where entries[index].state == .edited {
      if try folders.isAsLeft(entries[index].path, before) { entries[index].state = .stale }
    }
    let made = Set(compiled.files.map(\.path))
    let madeFolders = Set(made.flatMap(Self.folders))
    for path in try Self.allFiles(top) where !made.contains(path) {
      if path.utf8.last == UInt8(ascii: "/") {
        if !madeFolders.contains(String(path.dropLast())) { entries.append(Entry(path: path, state: .foreign)) }
        continue
      }
      let state: FileState =
        if try folders.isAsLeft(path, before) {
          .obsolete
        } else {
          // Something that is no folder where a folder of ours belongs.
          madeFolders.contains(path) ? .edited : .foreign
        }
      entries.append(Entry(path: path, state: state))
    }
  }

  /// `a/b/c` → `a`, `a/b`
  private static func folders(of path: String) -> [String] {
    path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
  }

  /// Every path below a folder that is not a directory, and with a slash at its end each empty one; links are not followed.
  private static func allFiles(_ top: Directory) throws(SystemError) -> [String] {
    var found: [String] = []
    func walk(_ directory: Directory, _ prefix: String) throws(SystemError) {
      let names = try directory.list()
      if names.isEmpty, !prefix.isEmpty { found.append(prefix) }
      for name in names {
        if try directory.kind(name) == .directory {
          try walk(directory.subdirectory(name), prefix + name + "/")
        } else {
          found.append(prefix + name)
        }
      }
    }
    try walk(top, "")
    return found
  }
}

extension CompiledStack {
  /// Whether the folder holds every file, byte for byte, mode too; what else lies there is not looked at.
  var isOnDisk: Bool {
    do throws(SystemError) {
      guard try fileKind(directory, followLinks: false) == .directory else { return false }
      var folders = FolderCache(try Directory(directory))
      // The manifest, which is last, holds the digests of all inputs: where anything differs, it does.
      for file in files.reversed() {
        let (folder, name) = try folders.place(file.path)
        guard let folder, try folder.contentsEqual(name, file.bytes, mode: file.mode) else { return false }
      }
      return true
    } catch {
      // Another build may be swapping the folder: who writes looks again, under the lock.
      return false
    }
  }
}

/// Keeps builds out of a stack's folder while it is looked at; nil where there is no folder yet that could hold it.
func holdStill(_ compiled: CompiledStack) throws(SystemError) -> Directory? {
  let parent = directoryPart(compiled.directory) ?? "."
  guard try fileKind(parent) == .directory else { return nil }
  let directory = try Directory(parent)
  try directory.lock()
  return directory
}

/// Opened folders below one, by path.
struct FolderCache {
  private let top: Directory
  private var known: [Substring: Directory?] = [:]

  init(_ top: Directory) { self.top = top }

  /// The folder of a path and the last name; no folder where it isn't there or is no folder.
  mutating func place(_ path: String) throws(SystemError) -> (Directory?, String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (top, path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (try folder(path[..<slash]), name)
  }

  /// nil where there is no such folder.
  mutating func folder(_ path: Substring) throws(SystemError) -> Directory? {
    if let directory = known[path] { return directory }
    let (parent, name) = try place(String(path))
    var found: Directory?
    if let parent, try parent.kind(name) == .directory { found = try parent.subdirectory(name) }
    known[path] = .some(found)
    return found
  }

  /// Whether a file still has the content that the last build gave it.
  mutating func isAsLeft(_ path: String, _ before: PreviousManifest) throws(SystemError) -> Bool {
    let (folder, name) = try place(path)
    guard let folder, try folder.kind(name) == .regular else { return false }
    // The manifest itself is no place for edits: it only says what the others are.
    if path == manifestName { return true }
    guard let digest = before.digests[path] else { return false }
    return try SHA256.hex(folder.read(name, limit: Int.max - 1)) == digest
  }
}

extension RenderedFile {
  var mode: UInt32 { isExecutable ? 0o755 : 0o644 }
}
