import Stack

/// A day in the Gregorian calendar, for end-of-life dates; compared, never printed into output.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int
  public init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}

/// One supported line of a runtime.
public struct RuntimeRelease: Sendable {
  /// What `version:` may name it by, full form: `24.11.1`. A stack may write a prefix at a dot: `24`, `24.11`.
  public let version: String
  /// The tag that is pinned.
  public let tag: String
  /// When upstream's support ends; the source stands beside the value in the runtime's file. Judged by `--as-of`.
  public let endOfLife: CalendarDate
  public init(version: String, tag: String, endOfLife: CalendarDate) {
    self.version = version
    self.tag = tag
    self.endOfLife = endOfLife
  }
}

/// A line of versions that upstream no longer maintains: named in diagnostics, never built.
public struct EndedLine: Sendable {
  /// The line: `18` covers 18 and every 18.x.
  public let line: String
  public let endedOn: CalendarDate
  public init(_ line: String, _ endedOn: CalendarDate) {
    self.line = line
    self.endedOn = endedOn
  }
  /// Whether a dotted version lies on this line.
  public func covers(_ version: some StringProtocol) -> Bool { version == line || version.hasPrefix(line + ".") }
}

extension VolumeName {
  /// A catalog's volume; the name is ours.
  init(literal: StaticString) {
    guard let name = VolumeName(literal.description) else { preconditionFailure("not a volume name: \(literal)") }
    self = name
  }
}

/// The account a service runs as.
public struct Account: Sendable {
  public let name: StaticString
  public let user: UserID
  public init(name: StaticString, uid: UInt32) {
    self.name = name
    user = UserID(uid: uid, gid: uid)
  }
}

/// A directory that is writable in memory only.
public struct ScratchDirectory: Sendable {
  public let path: AbsolutePath
  public let size: ByteSize
  public init(_ path: StaticString, size: ByteSize) {
    self.path = AbsolutePath(literal: path)
    self.size = size
  }
}

/// What a health check asks of the service.
public enum ProbeRequest: Sendable {
  /// GET `path` with the Host header `host`; 2xx and 3xx are healthy.
  case http(path: String, host: String, port: Port)
  case tcp(port: Port)
}

/// How production dependencies get into a directory that the final image copies.
public struct DependencyRecipe: Sendable {
  /// Files at the root of the source that must all be there for the recipe to apply: `package.json`, `package-lock.json`.
  public let needs: [String]
  /// Shell-free commands run in the build stage, in the application's directory, after `needs` were copied.
  public let install: [[String]]
  /// The same for a stage that also builds (development dependencies included).
  public let installForBuild: [[String]]
  /// What the final image copies from the stage.
  public let produces: [AbsolutePath]
  public init(needs: [String], install: [[String]], installForBuild: [[String]], produces: [AbsolutePath]) {
    self.needs = needs
    self.install = install
    self.installForBuild = installForBuild
    self.produces = produces
  }
}

/// What a runtime's AppArmor profile must allow beyond the common part (libraries, locale, own /proc entries).
public struct AppArmorNeeds: Sendable {
  /// May be executed (inheriting the profile): exact paths or patterns in AppArmor's own syntax.
  public let executables: [StaticString]
  /// Readable (and mappable) patterns.
  public let readable: [StaticString]
  /// Writable patterns beyond the plan's tmpfs and volumes.
  public let writable: [StaticString]
  /// Patterns whose writing it tries and does without: refused like everything else, but not logged each time.
  public let forgoes: [StaticString]
  public init(
    executables: [StaticString], readable: [StaticString], writable: [StaticString] = [], forgoes: [StaticString] = []
  ) {
    self.executables = executables
    self.readable = readable
    self.writable = writable
    self.forgoes = forgoes
  }
}

/// Everything securegen knows of one runtime. One file per runtime under Runtimes/.
public struct RuntimeDefinition: Sendable {
  public enum Kind: Sendable {
    /// Serves files and proxies: routes, headers, server names.
    case webServer
    /// Runs the user's code from `source`.
    case application
    /// Keeps data in volumes.
    case store
    /// `image:` alone: nothing is known of it.
    case custom
  }
  public enum Packages: Sendable {
    /// Debian: apt-get.
    case apt
    /// Unknown: apt-get or apk, whichever the image has.
    case detect
  }
  public enum Entrypoint: Sendable {
    /// The base image's own entrypoint stays.
    case keep
    /// `ENTRYPOINT []`.
    case reset
  }

  public let name: StaticString
  public let kind: Kind
  /// Official repository; nil for `image:` alone.
  public let repository: StaticString?
  /// Supported lines, the default first.
  public let releases: [RuntimeRelease]
  /// Lines past their end of life, for messages that say since when.
  public let endedLines: [EndedLine]
  public let account: Account
  /// Base image account that is renamed to ours (its files change owner), where the image's own scripts look it up by name: `postgres`.
  public let renamesAccount: StaticString?
  public let port: Port?
  public let entrypoint: Entrypoint
  /// The default command; nil keeps the base image's. Where `entryFiles` isn't empty, the first of them that the source has is appended.
  public let command: [String]?
  /// Appended to the default command where the stack chooses another port than the runtime's.
  public let portArguments: @Sendable (Port) -> [String]
  /// Files at the source's root that are run where the stack names no command, by preference.
  public let entryFiles: [String]
  /// Where `source` lands; also the working directory.
  public let applicationDirectory: AbsolutePath
  public let packages: Packages
  /// Removed from the final image: package managers, build tools. Shell words with globs of ours.
  public let removes: [StaticString]
  /// Set in the image, each with its reason.
  public let environment: [(name: StaticString, value: String, why: StaticString)]
  public let dependencies: [DependencyRecipe]
  public let scratch: [ScratchDirectory]
  /// Volumes a stack need not declare.
  public let volumes: [(name: VolumeName, path: AbsolutePath)]
  /// `VOLUME`s the base image declares: each must be covered by a volume or a tmpfs (SG-204).
  public let imageVolumes: [AbsolutePath]
  /// An init as PID 1 that reaps and forwards signals, for programs that don't handle being PID 1.
  public let needsInit: Bool
  public let stopSignal: StaticString
  /// Seconds before `docker stop` kills.
  public let stopTimeout: Int
  /// Argument vector of a probe, run inside the container.
  public let probe: @Sendable (ProbeRequest) -> [String]
  /// The runtime's own probe; nil where the stack must say.
  public let defaultProbe: @Sendable (Port?) -> [String]?
  public let startPeriod: Duration
  public let syscalls: [SyscallGroup]
  /// Every name in `syscalls`, sorted, each once.
  public var syscallNames: [String] { sortedNames.value }
  private let sortedNames: OnDemand<[String]>
  public let appArmor: AppArmorNeeds
  /// The variable that names the file of its first password, for a store that starts no empty database without one.
  public let passwordVariable: StaticString?
  /// Below this much memory the program does not start reliably.
  public let leastMemory: ByteSize

  public init(
    name: StaticString, kind: Kind, repository: StaticString?, releases: [RuntimeRelease],
    endedLines: [EndedLine] = [], account: Account, renamesAccount: StaticString? = nil, port: Port?, entrypoint: Entrypoint,
    command: [String]?,
    portArguments: @escaping @Sendable (Port) -> [String] = { _ in [] }, entryFiles: [String] = [], applicationDirectory: AbsolutePath,
    packages: Packages = .apt, removes: [StaticString] = [], environment: [(name: StaticString, value: String, why: StaticString)] = [],
    dependencies: [DependencyRecipe] = [], scratch: [ScratchDirectory], volumes: [(name: VolumeName, path: AbsolutePath)] = [],
    imageVolumes: [AbsolutePath] = [], needsInit: Bool, stopSignal: StaticString = "SIGTERM", stopTimeout: Int = 10,
    probe: @escaping @Sendable (ProbeRequest) -> [String], defaultProbe: @escaping @Sendable (Port?) -> [String]?,
    startPeriod: Duration, syscalls: [SyscallGroup], appArmor: AppArmorNeeds, passwordVariable: StaticString? = nil,
    leastMemory: ByteSize = ByteSize(bytes: 6 << 20)
  ) {
    self.name = name
    self.kind = kind
    self.repository = repository
    self.releases = releases
    self.endedLines = endedLines
    self.account = account
    self.renamesAccount = renamesAccount
    self.port = port
    self.entrypoint = entrypoint
    self.command = command
    self.portArguments = portArguments
    self.entryFiles = entryFiles
    self.applicationDirectory = applicationDirectory
    self.packages = packages
    self.removes = removes
    self.environment = environment
    self.dependencies = dependencies
    self.scratch = scratch
    self.volumes = volumes
    self.imageVolumes = imageVolumes
    self.needsInit = needsInit
    self.stopSignal = stopSignal
    self.stopTimeout = stopTimeout
    self.probe = probe
    self.defaultProbe = defaultProbe
    self.startPeriod = startPeriod
    self.syscalls = syscalls
    sortedNames = OnDemand { uniqueSorted(syscalls.flatMap { $0.names.map(\.description) }) }
    self.appArmor = appArmor
    self.passwordVariable = passwordVariable
    self.leastMemory = leastMemory
  }
}

private func uniqueSorted(_ names: [String]) -> [String] {
  var unique: [String] = []
  for name in names.sorted() where name != unique.last { unique.append(name) }
  return unique
}
