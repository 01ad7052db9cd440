import Diagnostics
import Emission
import Resolution
import Stack
import System
import YAMLSyntax

/// Reads a stack file, or says why not.
public func loadSource(_ path: String, into sink: inout DiagnosticSink) -> SourceFile? {
  do throws(SystemError) {
    return SourceFile(path: path, bytes: try readFile(path, limit: YAMLLimits().size))
  } catch {
    let code: SyntaxCode
    var suggestion: String?
    switch error.kind {
    case .isDirectory, .notAFile, .isLink: code = .notAFile
    case .tooLarge: code = .tooLarge
    case .missing:
      code = .unreadable
      suggestion = "the path of a stack file or of a folder that holds stack.yaml"
    default: code = .unreadable
    }
    sink.report(
      Diagnostic(code, error.description, at: nil, path: path, reason: "a stack file is a regular file that can be read", write: suggestion)
    )
    return nil
  }
}

/// Whether a source directory is there and which of these files it has. Contents are never read, and nothing outside is looked at.
func inspectSource(root: String, _ source: RelativePath, looking files: [String]) -> SourceFacts {
  let path = source.components.isEmpty ? root : joined(root, source.description)
  guard let directory = try? Directory(path) else { return SourceFacts(exists: false, files: []) }
  return SourceFacts(exists: true, files: Set(files.filter { (try? directory.kind($0)) == .regular }))
}

/// Reports every path of the stack that a symbolic link leads out of the stack file's directory.
func checkLinks(of spec: StackSpec, root: String, into sink: inout DiagnosticSink) {
  guard let base = try? realPath(root) else { return }
  // Looked up once: thousands of services may share a source.
  var harmless: Set<RelativePath> = []
  func check(_ path: RelativePath, at range: SourceRange) {
    if harmless.contains(path) { return }
    // What isn't there leads nowhere; run.sh and build.sh say so when they need it.
    guard !path.components.isEmpty, let real = try? realPath(joined(root, path.description)), !isInside(real, base) else {
      harmless.insert(path)
      return
    }
    sink.report(
      Diagnostic(
        .outside, "'\(path)' leads outside the stack file's directory by a symbolic link", at: range,
        reason: "what lies outside is not reviewed with the stack, and would enter an image or a container",
        write: "a directory or file that lies under the stack file's directory"))
  }
  for service in spec.services {
    if let source = service.source {
      check(source.value, at: source.range)
      for route in service.routes {
        if case .files(let directory) = route.destination { check(source.value.appending(directory.value), at: directory.range) }
      }
    }
  }
  for secret in spec.secrets {
    if case .relative(let path) = secret.file.value { check(path, at: secret.file.range) }
  }
}

/// Reports every secret whose file lies in a source that an image is made of, unless its path says so: then it is left out of the context.
func checkSecretPlaces(of spec: StackSpec, root: String, into sink: inout DiagnosticSink) {
  if spec.secrets.isEmpty { return }
  // Once for each source, however many services share it.
  var places: [RelativePath: String] = [:]
  for case let source? in spec.services.map(\.source?.value) where places[source] == nil {
    places[source] = try? realPath(joined(root, source.description))
  }
  for secret in spec.secrets {
    let path: String
    switch secret.file.value {
    case .relative(let relative): path = joined(root, relative.description)
    case .absolute(let absolute): path = absolute
    }
    let real = resolved(path)
    let holders = places.filter { isInside(real, $0.value) }
    if holders.isEmpty { continue }
    for service in spec.services {
      guard let source = service.source, let place = holders[source.value] else { continue }
      // What the listing of the context leaves out by name.
      if case .relative(let relative) = secret.file.value, relative.components.starts(with: source.value.components),
        joined(place, relative.components.dropFirst(source.value.components.count).joined(separator: "/")) == real
      {
        continue
      }
      sink.report(
        Diagnostic(
          DiagnosticCode("SG-106"), "secret '\(secret.name.value)' lies in the source of \(service.name.value)", at: secret.file.range,
          reason: "that source is copied into the image, where whoever can pull it reads the secret",
          related: [Diagnostic.Related(source.range, "the source")],
          write: "a file outside \(source.value), or its path from the stack file without links: that one is left out"))
    }
  }
}

/// How the output folder and the sources see each other.
struct Places {
  var context: EmissionContext
  private let folder: String

  init(stackFile: String, output: String) {
    let root = resolved(directoryPart(stackFile) ?? ".")
    folder = resolved(output)
    context = EmissionContext(
      sourceRoot: relativePath(from: folder, to: root) ?? root, stackFile: lastName(stackFile),
      outputInsideSource: isInside(folder, root) && folder != root ? relativePath(from: root, to: folder) : nil)
  }

  /// An input's path as seen from the output folder, the same wherever the tree lies.
  func fromOutput(_ path: String) -> String {
    let real = resolved(path)
    return relativePath(from: folder, to: real) ?? real
  }
}

/// The absolute path with the links of its existing part resolved, so that `..` means what the scripts' shell makes of it.
private func resolved(_ path: String) -> String {
  if let real = try? realPath(path) { return real }
  guard let parent = directoryPart(path), parent != path else { return joined((try? currentDirectory()) ?? "/", path) }
  return joined(resolved(parent), lastName(path))
}
