import ArgumentParser
import Catalog
import Diagnostics
import Driver
import Scaffold
import Stack
import System

struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a service out of a stack file, in place, with every way that led to it.",
    discussion: """
      securegen remove api
          the service, routes and connects that name it, secrets only it used
      securegen remove api --stack shop.yaml
          out of another file than ./stack.yaml

      What securegen add wrote comes out byte for byte. A source is deleted
      only while it is the untouched skeleton; secrets never are.
      """)

  @Argument(help: "The service to take out.", completion: Completions.services)
  var service: String

  @Option(help: "The stack file.", completion: .file(extensions: ["yaml", "yml"]))
  var stack = "stack.yaml"

  func run() throws {
    ignoreBrokenPipeSignal()
    var sink = DiagnosticSink()
    let name = try serviceName(service)
    guard let edited = EditedStack(stack, into: &sink) else { throw ExitCode(finish(sink, closing: "; nothing was written")) }
    let withdrawal: Withdrawal
    do throws(EditRefusal) {
      withdrawal = try removeService(name, from: edited.file, edited.spec)
    } catch {
      sink.report(error.diagnostic)
      throw ExitCode(finish(sink, closing: "; nothing was written"))
    }
    _ = compilePlannedStack(withdrawal.file, planned: [:], options: CompileOptions(asOf: today()), into: &sink)
    guard !sink.hasErrors else { throw ExitCode(finish(sink, closing: "; nothing was written")) }
    var text = "\(edited.path)\n  - \(service)\n" + withdrawal.changes.map { "    \($0)\n" }.joined()
    do throws(SystemError) {
      try edited.write(withdrawal.file)
      text += try removeSource(edited)
      for secret in withdrawal.secretFiles where try fileKind(joined(edited.directory, secret)) != nil {
        text += "kept     \(joined(edited.directory, secret)): a volume may still open by it\n"
      }
    } catch {
      throw refusal(error)
    }
    _ = finish(sink, closing: "")
    writeText(text, to: 1)
  }

  /// Deletes what `add` wrote, as long as nobody touched it and no other service uses it.
  private func removeSource(_ edited: EditedStack) throws(SystemError) -> String {
    guard let spec = edited.spec.services.first(where: { $0.name.value.description == service }), let source = spec.source?.value,
      !source.components.isEmpty
    else { return "" }
    let directory = joined(edited.directory, source.description)
    guard try fileKind(directory) != nil else { return "" }
    let shared = edited.spec.services.contains { other in
      other.name.value != spec.name.value
        && (other.source?.value.components.starts(with: source.components) == true
          || other.source.map { source.components.starts(with: $0.value.components) && !$0.value.components.isEmpty } == true)
    }
    guard !shared, let runtime = spec.runtime.flatMap({ Catalog.runtime(named: $0.value) }),
      let port = spec.port?.value ?? runtime.port,
      let skeleton = Skeleton.of(runtime.name.description, service: spec.name.value, port: port),
      try removeUntouched(skeleton.files, in: directory)
    else { return "kept     \(directory)/: it is not the untouched skeleton\n" }
    return "deleted  \(directory)/ (the untouched skeleton)\n"
  }
}
