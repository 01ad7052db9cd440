/// A Dockerfile, for the classic front end and BuildKit alike (no heredocs, no `# syntax=`, no mounts).
/// Example: `FROM node:24.1.0-trixie-slim AS base`
public struct Dockerfile: Printable {
  public var instructions: [DockerInstruction]
  public init(_ instructions: [DockerInstruction]) { self.instructions = instructions }
}

public enum DockerInstruction: Sendable {
  /// `# why`
  case comment(CommentText)
  /// An empty line.
  case blank
  /// `FROM node:24.1.0-trixie-slim AS base`
  case from(image: BareWord, stage: BareWord?)
  /// `WORKDIR /app`
  case workdir(BareWord)
  /// `COPY --from=build --chown=0:0 source/ /app/`; sources and target are bare words.
  case copy(from: BareWord?, chown: BareWord?, sources: [BareWord], target: BareWord)
  /// `RUN apt-get update \⏎ && apt-get upgrade -y`: shell commands joined by `&&`, one a line. No text in them
  /// holds a line break (a precondition): `runExec` takes any.
  case run([ShellCommand])
  /// `RUN ["npm", "run", "build"]`: an argument vector, JSON, never read by a shell.
  case runExec([String])
  /// `ENV KEY="value"`: only for what securegen itself sets; a stack's env is set at run time. The value holds no line
  /// break or NUL (a precondition): Docker has no quoting for one.
  case env(name: BareWord, value: String)
  /// `LABEL org.opencontainers.image.title="web"`; the value as in `env`.
  case label(name: BareWord, value: String)
  /// `USER 10101:10101`
  case user(uid: UInt32, gid: UInt32)
  /// `EXPOSE 8080`
  case expose(UInt16)
  /// `STOPSIGNAL SIGQUIT`
  case stopSignal(BareWord)
  /// `HEALTHCHECK --interval=10s … CMD ["node", "-e", "…"]`; times in seconds.
  case healthcheck(interval: Int, timeout: Int, startPeriod: Int, retries: Int, command: [String])
  /// `HEALTHCHECK NONE`: nothing is to run from this stage.
  case noHealthcheck
  /// `ENTRYPOINT ["…"]`; an empty list resets the base image's.
  case entrypoint([String])
  /// `CMD ["node", "app.js"]`; no argument holds NUL, and no line reaches 65,535 bytes (preconditions, as for all JSON forms).
  case cmd([String])
}
