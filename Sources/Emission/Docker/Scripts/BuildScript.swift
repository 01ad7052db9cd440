import Languages
import Planning
import Stack

func emitBuildScript(_ plan: DeploymentPlan, context: EmissionContext, files: [ServiceFiles]) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  var data: [ShellStatement] =
    [.code(SharedCode.place)] + frame.rootAssignment { $0.build.source != nil || $0.secrets.contains { !$0.file.isAbsolute } }
  data.append(frame.services(plan.services.indices))
  data.append(.comment("The secrets' files, which no context may hold."))
  data.append(frame.rows("secret_files", plan.secretFiles.map { [frame.file($0)] }))
  for (service, files) in zip(plan.services, files) {
    data.append(.blank)
    data.append(.comment("\(service.name): \(service.runtime.name), from \(service.build.base)"))
    data += buildFunctions(service, frame: frame, files: files)
  }
  return frame.script(
    "build.sh",
    ["builds the image of every service from a context that holds only what its Dockerfile copies."],
    usage: [
      "usage: build.sh [--pull] [--no-cache] [--verbose] [SERVICE ...]",
      "  --pull      ask the registry for a newer base image (a rebuild that is meant to patch)",
      "  --no-cache  run every step again, so that package updates are looked for anew",
      "  --verbose   show the builder's output also when all goes well",
      "Needs GNU tar. Works with BuildKit and with the legacy builder.",
      "exit: 0 built, 1 failed, 2 wrong usage",
    ],
    data: data, code: [SharedCode.selection, SharedCode.engine, BuildCode.context, BuildCode.main])
}

/// A service's generated files, for the scripts that deal with them.
struct ServiceFiles {
  let all: [RenderedFile]
  /// What goes into its build context as `config/…`: all but the Dockerfile and what the engine itself reads.
  let contextFiles: [String]
  /// What build.sh writes on the image and run.sh compares: an image of other generated files than these is told by it.
  let buildDigest: String

  init(_ all: [RenderedFile], of service: ServicePlan) {
    self.all = all
    let (dockerfile, profiles) = ("\(service.name)/Dockerfile", service.profilePaths)
    let built = all.filter { !profiles.contains($0.path) }.sorted { $0.path < $1.path }
    contextFiles = built.map(\.path).filter { $0 != dockerfile }
    buildDigest = contentDigest(built)
  }
}

extension ServicePlan {
  /// What the engine itself reads of the service's folder.
  var profilePaths: [String] { ["\(name)/seccomp.json", "\(name)/apparmor.profile"] }
}

private func buildFunctions(_ service: ServicePlan, frame: ScriptFrame, files: ServiceFiles) -> [ShellStatement] {
  let source = service.build.source.map(frame.underRoot) ?? ""
  return [
    .function(
      service.function("describe_"),
      [
        .assign("image", .text(service.image)), .assign("source", source),
        .comment("Of the generated files that go into it."),
        .assign("build", .text(files.buildDigest)),
      ]),
    .function(service.function("required_"), [required(service)].compactMap(\.self)),
    .function(service.function("list_"), [listing(service, frame: frame)].compactMap(\.self)),
    .function(
      service.function("configuration_"),
      [
        .command(
          ShellCommand([.source("\"$@\"")] + (["\(service.name)/Dockerfile"] + files.contextFiles).map { ShellWord.text($0) }))
      ]),
  ]
}

/// The directories that must be there before anything is built.
private func required(_ service: ServicePlan) -> ShellStatement? {
  guard service.build.source != nil else { return nil }
  return .command(ShellCommand([.source("\"$@\"")] + service.build.include.map { ShellWord.text($0.description) }))
}

/// `find`, run in the source with what to do with the files: dotfiles but .well-known stay out, as do secret files, the output folder and what the build makes itself.
private func listing(_ service: ServicePlan, frame: ScriptFrame) -> ShellStatement? {
  guard let source = service.build.source else { return nil }
  var words: [ShellWord] = ["find"]
  words += service.build.include.map { .text($0.description == "." ? "." : "./" + $0.description) }
  words += ["!", "-path", "."]
  words += ["(", "-name", ".*", "!", "-name", ".well-known"]
  for path in excluded(service, source: source, frame: frame) { words += ["-o", "-path", .text(findPattern("./" + path))] }
  words += [")", "-prune", "-o", "(", "-type", "f", "-o", "-type", "d", "-o", "-type", "l", ")", .source("\"$@\"")]
  return .command(ShellCommand(words))
}

private func excluded(_ service: ServicePlan, source: RelativePath, frame: ScriptFrame) -> [String] {
  var paths = service.build.exclude.map(\.description)
  if let output = frame.context.outputInsideSource {
    if source.description == "." {
      paths.append(output)
    } else if output.hasPrefix(source.description + "/") {
      paths.append(String(output.dropFirst(source.description.count + 1)))
    }
  }
  // Dependencies come from the build stage alone, never from a developer's folder.
  if let produced = service.build.dependencies?.produces {
    let prefix = service.build.destination.description + "/"
    paths += produced.map(\.description).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }
  return paths.filter { !$0.isEmpty && $0 != "." }
}

/// `find -path` takes a pattern (fnmatch): `*`, `?`, `[` and `\` stand for themselves after a backslash.
func findPattern(_ path: String) -> String {
  var bytes: [UInt8] = []
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
    default: break
    }
    bytes.append(byte)
  }
  return String(decoding: bytes, as: UTF8.self)
}

extension SecretFile {
  fileprivate var isAbsolute: Bool { if case .absolute = self { true } else { false } }
}

extension DeploymentPlan {
  /// Each once, in the order of the services.
  fileprivate var secretFiles: [SecretFile] {
    var files: [SecretFile] = []
    for secret in services.flatMap(\.secrets) where !files.contains(secret.file) { files.append(secret.file) }
    return files
  }
}
