/// The path without `.`, empty parts and `..` that has a name before it: by its text alone, no link is looked at.
/// "." for an empty result; `..` at the root stays there, at the start of a relative path it stands.
public func lexicallyNormalized(_ path: String) -> String {
  let isAbsolute = path.utf8.first == UInt8(ascii: "/")
  var parts: [Substring] = []
  for part in names(path) where part != "." {
    if part != ".." {
      parts.append(part)
    } else if let last = parts.last, last != ".." {
      parts.removeLast()
    } else if !isAbsolute {
      parts.append(part)
    }
  }
  if isAbsolute { return "/" + parts.joined(separator: "/") }
  return parts.isEmpty ? "." : parts.joined(separator: "/")
}

/// A path below a directory; an absolute path stands for itself.
public func joined(_ directory: String, _ path: String) -> String {
  if path.utf8.first == UInt8(ascii: "/") || directory.isEmpty || directory == "." { return path }
  return directory.utf8.last == UInt8(ascii: "/") ? directory + path : directory + "/" + path
}

/// All before the last name; nil where there is nothing before it ("name", "/name", "/").
public func directoryPart(_ path: String) -> String? {
  let parts = trimmed(path)
  guard let slash = parts.utf8.lastIndex(of: UInt8(ascii: "/")), slash > parts.startIndex else { return nil }
  let directory = trimmed(String(parts[..<slash]))
  return directory.isEmpty || directory == "/" ? nil : directory
}

/// The last name of a path.
public func lastName(_ path: String) -> String {
  let path = trimmed(path)
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

/// The way from a directory to a path, e.g. "../b/c" from "x/a" to "x/b/c". Both are taken as absolute or as relative to one directory;
/// nil where there is no such way by their text (one is absolute and the other is not, or `from` begins above with `..`).
public func relativePath(from directory: String, to path: String) -> String? {
  let (from, to) = (lexicallyNormalized(directory), lexicallyNormalized(path))
  guard from.hasPrefix("/") == to.hasPrefix("/") else { return nil }
  let fromParts = from == "." ? [] : names(from)
  let toParts = to == "." ? [] : names(to)
  var common = 0
  while common < fromParts.count, common < toParts.count, fromParts[common] == toParts[common] { common += 1 }
  if fromParts[common...].contains("..") { return nil }
  let parts = Array(repeating: "..", count: fromParts.count - common) + toParts[common...].map(String.init)
  return parts.isEmpty ? "." : parts.joined(separator: "/")
}

/// Whether a path, by its text, lies in a directory or is it.
public func isInside(_ path: String, _ directory: String) -> Bool {
  guard let way = relativePath(from: directory, to: path) else { return false }
  return way != ".." && !way.hasPrefix("../")
}

/// What stands between slashes. By bytes: characters would be told apart by Unicode's rules first.
private func names(_ path: String) -> [Substring] { path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) }

private func trimmed(_ path: String) -> String {
  var path = Substring(path)
  while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
  return String(path)
}
