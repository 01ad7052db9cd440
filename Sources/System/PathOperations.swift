import Glibc

/// Names in a directory but `.` and `..`, in byte order.
public func listDirectory(_ path: String) throws(SystemError) -> [String] { try Directory(path).list() }

/// Makes a directory and those above it that are missing; one that is there is left as it is.
public func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
  try refuseZeroByte(path, .make)
  if unsafe mkdir(path, mode_t(mode)) == 0 { return }
  let code = errno
  if code == ENOENT, let parent = directoryPart(path) {
    try makeDirectory(parent, mode: mode)
    if unsafe mkdir(path, mode_t(mode)) == 0 { return }
    throw SystemError(path: path, code: errno, operation: .make)
  }
  if code == EEXIST, try fileKind(path) == .directory { return }
  throw SystemError(path: path, code: code, operation: .make)
}

/// `Directory.writeAtomically` by path; links above the file are followed, the file itself is replaced and never written through.
public func writeFileAtomically(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644, synchronize: Bool = false) throws(SystemError) {
  let (directory, name) = split(path)
  try Directory(directory).writeAtomically(name, bytes, mode: mode, synchronize: synchronize)
}

/// `Directory.contentsEqual` by path; false where the directory is missing too.
public func contentsEqual(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(SystemError) -> Bool {
  let (directory, name) = split(path)
  do throws(SystemError) {
    return try Directory(directory).contentsEqual(name, bytes, mode: mode)
  } catch {
    if error.kind == .missing { return false }
    throw error
  }
}

/// Renames a file or directory, replacing a file of the new name.
public func renameFile(_ old: String, to new: String) throws(SystemError) {
  try refuseZeroByte(old, .rename)
  try refuseZeroByte(new, .rename)
  guard unsafe rename(old, new) == 0 else { throw SystemError(path: old, code: errno, operation: .rename) }
}

/// Removes a file or a link; false where there was nothing.
@discardableResult
public func removeFile(_ path: String) throws(SystemError) -> Bool {
  let (directory, name) = split(path)
  return try Directory(directory).removeFile(name)
}

public func currentDirectory() throws(SystemError) -> String { try realPath(".") }

/// The path's directory ("." for a bare name) and its last name.
private func split(_ path: String) -> (directory: String, name: String) {
  (directoryPart(path) ?? (path.hasPrefix("/") ? "/" : "."), lastName(path))
}
