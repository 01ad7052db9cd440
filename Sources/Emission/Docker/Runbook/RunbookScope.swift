import Planning

/// What the runbook's sections share. Tables that cite lines list the first services only: a page of thousands of citations is read by
/// nobody, and the tests hold every service's files to the same.
struct RunbookScope {
  static let mostCited = 12

  let plan: DeploymentPlan
  let context: EmissionContext
  let cited: [ServicePlan]
  var finder: CitationFinder

  init(plan: DeploymentPlan, context: EmissionContext, files: [RenderedFile]) {
    self.plan = plan
    self.context = context
    cited = Array(plan.services.prefix(Self.mostCited))
    finder = CitationFinder(files)
  }

  var uncitedCount: Int { max(0, plan.services.count - Self.mostCited) }
  var stackFile: String { context.sourceRoot == "." ? context.stackFile : context.sourceRoot + "/" + context.stackFile }

  mutating func evidence(_ sought: [Sought]) -> Evidence { Evidence(sought, in: &finder) }
}

extension ServicePlan {
  /// A text in this service's Dockerfile.
  func inDockerfile(_ text: String) -> Sought { Sought("\(name)/Dockerfile", text) }
  /// A text in this service's part of run.sh.
  func inRun(_ text: String) -> Sought { Sought("run.sh", after: runAnchor, text) }
  /// A text in one of this service's nginx files.
  func inNginx(_ file: String, _ text: String) -> Sought { Sought("\(name)/\(file)", text) }
  func inSeccomp(_ text: String) -> Sought { Sought("\(name)/seccomp.json", text) }
  func inAppArmor(_ text: String) -> Sought { Sought("\(name)/apparmor.profile", text) }

  /// The function that makes this service's container in run.sh.
  var runAnchor: String { function("create_").text + "() {" }
}
