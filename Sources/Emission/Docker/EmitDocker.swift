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
public func emitDocker(_ plan: DeploymentPlan, context: EmissionContext) -> [RenderedFile] {
  var files: [RenderedFile] = []
  for service in plan.services {
    files.append(emitDockerfile(service, plan: plan, context: context))
    files += emitNginx(service, plan: plan, context: context)
    if service.seccomp.isOwn { files.append(emitSeccomp(service)) }
    files.append(emitAppArmor(service, plan: plan, context: context))
  }
  files.append(emitDaemon(plan))
  files.append(emitWorkflow(plan, context: context))
  files.append(emitNetworksScript(plan, context: context))
  files.append(emitBuildScript(plan, context: context, files: files))
  files.append(emitScanScript(plan, context: context))
  // run.sh holds the digest of what each service is made of, so it comes after those files.
  files.append(emitRunScript(plan, context: context, files: files))
  files.append(emitVerifyScript(plan, context: context))
  files.append(emitStopScript(plan, context: context))
  // The runbook cites the file and line that satisfies each entry of the guide's checklist.
  files.append(emitRunbook(plan, context: context, files: files))
  return files
}
