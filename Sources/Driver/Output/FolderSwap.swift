import System

/// A finished folder takes the place of another in one step where the file system can swap two names (renameat2, RENAME_EXCHANGE). Where
/// it can't (NFS and other network file systems; a folder of a lower layer of overlayfs) it does so in steps, and the next build takes up
/// what an interruption left: nothing is lost, but for a moment there is no folder.
struct FolderSwap {
  let parent: Directory
  let name: String

  /// Where the new folder is made. Its name is the stack's, so that the next build of the stack finds it.
  var staging: String { Self.names(name)[0] }
  /// The new folder, finished: from its rename to this name on, only it counts.
  private var finished: String { Self.names(name)[1] }
  private var former: String { Self.names(name)[2] }

  /// All that may be left of an interrupted build. A stack's name has no dot, so no other stack has these.
  static func names(_ name: String) -> [String] { [".securegen-\(name)", ".securegen-\(name).new", ".securegen-\(name).old"] }

  /// Removes what a killed build left, after finishing what it had begun to put in place. Under the lock of `parent`.
  func takeUp() throws(SystemError) {
    if try parent.kind(finished) != nil { try putInPlace() }
    try discard()
  }

  /// Removes all but the folder itself.
  func discard() throws(SystemError) {
    for left in Self.names(name) { try parent.removeTree(left) }
  }

  /// The folder made under `staging` is in place afterwards. Under `staging` or nowhere lies what was there before.
  func perform() throws(SystemError) {
    if try parent.kind(name) == nil {
      try parent.rename(staging, to: name)
      return
    }
    do throws(SystemError) {
      try parent.exchange(staging, name)
    } catch {
      guard error.isOfTheFileSystem else { throw error }
      try parent.rename(staging, to: finished)
      try putInPlace()
      // The next build removes it if this one can't: the stack itself is written.
      try? parent.removeTree(former)
    }
  }

  private func putInPlace() throws(SystemError) {
    if try parent.kind(name) != nil {
      do throws(SystemError) {
        try parent.removeTree(former)
        try parent.rename(name, to: former)
      } catch {
        // overlayfs renames no folder of a lower layer.
        guard error.isOfTheFileSystem else { throw error }
        try parent.removeTree(name)
      }
    }
    try parent.rename(finished, to: name)
  }
}
