import Languages
import Planning

extension DockerfileStages {
  /// `FROM` and the security fixes that came out after the image did; every other stage stands on it.
  var base: [DockerInstruction] {
    let image = Self.word(service.build.base.description)
    var stage: [DockerInstruction] = [.from(image: image, stage: hasOtherStages ? Stage.base : nil)]
    let needsRoot = !runtime.isCatalogImage
    if needsRoot {
      stage += [
        .comment("An image that isn't from the catalog may end in an account without the rights to build on it."), .user(uid: 0, gid: 0),
      ]
    }
    guard hasOtherStages else { return stage }
    if service.build.patchPackages {
      stage += [.comment(Self.whyPatched), .run(patchCommands)]
    }
    // No stage ends as root, whether or not it becomes an image.
    if needsRoot { stage.append(.user(uid: service.user.uid, gid: service.user.gid)) }
    return stage
  }

  static let whyPatched: CommentText = "Security fixes published since the base image was."

  /// Package lists and caches go in the same layer they came in.
  var patchCommands: [ShellCommand] {
    guard runtime.isCatalogImage else { return [ShellCommand(.source(Self.patchWhicheverIsThere))] }
    return [
      ShellCommand("apt-get", "update"), ShellCommand("apt-get", "upgrade", "-y"), ShellCommand("apt-get", "clean"),
      ShellCommand(.source("rm -rf /var/lib/apt/lists/*")),
    ]
  }

  private static let patchWhicheverIsThere: StaticString = """
    if command -v apt-get >/dev/null; then \\
          apt-get update && apt-get upgrade -y && apt-get clean && rm -rf /var/lib/apt/lists/*; \\
        elif command -v apk >/dev/null; then \\
          apk upgrade --no-cache; \\
        else \\
          echo 'neither apt-get nor apk: no package was patched' >&2; \\
        fi
    """
}
