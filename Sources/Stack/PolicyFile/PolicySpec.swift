import Diagnostics

/// What a policy file says, in the language's own terms: only the knobs it writes down, each with its place.
public struct PolicySpec: Sendable {
  public var file: SourceFile
  public var name: Located<String>
  public var extends: Located<PolicyReference>
  /// Knobs in file order; each at most once.
  public var knobs: [Located<PolicyKnob>]
  public var headers: [HeaderSpec]
  public var rules: [RuleSeveritySpec]
  public var waivers: [WaiverSpec]
}

/// One decision of a policy, with its value.
public enum PolicyKnob: Sendable {
  case registries([String])
  case requireDigest(Bool)
  case patchPackages(Bool)
  case isolation(PolicyIsolation)
  case pool(IPv4Network)
  case publish([PolicyPublish])
  /// false: `deny`, no service reaches the outside.
  case egress(Bool)
  case minUID(Int)
  case readOnly(Bool)
  case capabilities([Capability])
  case appArmor(PolicyAppArmor)
  case seccomp(PolicySeccomp)
  case userNamespaces(Bool)
  case memory(ByteSize)
  case cpus(CPUShare)
  case pids(Int)
  case maxMemory(ByteSize)
  case scanTool(String)
  case scanFailOn([String])

  /// `runtime.min_uid`, as it is found in the file.
  public var path: String {
    switch self {
    case .registries: "images.registries"
    case .requireDigest: "images.require_digest"
    case .patchPackages: "images.patch_packages"
    case .isolation: "network.isolation"
    case .pool: "network.pool"
    case .publish: "network.publish"
    case .egress: "network.egress"
    case .minUID: "runtime.min_uid"
    case .readOnly: "runtime.read_only"
    case .capabilities: "runtime.capabilities"
    case .appArmor: "runtime.apparmor"
    case .seccomp: "runtime.seccomp"
    case .userNamespaces: "runtime.userns"
    case .memory: "resources.memory"
    case .cpus: "resources.cpus"
    case .pids: "resources.pids"
    case .maxMemory: "resources.max_memory"
    case .scanTool: "scan.tool"
    case .scanFailOn: "scan.fail_on"
    }
  }
}

public enum PolicyIsolation: String, Sendable, CaseIterable { case tier, link }

/// `enforce` refuses what the profile does not name; `complain` only logs it.
public enum PolicyAppArmor: String, Sendable, CaseIterable { case enforce, complain }

/// `runtime` is the runtime's own allowlist; `engine` leaves the engine's default.
public enum PolicySeccomp: String, Sendable, CaseIterable { case runtime, engine }

/// Where a stack may publish.
public enum PolicyPublish: Hashable, Sendable, CustomStringConvertible {
  case loopback
  case any
  case address(IPv4Address)
  public var description: String {
    switch self {
    case .loopback: "loopback"
    case .any: "any"
    case .address(let address): address.description
    }
  }
}

public struct RuleSeveritySpec: Sendable {
  /// `SG-302`, as written; whether there is such a rule is the policy's business.
  public var rule: Located<String>
  public var severity: Located<Severity>
}

public struct WaiverSpec: Sendable {
  public var rule: Located<String>
  /// nil: every service.
  public var service: Located<String>?
  public var reason: String
  public var owner: String
  /// The last day it counts.
  public var expires: Located<PolicyDay>
  public var range: SourceRange
}

/// A day as a policy file writes it: `2027-01-31`.
public struct PolicyDay: Hashable, Sendable {
  public var year: Int
  public var month: Int
  public var day: Int

  /// nil where it is no day of the Gregorian calendar.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.allSatisfy(NameGrammar.isDigit) })
    else { return nil }
    let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    (year, month, day) = (numbers[0], numbers[1], numbers[2])
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year > 0, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
  }
}
