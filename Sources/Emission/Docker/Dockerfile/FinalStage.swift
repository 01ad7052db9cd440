import Catalog
import Languages
import Planning
import Stack

extension DockerfileStages {
  /// The image that runs: hardened in one layer, then files that root owns and the service can only read, then how to run it.
  var final: [DockerInstruction] {
    var stage: [DockerInstruction] = []
    if hasOtherStages {
      stage += [.comment("The image that runs."), .from(image: Stage.base, stage: nil)]
      if !runtime.isCatalogImage { stage.append(.user(uid: 0, gid: 0)) }
    }
    return stage + hardening + files + execution
  }

  private var hardening: [DockerInstruction] {
    var why: [CommentText] = []
    var commands: [ShellCommand] = []
    if !hasOtherStages && service.build.patchPackages {
      why.append(Self.whyPatched)
      commands += patchCommands
    }
    let account = accountCommands
    why.append(account.why)
    commands += account.commands
    if !service.runtime.removes.isEmpty {
      why.append("What only a build needs is removed: it would serve an intruder.")
      commands.append(ShellCommand([.source("rm -rf")] + service.runtime.removes.map(ShellWord.source)))
    }
    let owned = service.build.ownedDirectories.filter { !volumesOfBase.contains($0) }
    if !owned.isEmpty {
      why.append("Mount points of volumes: a new volume takes their owner and mode.")
      commands += owned.map { ShellCommand(Self.ownedDirectory($0.description, service.user)) }
    }
    why.append("No program may raise its rights: setuid and setgid bits go (CIS Docker 4.8). What is copied below never has any.")
    commands.append(ShellCommand(.source("find / -xdev -type f -perm /6000 -exec chmod a-s {} +")))
    return why.map(DockerInstruction.comment) + [.run(commands)]
  }

  private var files: [DockerInstruction] {
    var stage = ownedVolumes
    let build = service.build
    let hasFiles = build.source != nil
    switch service.runtime.kind {
    case .application, .custom: if hasFiles { stage.append(.workdir(Self.word(build.destination.description))) }
    case .webServer, .store: break
    }
    if let recipe = build.dependencies {
      stage += recipe.produces.map {
        .copy(from: Stage.dependencies, chown: nil, sources: [Self.directory($0)], target: Self.directory($0))
      }
    }
    if build.run != nil {
      stage += [
        .comment("Only the build's output."),
        .copy(from: Stage.build, chown: nil, sources: [Self.output], target: Self.directory(build.destination)),
      ]
    } else if hasFiles {
      stage += [
        .comment("Root owns them: the service can't change its own code."),
        .copy(from: nil, chown: nil, sources: [Self.source], target: Self.directory(build.destination)),
      ]
    }
    if service.nginx != nil {
      stage += [
        .copy(from: nil, chown: nil, sources: [BareWord(literal: "config/nginx.conf")], target: BareWord(literal: "/etc/nginx/nginx.conf")),
        .copy(from: nil, chown: nil, sources: [BareWord(literal: "config/snippets/")], target: BareWord(literal: "/etc/nginx/snippets/")),
      ]
    }
    return stage
  }

  /// The classic builder drops what `RUN` does below a `VOLUME` of the base image, but keeps what is copied there.
  private var ownedVolumes: [DockerInstruction] {
    if volumesOfBase.isEmpty { return [] }
    let user = service.user
    return [.comment("A RUN can't give the base image's VOLUME to the service's account; copying a directory over it can.")]
      + volumesOfBase.enumerated().map { index, path in
        .copy(
          from: Stage.volumes, chown: Self.word(user.description), sources: [Self.word(Self.staged(index) + "/")],
          target: path.parent.map(Self.directory) ?? BareWord(literal: "/"))
      }
  }

  private var execution: [DockerInstruction] {
    let runtime = service.runtime
    var stage: [DockerInstruction] = []
    for variable in runtime.environment {
      stage += [
        .comment(CommentText("\(variable.name): \(variable.why).")),
        .env(name: BareWord(literal: variable.name), value: variable.value),
      ]
    }
    stage.append(.user(uid: service.user.uid, gid: service.user.gid))
    if let port = service.port { stage.append(.expose(port.number)) }
    stage.append(.stopSignal(BareWord(literal: runtime.stopSignal)))
    let health = service.health
    if !health.command.isEmpty {
      stage.append(
        .healthcheck(
          interval: health.interval.seconds, timeout: health.timeout.seconds, startPeriod: health.startPeriod.seconds,
          retries: health.retries, command: health.command))
    }
    switch runtime.entrypoint {
    case .keep: break
    case .reset: stage.append(.entrypoint([]))
    }
    if let command = service.command { stage.append(.cmd(command)) }
    return stage
  }
}
