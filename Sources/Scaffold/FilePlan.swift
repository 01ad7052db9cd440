import System

/// New files below one directory, written all or not at all, and never over anything.
public struct FilePlan: Sendable {
  public struct File: Sendable {
    /// Below the root, `/` between names.
    public var path: String
    public var bytes: [UInt8]
    public var mode: UInt32
  }

  public let root: String
  public private(set) var files: [File] = []
  /// Directories that are someone else's where they hold anything.
  private var ownDirectories: [String] = []

  public init(root: String) { self.root = root }

  public mutating func add(_ path: String, _ text: String) { files.append(File(path: path, bytes: Array(text.utf8), mode: 0o644)) }

  /// The files of a source, whose directory must be empty or not be there.
  public mutating func addSource(_ directory: String, _ sources: [SourceText]) {
    if !normalized(directory).isEmpty { ownDirectories.append(normalized(directory)) }
    for source in sources { add(normalized(joined(directory, source.path)), source.text) }
  }

  /// A secret of 24 random bytes, readable by its owner alone; one that is there already is the secret. Its folder keeps itself out of git.
  public mutating func addSecret(_ path: String) throws(SystemError) {
    let path = normalized(path)
    let ignore = normalized(joined(directoryPart(path) ?? ".", ".gitignore"))
    for (name, bytes, mode) in [
      (ignore, Array("# Secrets never enter a repository.\n*\n!.gitignore\n".utf8), 0o644 as UInt32),
      (path, Array((hexadecimal(try randomBytes(24)) + "\n").utf8), 0o600),
    ] where try fileKind(joined(root, name), followLinks: false) == nil && !files.contains(where: { $0.path == name }) {
      files.append(File(path: name, bytes: bytes, mode: mode))
    }
  }

  /// What is in the way of these files, in their order.
  public func obstacles() throws(SystemError) -> [String] {
    var found: [String] = []
    for directory in ownDirectories {
      switch try fileKind(joined(root, directory)) {
      case nil: break
      case .directory: if !(try listDirectory(joined(root, directory)).isEmpty) { found.append(directory + "/") }
      default: found.append(directory)
      }
    }
    for file in files where !found.contains(where: { $0.hasSuffix("/") && file.path.hasPrefix($0) }) {
      if try fileKind(joined(root, file.path), followLinks: false) != nil { found.append(file.path) }
    }
    return found
  }

  /// Writes all files, then does `last`; where one of these fails, what was written before is taken away again.
  public func write(then last: () throws(SystemError) -> Void = {}) throws(SystemError) {
    try makeDirectory(root)
    var made: [() -> Void] = []
    do throws(SystemError) {
      let base = try Directory(root)
      for file in files {
        let parts = file.path.split(separator: "/").map(String.init)
        var directory = base
        for name in parts.dropLast() {
          let isNew = try directory.kind(name) == nil
          let parent = directory
          directory = try parent.subdirectory(name, makingWith: file.mode == 0o600 || name == "secrets" ? 0o700 : 0o755)
          if isNew { made.append { _ = try? parent.removeDirectory(name) } }
        }
        guard let name = parts.last else { continue }
        try directory.create(name, file.bytes, mode: file.mode)
        made.append { [directory] in _ = try? directory.removeFile(name) }
      }
      try last()
    } catch {
      for undo in made.reversed() { undo() }
      throw error
    }
  }

  private func normalized(_ path: String) -> String {
    let path = lexicallyNormalized(path)
    return path == "." ? "" : path
  }
}

/// Deletes a skeleton's files, and its directory with them, where they are as they were written and nothing else is there.
/// - Returns: false where anything was touched; then nothing is deleted.
public func removeUntouched(_ files: [SourceText], in directory: String) throws(SystemError) -> Bool {
  guard try fileKind(directory, followLinks: false) == .directory else { return false }
  var present: Set<String> = []
  guard try collect(directory, below: "", into: &present), present == Set(files.map(\.path)) else { return false }
  for file in files {
    guard try readFile(joined(directory, file.path), limit: 1 << 20) == Array(file.text.utf8) else { return false }
  }
  let parent = try Directory(directoryPart(directory) ?? (directory.hasPrefix("/") ? "/" : "."))
  try parent.removeTree(lastName(directory))
  return true
}

/// The files below a directory; false where there is more than a skeleton could have, or a link.
private func collect(_ directory: String, below prefix: String, into found: inout Set<String>) throws(SystemError) -> Bool {
  let names = try listDirectory(directory)
  // An empty directory is nobody's skeleton.
  guard !names.isEmpty, found.count + names.count <= 64 else { return false }
  for name in names {
    let path = joined(directory, name)
    switch try fileKind(path, followLinks: false) {
    case .regular: found.insert(prefix + name)
    case .directory: guard try collect(path, below: prefix + name + "/", into: &found) else { return false }
    default: return false
    }
  }
  return true
}
