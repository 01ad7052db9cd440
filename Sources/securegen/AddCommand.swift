import ArgumentParser
import Catalog
import Diagnostics
import Driver
import Scaffold
import Stack
import System

struct AddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a service to a stack file, in place, with a source that runs.",
    discussion: """
      securegen add api --runtime node --from web
          a route /api/ on nginx web, and ./api with a program that answers
      securegen add db --runtime postgres --from api
          a store, its password, and the connection of api to it
      securegen add worker --runtime python --connects db
          a service that opens connections itself
      securegen add shop --source ./shop --from web
          runtime, version, port and command as the source's own files say
      securegen add mail --image ghcr.io/acme/mail:1.4.2 --port 2525 --from api
          an image of your own

      Every comment, empty line and the order of the file stay. The result is
      compiled before anything is written; where it has an error, nothing is.
      securegen remove SERVICE takes it out again.
      """)

  @Argument(help: "The new service's name.")
  var service: String

  @Option(help: "What runs it: a runtime of the catalog.", completion: .list(Catalog.runtimes.map(\.name.description)))
  var runtime: String?

  @Option(name: .customLong("runtime-version"), help: "The runtime's version (default: the catalog's).")
  var runtimeVersion: String?

  @Option(help: "An image with a fixed version, in place of a runtime.")
  var image: String?

  @Option(
    help: "frontend, api or db (default: frontend for nginx, db for a store, else api).",
    completion: .list(Tier.allCases.map(\.rawValue)))
  var tier: String?

  @Option(help: "Services it opens connections to, with commas between.", completion: Completions.services)
  var connects: [String] = []

  @Option(help: "Services that reach it: a route where one is nginx, else connects.", completion: Completions.services)
  var from: [String] = []

  @Option(help: "The path on an nginx of --from that leads to it (default /SERVICE/).")
  var route: String?

  @Option(help: "What it listens on (default: the runtime's).")
  var port: Int?

  @Option(help: "The host's port of a frontend (default: the next free one where nothing is given with --from).")
  var publish: Int?

  @Option(help: "A directory with its code; what is not said is read from the files there.", completion: .directory)
  var source: String?

  @Option(help: "What to run: words split on spaces, without a shell.")
  var command: String?

  @Option(help: "The stack file.", completion: .file(extensions: ["yaml", "yml"]))
  var stack = "stack.yaml"

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    guard let edited = EditedStack(stack, into: &sink) else { throw ExitCode(finish(sink, closing: "; nothing was written")) }
    let request = try completedRequest(edited)
    let addition: Addition
    do throws(EditRefusal) {
      addition = try addService(request, to: edited.file, edited.spec)
    } catch {
      sink.report(error.diagnostic)
      throw ExitCode(finish(sink, closing: "; nothing was written"))
    }
    let plan = try files(of: addition, edited)
    let planned = addition.source.map { [plainPath($0.directory): Set($0.files.map(\.path))] } ?? [:]
    let compiled = compilePlannedStack(addition.file, planned: planned, options: CompileOptions(asOf: today()), into: &sink)
    guard compiled != nil, !sink.hasErrors else { throw ExitCode(finish(sink, closing: "; nothing was written")) }
    do throws(SystemError) {
      try plan.write { () throws(SystemError) in try edited.write(addition.file) }
    } catch {
      throw refusal(error)
    }
    _ = finish(sink, closing: "")
    report(addition, plan, edited)
  }

  // MARK: The request

  private func completedRequest(_ edited: EditedStack) throws -> ServiceRequest {
    let proposal = try proposal()
    var request = ServiceRequest(try serviceName(service), try base(proposal))
    request.version = runtimeVersion
    if let tier {
      guard let tier = Tier(rawValue: tier) else { throw ValidationError("--tier \(tier): it is frontend, api or db") }
      request.tier = tier
    }
    request.connects = try serviceNames(connects)
    request.from = try serviceNames(from)
    request.port = try containerPort(port)
    if let publish {
      guard let port = Port(publish) else { throw ValidationError("--publish \(publish): a port is from 1 to 65535") }
      request.publish = port
    }
    if let route {
      guard RoutePrefix(route) != nil else { throw ValidationError("--route \(route): a path begins with '/', like /\(service)/") }
      request.route = route
    }
    if let command {
      guard let words = simpleWords(command) else {
        throw ValidationError("--command: it is words split on spaces; quotes, variables and pipes need a script in the source")
      }
      request.command = words
    }
    if let proposal, runtime == nil || runtime == proposal.runtime?.value {
      if request.version == nil { request.version = proposal.version?.value }
      if request.port == nil { request.port = proposal.port?.value }
      if request.command.isEmpty { request.command = proposal.command?.value ?? [] }
    }
    try takeSource(into: &request, edited)
    return request
  }

  /// What the source's own files say, shown with the lines that say it.
  private func proposal() throws -> Proposal? {
    guard let source, image == nil, (try? fileKind(source)) == .directory else { return nil }
    guard let folder = try? SourceFolder(source) else { throw ValidationError("can't list \(source)") }
    guard !folder.names.isEmpty else { return nil }
    let proposal = detect(folder)
    writeText("found in \(source):\n" + proposal.lines.map { $0 + "\n" }.joined(), to: 1)
    return proposal
  }

  private func base(_ proposal: Proposal?) throws -> ServiceRequest.Base {
    if let image {
      if runtime != nil { throw ValidationError("--runtime or --image: give one of them") }
      guard let reference = try? ImageReference(image) else {
        throw ValidationError("--image \(image): it needs a tag or a digest, never latest: ghcr.io/acme/app:1.4.2")
      }
      return .image(reference)
    }
    let known = Catalog.runtimes.map(\.name.description)
    if let name = runtime ?? (proposal?.isBuilt == true ? proposal?.runtime?.value : nil) {
      guard known.contains(name) else {
        let language = StackVocabulary.standard.runtimes
        let reason =
          language.contains(name)
          ? "this version's catalog does not build it: build an image and say --image NAME:TAG"
          : "the catalog has \(enumeration(known))" + (nearestName(to: name, among: known).map { "; \($0)?" } ?? "")
        throw ValidationError("--runtime \(name): \(reason)")
      }
      return .runtime(name)
    }
    if let found = proposal?.runtime {
      throw ValidationError(
        "\(found.value) is not in this version's catalog: build an image of it, then say --image NAME:TAG instead of --source")
    }
    throw ValidationError("say what runs in it: --runtime (\(enumeration(known))), --image, or --source with code to look at")
  }

  /// A source lies below the stack file; one that holds something is used as it is.
  private func takeSource(into request: inout ServiceRequest, _ edited: EditedStack) throws {
    let isThere: (String) -> Bool = { path in
      (try? fileKind(path)) == .directory && (try? listDirectory(path).isEmpty) == false
    }
    guard let source else {
      // ./NAME, where the code may be already.
      request.sourceIsThere = isThere(joined(edited.directory, service))
      return
    }
    request.source = try pathBelow(edited.directory, source)
    request.sourceIsThere = isThere(source)
  }

  // MARK: Writing

  private func files(of addition: Addition, _ edited: EditedStack) throws -> FilePlan {
    var plan = FilePlan(root: edited.directory)
    do {
      if let (directory, files) = addition.source { plan.addSource(directory, files) }
      for secret in addition.secretFiles { try plan.addSecret(secret) }
      let obstacles = try plan.obstacles().map { joined(edited.directory, $0) }
      guard obstacles.isEmpty else {
        writeText("securegen: in the way: \(obstacles.joined(separator: ", ")); nothing was written\n", to: 2)
        throw ExitCode(2)
      }
    } catch let error as SystemError {
      throw refusal(error)
    }
    return plan
  }

  private func report(_ addition: Addition, _ plan: FilePlan, _ edited: EditedStack) {
    var text = "\(edited.path)\n" + addition.changes.map { "  + \($0)\n" }.joined()
    for file in plan.files { text += "written  \(joined(plan.root, file.path))" + (file.mode == 0o600 ? "  (random)" : "") + "\n" }
    text += "next: securegen build\(edited.path == "stack.yaml" ? "" : " \(edited.path)")\n"
    writeText(text, to: 1)
  }
}

/// `./a/b` and `a/b` alike, as `RelativePath` describes it.
func plainPath(_ path: String) -> String { (try? RelativePath(path))?.description ?? path }

/// A directory as a stack file in another one names it: `./api`.
func pathBelow(_ directory: String, _ path: String) throws -> String {
  func absolute(_ path: String) -> String {
    if let real = try? realPath(path) { return real }
    return lexicallyNormalized(joined((try? currentDirectory()) ?? "/", path))
  }
  let way = relativePath(from: absolute(directory), to: absolute(path)) ?? ".."
  guard way != "..", !way.hasPrefix("../") else {
    throw ValidationError("\(path) lies outside \(directory == "." ? "this directory" : directory): a source lies below its stack file")
  }
  return way == "." ? "." : "./" + way
}
