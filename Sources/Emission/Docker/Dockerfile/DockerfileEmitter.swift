import Languages
import Planning
import Stack

/// The service's Dockerfile, for the classic builder and BuildKit alike.
///
/// Its context, made by build.sh, holds `source/` (the selected source files) and `config/` (generated configuration).
func emitDockerfile(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  let stages = DockerfileStages(service)
  var header = generatedNotice("Image of service \(service.name) in stack \(plan.stack).", plan: plan, context: context)
  header.append("Build it with build.sh, which also makes the context: source/ and config/.")
  var instructions = header.map(DockerInstruction.comment)
  for stage in [stages.base, stages.dependencies, stages.build, stages.volumes, stages.final] where !stage.isEmpty {
    if case .from = stage.first(where: { if case .comment = $0 { false } else { true } }) { instructions.append(.blank) }
    instructions += stage
  }
  return RenderedFile(path: "\(service.name)/Dockerfile", bytes: Dockerfile(instructions).printed)
}

/// What the stages share: the service and how its image is put together.
struct DockerfileStages {
  let service: ServicePlan
  var runtime: RuntimeFacts { RuntimeFacts(service) }

  init(_ service: ServicePlan) { self.service = service }

  /// Whether another stage builds on `base`, so that the final image can't simply go on in it.
  var hasOtherStages: Bool { service.build.dependencies != nil || service.build.run != nil || !volumesOfBase.isEmpty }

  /// Names of our own; each is a literal.
  enum Stage {
    static let base = BareWord(literal: "base")
    static let dependencies = BareWord(literal: "dependencies")
    static let build = BareWord(literal: "build")
    static let volumes = BareWord(literal: "volumes")
  }

  /// A word of a validated grammar (image, path, account): never needs quoting.
  static func word(_ text: String) -> BareWord {
    guard let word = BareWord(text) else { preconditionFailure("not a bare word: \(text)") }
    return word
  }

  static func directory(_ path: AbsolutePath) -> BareWord { word(path.description + "/") }
}
