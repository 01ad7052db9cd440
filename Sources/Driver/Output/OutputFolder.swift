import Synchronization
import System

/// The folder that a run's stacks are written to, one folder each. It is made and locked when the first stack needs it, and stays locked
/// until the run is over: other builds wait, and the run's own threads, each at another stack, don't wait for each other.
final class OutputFolder: Sendable {
  let path: String
  private let opened = Mutex<Opened?>(nil)

  private struct Opened {
    let directory: Directory
    /// Directories that were not there before, outermost first.
    let made: [String]
  }

  init(_ path: String) { self.path = path }

  func locked() throws(SystemError) -> Directory {
    try opened.withLock { opened throws(SystemError) in
      if let opened { return opened.directory }
      let made = try makeDirectories(path)
      let directory = try Directory(path)
      try directory.lock()
      opened = Opened(directory: directory, made: made)
      return directory
    }
  }

  /// Takes back the directories that were made where nothing came to lie in them.
  func removeIfEmpty() {
    for path in (opened.withLock { $0?.made } ?? []).reversed() {
      _ = try? Directory(directoryPart(path) ?? ".").removeDirectory(lastName(path))
    }
  }
}

/// Makes a directory and those above it; gives the ones that were not there, outermost first.
private func makeDirectories(_ path: String) throws(SystemError) -> [String] {
  guard try fileKind(path) == nil else { return [] }
  var made: [String] = []
  let above = directoryPart(path) ?? (path.hasPrefix("/") ? "/" : ".")
  if above != path { made = try makeDirectories(above) }
  try makeDirectory(path)
  return made + [path]
}
