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
  var lines = ["", "services:", "  \(isPage ? service.description : "web"):"]
  lines.append(line("tier", "frontend", "only a frontend may publish"))
  lines.append(line("runtime", "nginx", isPage ? origin(proposal.runtime) : ""))
  if isPage { lines.append(line("source", .string(source))) }
  lines.append(line("publish", 8080, "127.0.0.1:8080; \"0.0.0.0:8080\" would show it to other hosts"))
  lines.append("    routes:")
  lines.append(isPage ? "      /: { files: . }" : "      /: { to: \(service), rate_limit: 20r/s }")
  if !isPage { lines += ["", "  \(service):"] + application(source, runtime, proposal) }
  let place = source == "." ? "this directory" : source
  return heading(name, CommentText("nginx in front of what was found in \(shown(place)).").text)
    + lines.map { $0 + "\n" }.joined()
}

/// Each value with the place that told it.
private func application(_ source: String, _ runtime: String, _ proposal: Proposal) -> [String] {
  var lines = [line("tier", "api"), line("runtime", .string(runtime), origin(proposal.runtime))]
  if let version = proposal.version { lines.append(line("version", .string(version.value), origin(version))) }
  lines.append(line("source", .string(source)))
  if let command = proposal.command {
    lines.append(line("command", .sequence(command.value.map(YAMLValue.string)), origin(command)))
  }
  if let port = proposal.port { lines.append(line("port", .integer(Int(port.value.number)), origin(port))) }
  return lines
}

private func origin<Value>(_ found: Found<Value>?) -> String { found.map { "says \(shown($0.evidence.place))" } ?? "" }

/// A key of a service with a comment beside it.
private func line(_ key: String, _ value: YAMLValue, _ comment: String = "") -> String {
  var output = Output()
  output.write("    \(key): ")
  value.printFlow(into: &output)
  let text = String(decoding: output.bytes, as: UTF8.self)
  let beside = CommentText(comment).text
  return beside.isEmpty ? text : text + String(repeating: " ", count: max(1, 31 - text.utf8.count)) + "# " + beside
}

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
