import Catalog
import Diagnostics
import Stack

/// What a compile may know of a source directory: whether it is there, and which of the files that recipes ask for it has at its root.
/// Contents are never read.
public struct SourceFacts: Sendable {
  public var exists: Bool
  public var files: Set<String>
  public init(exists: Bool, files: Set<String>) {
    self.exists = exists
    self.files = files
  }
}

/// A stack whose names are references and whose services know their runtime.
public struct ResolvedStack: Sendable {
  public var spec: StackSpec
  /// In file order.
  public var services: [ResolvedService]
  /// Indices of `services`, servers before their clients; `depends_on` wins over `connects` where those form a circle.
  public var startOrder: [Int]

  public init(spec: StackSpec, services: [ResolvedService], startOrder: [Int]) {
    self.spec = spec
    self.services = services
    self.startOrder = startOrder
  }
}

public struct ResolvedService: Sendable {
  public var spec: ServiceSpec
  public var index: Int
  public var runtime: RuntimeDefinition
  /// The catalog's line; nil where `image` chose the base.
  public var release: RuntimeRelease?
  public var base: ImageReference
  /// Where the base was chosen: `image`, `version` or `runtime`.
  public var baseRange: SourceRange
  public var user: UserID
  public var port: Port?
  /// Services this one opens connections to, by index, each once, with the place that declares it (a `connects` entry or a route's `to`).
  public var connections: [ResolvedConnection]
  /// `depends_on`, by index.
  public var dependsOn: [Int]
  public var volumes: [(name: VolumeName, path: AbsolutePath)]
  public var facts: SourceFacts?

  public init(
    spec: ServiceSpec, index: Int, runtime: RuntimeDefinition, release: RuntimeRelease?, base: ImageReference, baseRange: SourceRange,
    user: UserID, port: Port?, connections: [ResolvedConnection], dependsOn: [Int], volumes: [(name: VolumeName, path: AbsolutePath)],
    facts: SourceFacts?
  ) {
    self.spec = spec
    self.index = index
    self.runtime = runtime
    self.release = release
    self.base = base
    self.baseRange = baseRange
    self.user = user
    self.port = port
    self.connections = connections
    self.dependsOn = dependsOn
    self.volumes = volumes
    self.facts = facts
  }
}

public struct ResolvedConnection: Sendable {
  public var server: Int
  public var range: SourceRange
  public init(server: Int, range: SourceRange) {
    self.server = server
    self.range = range
  }
}
