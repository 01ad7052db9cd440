import Diagnostics
import System

/// The stack files that arguments name: a file is itself, a folder stands for its `stack.yaml`, or else for every `stack.yaml`
/// below it (dot folders and node_modules left out), in byte order.
public func discoverStacks(_ arguments: [String], into sink: inout DiagnosticSink) -> [String] {
  var found: [String] = []
  for argument in arguments {
    guard (try? fileKind(argument)) == .directory else {
      found.append(argument)
      continue
    }
    let own = joined(argument, "stack.yaml")
    var below: [String] = []
    if (try? fileKind(own)) ?? nil != nil {
      below = [own]
    } else {
      collect(argument, depth: 0, into: &below)
    }
    if below.isEmpty {
      sink.report(
        Diagnostic(
          .unreadable, "no stack.yaml in \(argument) or below it", at: nil, path: argument,
          reason: "a folder stands for the stack files it holds", write: "the path of a stack file"))
    }
    found += below
  }
  var seen: Set<String> = []
  return found.filter { seen.insert((try? realPath($0)) ?? $0).inserted }
}

/// Deep enough for any tidy tree; links are not followed, so there are no circles.
private let deepest = 12

private func collect(_ directory: String, depth: Int, into found: inout [String]) {
  guard depth < deepest, let names = try? listDirectory(directory) else { return }
  for name in names {
    let path = joined(directory, name)
    if name == "stack.yaml" { found.append(path) }
    if name.hasPrefix(".") || name == "node_modules" { continue }
    if (try? fileKind(path, followLinks: false)) == .directory { collect(path, depth: depth + 1, into: &found) }
  }
}
