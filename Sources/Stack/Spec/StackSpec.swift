import Diagnostics

/// What a stack file says, in the language's own terms: every value validated by its grammar and kept with its place.
/// Nothing is defaulted yet.
public struct StackSpec: Sendable {
  public var file: SourceFile
  public var name: Located<StackName>
  public var release: Located<ReleaseTag>?
  public var registry: Located<RegistryPrefix>?
  public var policy: Located<PolicyReference>?
  public var targets: [Located<Target>]
  public var pool: Located<IPv4Network>?
  /// In file order.
  public var services: [ServiceSpec]
  /// In file order.
  public var secrets: [SecretSpec]
}

/// Which policy a stack asks for.
public enum PolicyReference: Hashable, Sendable {
  case baseline
  case strict
  /// A policy file, as written.
  case file(String)
}

public enum Target: String, Sendable, CaseIterable { case docker, compose, swarm, kubernetes }

/// Distance from the visitor. Traffic goes inward, one step at a time.
public enum Tier: String, Sendable, CaseIterable, Comparable {
  case frontend, api, db
  public var depth: Int {
    switch self {
    case .frontend: 0
    case .api: 1
    case .db: 2
    }
  }
  public static func < (left: Tier, right: Tier) -> Bool { left.depth < right.depth }
}

public struct SecretSpec: Sendable {
  public var name: Located<SecretName>
  public var file: Located<SecretFile>
}

public struct ServiceSpec: Sendable {
  public var name: Located<ServiceName>
  public var tier: Located<Tier>
  /// A name of the catalog. `runtime` or `image` or both.
  public var runtime: Located<String>?
  public var image: Located<ImageReference>?
  public var version: Located<RuntimeVersion>?
  public var source: Located<RelativePath>?
  public var build: BuildSpec?
  /// Argument vector.
  public var command: Located<[String]>?
  public var port: Located<Port>?
  public var connects: [Located<ServiceName>]
  public var dependsOn: [Located<ServiceName>]
  public var egress: Located<Bool>?
  public var env: [EnvSpec]
  public var secrets: [SecretUse]
  public var health: HealthSpec?
  public var resources: ResourcesSpec
  public var replicas: Located<Int>?
  public var volumes: [VolumeSpec]
  public var tmpfs: [Located<AbsolutePath>]
  public var user: Located<UserID>?
  public var capabilities: [Located<Capability>]
  public var labels: [LabelSpec]
  public var publish: [Located<PublishAddress>]
  public var serverNames: [Located<ServerName>]
  public var routes: [RouteSpec]
  public var headers: [HeaderSpec]
  /// The `tls` key, whose effect is not built yet: decoding reports it.
  public var tls: SourceRange?
}

public struct BuildSpec: Sendable {
  /// Shell text, run by `/bin/sh -eu -c` in the build stage, which is thrown away.
  public var run: Located<String>
  /// Directory under the build's working directory; only it reaches the final image.
  public var output: Located<RelativePath>
}

public struct EnvSpec: Sendable {
  public var name: Located<EnvName>
  /// Any text but NUL.
  public var value: Located<String>
}

public struct SecretUse: Sendable {
  public var secret: Located<SecretName>
  /// Receives the secret's path.
  public var variable: Located<EnvName>?
}

public struct HealthSpec: Sendable {
  public enum Probe: Sendable {
    /// An absolute URL path.
    case http(Located<String>)
    /// nil is the service's own port.
    case tcp(Located<Port?>)
    case command(Located<[String]>)
  }
  /// nil: only the times were given, the runtime's own probe stays.
  public var probe: Probe?
  public var interval: Located<Duration>?
  public var timeout: Located<Duration>?
  public var retries: Located<Int>?
  public var startPeriod: Located<Duration>?
  public var range: SourceRange
}

public struct ResourcesSpec: Sendable {
  public var memory: Located<ByteSize>?
  public var cpus: Located<CPUShare>?
  public var pids: Located<Int>?
  public init(memory: Located<ByteSize>? = nil, cpus: Located<CPUShare>? = nil, pids: Located<Int>? = nil) {
    self.memory = memory
    self.cpus = cpus
    self.pids = pids
  }
}

public struct VolumeSpec: Sendable {
  public var name: Located<VolumeName>
  public var path: Located<AbsolutePath>
}

public struct LabelSpec: Sendable {
  /// Docker label key: `[a-zA-Z0-9._-/]+`.
  public var key: Located<String>
  /// Any text but NUL.
  public var value: Located<String>
}

public struct RouteSpec: Sendable {
  public enum Destination: Sendable {
    /// A directory under `source`.
    case files(Located<RelativePath>)
    case proxy(to: Located<ServiceName>, strip: Located<Bool>?, rate: Located<RequestRate>?)
  }
  public var prefix: Located<RoutePrefix>
  public var destination: Destination
}

public struct HeaderSpec: Sendable {
  public var name: Located<HeaderName>
  /// nil drops the header.
  public var value: Located<HeaderValue>?
  public var range: SourceRange
}
