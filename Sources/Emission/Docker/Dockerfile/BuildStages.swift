import Catalog
import Languages
import Planning
import Stack

extension DockerfileStages {
  private var directory: AbsolutePath { service.build.destination }

  /// Production dependencies, from the lock file alone: a change of code doesn't install them anew.
  var dependencies: [DockerInstruction] {
    guard let recipe = service.build.dependencies else { return [] }
    return throwaway(
      [.comment("Production dependencies."), .from(image: Stage.base, stage: Stage.dependencies)],
      [
        .workdir(Self.word(directory.description)), copyManifests(recipe), .run(recipe.install.map(Self.command)),
      ])
  }

  /// The stack's own build step. Tools, sources and development dependencies stay behind in it.
  var build: [DockerInstruction] {
    guard let run = service.build.run, let output = service.build.output else { return [] }
    var work: [DockerInstruction] = [.workdir(Self.word(directory.description))]
    if let recipe = service.build.dependencies {
      work += [copyManifests(recipe), .run(recipe.installForBuild.map(Self.command))]
    }
    if service.build.source != nil { work.append(.copy(from: nil, chown: nil, sources: [Self.source], target: BareWord(literal: "./"))) }
    let path = output.description == "." ? directory.description : directory.description + "/" + output.description
    work += [
      .comment("The stack's build.run is the second argument, its build.output the third."),
      .runExec(["/bin/sh", "-euc", Self.buildScript, "build", run, path]),
    ]
    return throwaway([.comment("Build."), .from(image: Stage.base, stage: Stage.build)], work)
  }

  /// Both values come as arguments, so that neither is read as part of this text; the output moves to a name of ours.
  private static let buildScript = #"/bin/sh -euc "$1" && test -d "$2" && cp -R "$2" /output"#
  static let output = BareWord(literal: "/output/")
  static let source = BareWord(literal: "source/")

  /// Directories for the image's own `VOLUME`s, see `ownedVolumes`.
  var volumes: [DockerInstruction] {
    if volumesOfBase.isEmpty { return [] }
    let commands = volumesOfBase.enumerated().map { index, path in
      ShellCommand(Self.ownedDirectory(Self.staged(index) + "/" + path.lastComponent, service.user))
    }
    return throwaway(
      [.comment("Empty directories with the service's owner and mode."), .from(image: Stage.base, stage: Stage.volumes)], [.run(commands)])
  }

  /// Owned directories at which the base image declares a `VOLUME`, or may: what an image of somebody else's declares is not known here.
  var volumesOfBase: [AbsolutePath] {
    if !runtime.isCatalogImage { return service.build.ownedDirectories }
    return service.build.ownedDirectories.filter { path in service.runtime.imageVolumes.contains { path.isWithin($0) } }
  }

  static func staged(_ index: Int) -> String { "/volumes/\(index)" }

  static func ownedDirectory(_ path: String, _ user: UserID) -> [ShellWord] {
    ["install", "-d", "-o", .text(String(user.uid)), "-g", .text(String(user.gid)), "-m", "0700", .text(path)]
  }

  private func copyManifests(_ recipe: DependencyRecipe) -> DockerInstruction {
    .copy(from: nil, chown: nil, sources: recipe.needs.map { Self.word("source/" + $0) }, target: BareWord(literal: "./"))
  }

  private static func command(_ words: [String]) -> ShellCommand { ShellCommand(words.map(ShellWord.text)) }

  /// A stage of which only files survive. It needs root to work, and doesn't end as root where the base may not have been root either.
  private func throwaway(_ head: [DockerInstruction], _ work: [DockerInstruction]) -> [DockerInstruction] {
    // Said outright, so that a linter can tell it from a forgotten one (hadolint DL3057).
    let stage = head + [.noHealthcheck]
    if runtime.isCatalogImage { return stage + work }
    return stage + [.user(uid: 0, gid: 0)] + work + [.user(uid: service.user.uid, gid: service.user.gid)]
  }
}

extension AbsolutePath {
  var lastComponent: String { String(description.split(separator: "/").last ?? "") }
  /// `/var/lib/postgresql` of `/var/lib/postgresql/data`; nil at the root.
  var parent: AbsolutePath? { AbsolutePath(description.split(separator: "/").dropLast().map { "/" + $0 }.joined()) }
}
