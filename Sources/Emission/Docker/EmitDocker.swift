import Languages
import Planning
import Stack

/// What emission must know of the places: only how the scripts find the sources.
public struct EmissionContext: Sendable {
  /// From the stack's output folder to the stack file's directory: `../../Specs/shop`. Relative, so that the tree can move as a whole.
  public var sourceRoot: String
  /// The stack file's own name, `stack.yaml`; headers say `../../Specs/shop/stack.yaml`.
  public var stackFile: String
  /// The output folder relative to the stack file's directory where it lies within it (build contexts leave it out); else nil.
  public var outputInsideSource: String?
  public init(sourceRoot: String, stackFile: String, outputInsideSource: String?) {
    self.sourceRoot = sourceRoot
    self.stackFile = stackFile
    self.outputInsideSource = outputInsideSource
  }
}

/// Spells a plan out for plain Docker, all but manifest.json, which needs the digests of these.
/// - Parameter forEach: calls the closure for every index below the count and gives the results in order; a caller with threads
///   passes one that uses them.
public func emitDocker(
  _ plan: DeploymentPlan, context: EmissionContext,
  forEach: (_ count: Int, _ body: @escaping @Sendable (Int) -> [RenderedFile]) -> [[RenderedFile]] = { count, body in (0..<count).map(body)
  }
) -> [RenderedFile] {
  // One profile a runtime, whatever the number of its services.
  var profiles: [String: [UInt8]] = [:]
  for service in plan.services where service.seccomp.isOwn && profiles[service.runtime.name.description] == nil {
    profiles[service.runtime.name.description] = seccompProfile(service.seccomp)
  }
  let seccomp = profiles
  let perService = forEach(plan.services.count) { index in
    let service = plan.services[index]
    var own = [emitDockerfile(service, plan: plan, context: context)]
    own += emitNginx(service, plan: plan, context: context)
    if let profile = seccomp[service.runtime.name.description] {
      own.append(RenderedFile(path: "\(service.name)/seccomp.json", bytes: profile))
    }
    own.append(emitAppArmor(service, plan: plan, context: context))
    return own
  }
  let serviceFiles = zip(perService, plan.services).map { ServiceFiles($0, of: $1) }
  var files = perService.flatMap(\.self)
  files.append(emitDaemon(plan))
  files.append(emitWorkflow(plan, context: context))
  files.append(emitNetworksScript(plan, context: context))
  files.append(emitBuildScript(plan, context: context, files: serviceFiles))
  files.append(emitScanScript(plan, context: context))
  // run.sh holds the digest of what each service is made of, so it comes after those files.
  files.append(emitRunScript(plan, context: context, files: serviceFiles))
  files.append(emitVerifyScript(plan, context: context))
  files.append(emitStopScript(plan, context: context))
  // The runbook cites the file and line that satisfies each entry of the guide's checklist.
  files.append(emitRunbook(plan, context: context, files: files))
  return files
}
