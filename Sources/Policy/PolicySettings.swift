import Catalog
import Diagnostics
import Stack

/// How services are kept apart.
public enum Isolation: String, Sendable {
  /// One internal network per tier boundary.
  case tier
  /// One internal network per declared connection.
  case link
}

/// Which scanner scan.sh and the workflow call.
public enum ScanTool: String, Sendable { case trivy, grype, scout, clair }

public enum ScanSeverity: String, Sendable, CaseIterable { case critical = "CRITICAL", high = "HIGH", medium = "MEDIUM", low = "LOW" }

/// A policy with every knob decided.
public struct PolicySettings: Sendable {
  public var name: String
  public var isolation: Isolation
  /// Where stacks without a pool of their own take their block.
  public var pool: IPv4Network
  public var minUID: UInt32
  /// Capabilities a stack may ask for.
  public var capabilities: [Capability]
  public var requireDigest: Bool
  /// Allowed registries with their namespaces; nil allows all.
  public var registries: [String]?
  public var patchPackages: Bool
  public var readOnly: Bool
  public var memory: ByteSize
  public var cpus: CPUShare
  public var pids: Int
  public var maxMemory: ByteSize?
  /// Open files per process (RLIMIT_NOFILE).
  public var openFiles: Int
  public var restartRetries: Int
  /// Response headers every nginx sends, in print order.
  public var headers: [(name: HeaderName, value: HeaderValue)]
  public var scanTool: ScanTool
  public var scanFailOn: [ScanSeverity]
  /// Severities that differ from a rule's own.
  public var ruleSeverities: [String: Severity]
  /// Where stacks may publish; nil is anywhere.
  public var publish: [PolicyPublish]?
  /// Whether `egress: true` is allowed.
  public var allowsEgress = true
  public var appArmor = PolicyAppArmor.enforce
  public var seccomp = PolicySeccomp.runtime
  /// Whether daemon.json maps container ids to unprivileged host ids.
  public var userNamespaces = false
  public var waivers: [Waiver] = []
  /// The built-in policy underneath.
  public var builtIn = "baseline"
  /// Which policy decided each knob, by its path (`runtime.min_uid`, `headers.referrer-policy`), and where; none for a built-in value.
  public var places: [String: PolicyPlace] = [:]
  /// The policy files that were read, the stack's own first.
  public var files: [SourceFile] = []
  /// The names of those policies, in the same order.
  public var chain: [String] = []

  public init(
    name: String, isolation: Isolation, pool: IPv4Network, minUID: UInt32, capabilities: [Capability], requireDigest: Bool,
    registries: [String]?, patchPackages: Bool, readOnly: Bool, memory: ByteSize, cpus: CPUShare, pids: Int, maxMemory: ByteSize?,
    openFiles: Int, restartRetries: Int, headers: [(name: HeaderName, value: HeaderValue)], scanTool: ScanTool,
    scanFailOn: [ScanSeverity], ruleSeverities: [String: Severity]
  ) {
    self.name = name
    self.isolation = isolation
    self.pool = pool
    self.minUID = minUID
    self.capabilities = capabilities
    self.requireDigest = requireDigest
    self.registries = registries
    self.patchPackages = patchPackages
    self.readOnly = readOnly
    self.memory = memory
    self.cpus = cpus
    self.pids = pids
    self.maxMemory = maxMemory
    self.openFiles = openFiles
    self.restartRetries = restartRetries
    self.headers = headers
    self.scanTool = scanTool
    self.scanFailOn = scanFailOn
    self.ruleSeverities = ruleSeverities
  }
}

/// Where a policy file wrote a knob down. A stack can't weaken such a knob, except by a waiver.
public struct PolicyPlace: Sendable {
  public var policy: String
  public var range: SourceRange
}

/// An exception that a policy file grants.
public struct Waiver: Sendable {
  public var rule: String
  /// nil: every service.
  public var service: String?
  public var reason: String
  public var owner: String
  /// The last day it counts.
  public var expires: CalendarDate
  public var expiresRange: SourceRange
  public var range: SourceRange
}
