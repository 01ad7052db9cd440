import Catalog
import Languages
import Schema
import Stack
import System

/// Where the schema of an initialised project lies, beside the stack file: an editor finds it without a network.
public let schemaPath = ".securegen/stack.schema.json"

/// The files of a new project from a template.
public func newProject(_ template: Template, name: StackName, in directory: String) throws(SystemError) -> FilePlan {
  var plan = FilePlan(root: directory)
  plan.add("stack.yaml", template.text(name))
  plan.addSchema()
  for (service, runtime) in template.skeletons {
    guard let service = ServiceName(service), let port = Catalog.runtime(named: runtime)?.port,
      let skeleton = Skeleton.of(runtime, service: service, port: port)
    else { continue }
    plan.addSource(service.description, skeleton.files)
  }
  for secret in template.secrets { try plan.addSecret("secrets/" + secret) }
  return plan
}

/// The files of a project around code that is there: nginx in front of it, or nginx that serves it.
/// - Parameter source: the code's directory below the project's, as the stack file names it.
public func newProject(
  around source: String, _ proposal: Proposal, service: ServiceName, name: StackName, in directory: String
) -> FilePlan {
  var plan = FilePlan(root: directory)
  plan.add("stack.yaml", stackText(around: source, proposal, service: service, name: name))
  plan.addSchema()
  return plan
}

private func stackText(around source: String, _ proposal: Proposal, service: ServiceName, name: StackName) -> String {
  let runtime = proposal.runtime?.value ?? ""
  let isPage = Catalog.runtime(named: runtime)?.kind == .webServer
  var front = [
    YAMLMember("tier", "frontend", beside: "only a frontend may publish"), YAMLMember("runtime", "nginx"),
  ]
  if isPage { front.append(YAMLMember("source", .string(source))) }
  front += [
    YAMLMember("publish", 8080, beside: "127.0.0.1:8080; \"0.0.0.0:8080\" would show it to other hosts"),
    YAMLMember(
      "routes",
      .mapping([
        YAMLMember(
          "/",
          .mapping(
            isPage
              ? [YAMLMember("files", ".")] : [YAMLMember("to", .string(service.description)), YAMLMember("rate_limit", .string("20r/s"))]))
      ])),
  ]
  var services = [YAMLMember(isPage ? service.description : "web", .mapping(front))]
  if !isPage { services.append(YAMLMember(service.description, .mapping(application(source, runtime, proposal)))) }
  var output = Output()
  output.write(heading(name, "nginx in front of what was found in \(shown(source))."))
  output.newline()
  YAMLDocumentTree(header: [], [YAMLMember("services", .mapping(services))]).print(into: &output)
  return String(decoding: output.bytes, as: UTF8.self)
}

/// Each value with the place that told it.
private func application(_ source: String, _ runtime: String, _ proposal: Proposal) -> [YAMLMember] {
  var members = [
    YAMLMember("tier", "api"), YAMLMember("runtime", .string(runtime), beside: proposal.runtime.map { comment($0.evidence) }),
  ]
  if let version = proposal.version { members.append(YAMLMember("version", .string(version.value), beside: comment(version.evidence))) }
  members.append(YAMLMember("source", .string(source)))
  if let command = proposal.command {
    members.append(YAMLMember("command", .sequence(command.value.map(YAMLValue.string))))
  }
  if let port = proposal.port { members.append(YAMLMember("port", .integer(Int(port.value.number)), beside: comment(port.evidence))) }
  return members
}

private func comment(_ evidence: Evidence) -> CommentText { CommentText("from \(shown(evidence.place))") }

extension FilePlan {
  fileprivate mutating func addSchema() {
    add(schemaPath, String(decoding: LanguageSchema.stack.document(Catalog.vocabulary), as: UTF8.self))
  }
}

/// A name of the language from a directory's: `My Shop!` becomes `my-shop`; nil where nothing is left of it.
public func properName(_ text: String) -> String? {
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
    case UInt8(ascii: "0")...UInt8(ascii: "9") where !bytes.isEmpty: bytes.append(byte)
    default: if let last = bytes.last, last != UInt8(ascii: "-") { bytes.append(UInt8(ascii: "-")) }
    }
    if bytes.count == 31 { break }
  }
  while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
  let name = String(decoding: bytes, as: UTF8.self)
  return ServiceName(name) == nil ? nil : name
}
