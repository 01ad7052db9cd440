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

/// A mandatory-access-control or syscall filter knob.
public enum Enforcement: String, Sendable {
  case enforce, complain
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
