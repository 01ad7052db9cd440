import Catalog
import Diagnostics
import Stack

/// What a source folder looks like, each point with its evidence, for a person to accept or correct.
public struct Proposal: Sendable {
  /// A name of the language; nil where nothing was recognised.
  public var runtime: Found<String>?
  /// Whether this version's catalog builds it.
  public var isBuilt = false
  /// As `version:` takes it; nil: the catalog's default.
  public var version: Found<String>?
  public var port: Found<Port>?
  public var command: Found<[String]>?
  /// What was found and not taken, and why.
  public var remarks: [String] = []

  /// The lines that show it.
  public var lines: [String] {
    var rows: [(what: String, evidence: Evidence)] = []
    if let runtime { rows.append(("runtime " + runtime.value, runtime.evidence)) }
    if let version { rows.append(("version " + version.value, version.evidence)) }
    if let port { rows.append(("port \(port.value)", port.evidence)) }
    if let command { rows.append(("command " + shown(command.value.joined(separator: " ")), command.evidence)) }
    let width = rows.map(\.what.utf8.count).max() ?? 0
    let place = rows.map(\.evidence.place.utf8.count).max() ?? 0
    return rows.map { row in
      let line = "  \(padded(row.what, width))  \(padded(row.evidence.place, place))  \(row.evidence.text)"
      return String(line.reversed().drop { $0 == " " }.reversed())
    } + remarks.map { "  " + $0 }
  }
}

/// Looks at the files of a source folder and proposes how to run it. Nothing is run, and nothing outside the folder is read.
public func detect(_ folder: SourceFolder) -> Proposal {
  var proposal = Proposal()
  let manifests = Manifests.readers.compactMap { $0(folder) }
  let docker = DockerfileFacts(folder)
  if let first = manifests.first {
    proposal.runtime = Found(first.runtime, first.evidence)
    // requirements.txt beside pyproject.toml tells the same language again.
    proposal.command = first.command
    for other in manifests.dropFirst() where other.runtime != first.runtime {
      proposal.remarks.append("\(other.evidence.file) is there too: if it is \(other.runtime) that runs, say --runtime \(other.runtime)")
    }
  } else if let image = docker?.image, let runtime = runtimeName(ofImage: image.value) {
    proposal.runtime = Found(runtime, image.evidence)
  } else if folder.has("index.html") {
    proposal.runtime = Found("nginx", Evidence("index.html"))
  }
  guard let runtime = proposal.runtime?.value else {
    proposal.remarks.append("nothing here tells a runtime: say --runtime, or --image with an image that runs it")
    return proposal
  }
  proposal.takePort(docker?.port)
  proposal.takeCommand(docker?.command)
  guard let definition = Catalog.runtime(named: runtime) else {
    let known = Catalog.runtimes.map(\.name.description).joined(separator: ", ")
    proposal.remarks.append("\(runtime) is not in this version's catalog (\(known)): build an image of it and say --image NAME:TAG")
    if let wish = manifests.first?.version { proposal.version = Found(wish.value.description, wish.evidence) }
    return proposal
  }
  proposal.isBuilt = true
  let wish = manifests.first { $0.runtime == runtime && $0.version != nil }?.version ?? docker?.image.flatMap { versionWish(ofImage: $0) }
  if let wish { proposal.takeVersion(wish, of: definition) }
  proposal.checkCommand(definition, folder)
  return proposal
}

extension Proposal {
  fileprivate mutating func takePort(_ found: Found<Int>?) {
    guard let found else { return }
    if found.value >= 1024, let port = Port(found.value) {
      self.port = Found(port, found.evidence)
    } else {
      remarks.append(
        "\(found.evidence.place) exposes \(found.value): a port below 1024 needs root, so the program must listen on a higher one")
    }
  }

  fileprivate mutating func takeCommand(_ found: Found<[String]>?) {
    guard let found else { return }
    // The package manager is not in the final image; what its `start` runs is told by its own file.
    if ["npm", "yarn", "pnpm", "npx"].contains(found.value[0]) {
      if command == nil { remarks.append("\(found.evidence.place) starts \(found.value[0]), which the final image does not have") }
      return
    }
    command = found
  }

  fileprivate mutating func takeVersion(_ wish: Found<VersionWish>, of runtime: RuntimeDefinition) {
    let releases = runtime.releases
    func numbers(_ release: RuntimeRelease) -> [Int] { release.version.split(separator: ".").compactMap { Int($0) } }
    let newEnough = releases.filter { !numbers($0).lexicographicallyPrecedes(wish.value.numbers) }
    let release =
      wish.value.orNewer
      ? newEnough.first
      : releases.first { numbers($0).starts(with: wish.value.numbers) }
        ?? (wish.value.numbers.count > 1 ? newEnough.first { numbers($0).first == wish.value.numbers.first } : nil)
    if let release {
      // A line, not a patch level: the catalog's patches are to come in.
      let depth = runtime.name.description == "python" || runtime.name.description == "nginx" ? 2 : 1
      version = Found(release.version.split(separator: ".").prefix(depth).joined(separator: "."), wish.evidence)
      return
    }
    let ended = runtime.endedLines.first { $0.covers(wish.value.description) }
    let known = releases.map(\.version).joined(separator: ", ")
    remarks.append(
      "\(wish.evidence.place) asks for \(runtime.name) \(wish.value.description)"
        + (ended.map { ", whose support ended on \($0.endedOn)" } ?? ", which the catalog does not have")
        + ": the catalog's \(releases.first?.version ?? "") is taken (it has \(known))")
  }

  fileprivate mutating func checkCommand(_ runtime: RuntimeDefinition, _ folder: SourceFolder) {
    guard command == nil, runtime.kind == .application else { return }
    if let entry = runtime.entryFiles.first(where: folder.has) {
      command = Found((runtime.command ?? []) + [entry], Evidence(entry))
    } else {
      remarks.append("no command found: \(runtime.name) would run \(runtime.entryFiles.first ?? "nothing"); say --command otherwise")
    }
  }
}

extension VersionWish: CustomStringConvertible {
  public var description: String { numbers.map(\.description).joined(separator: ".") }
}

/// `library/node:24-slim` → node, where the language has such a runtime.
private func runtimeName(ofImage image: String) -> String? {
  let repository = image.split(separator: "@").first?.split(separator: ":").first.map(String.init) ?? ""
  let name = repository.split(separator: "/").last.map(String.init) ?? ""
  let known = ["golang": "go", "openjdk": "java", "eclipse-temurin": "java", "httpd": "static"]
  return known[name] ?? (StackVocabulary.standard.runtimes.contains(name) ? name : nil)
}

private func versionWish(ofImage image: Found<String>) -> Found<VersionWish>? {
  guard let tag = image.value.split(separator: "@").first?.split(separator: ":").dropFirst().last, let wish = VersionWish(String(tag)),
    VersionWish.isDigit(tag.utf8.first ?? 0)
  else { return nil }
  return Found(wish, image.evidence)
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
