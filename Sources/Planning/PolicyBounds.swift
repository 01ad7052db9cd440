import Policy
import Stack

/// What the policy lets any stack ask for, whatever this one does ask for: a wider bound is a weaker deployment tomorrow, so a comparison
/// tells it although no container changes.
public struct PolicyBounds: Sendable, Equatable {
  public var minUID: Int
  public var capabilities: Set<String>
  public var requiresDigest: Bool
  /// nil: any.
  public var registries: Set<String>?
  /// Where services may publish: `loopback` or addresses; nil: anywhere.
  public var publish: Set<String>?
  public var allowsEgress: Bool
  /// Bytes; nil: no bound.
  public var maxMemory: Int?

  public init(
    minUID: Int = 1, capabilities: Set<String> = [], requiresDigest: Bool = false, registries: Set<String>? = nil,
    publish: Set<String>? = nil, allowsEgress: Bool = true, maxMemory: Int? = nil
  ) {
    self.minUID = minUID
    self.capabilities = capabilities
    self.requiresDigest = requiresDigest
    self.registries = registries
    self.publish = publish
    self.allowsEgress = allowsEgress
    self.maxMemory = maxMemory
  }

  init(_ policy: PolicySettings) {
    self.init(
      minUID: Int(policy.minUID), capabilities: Set(policy.capabilities.map(\.description)), requiresDigest: policy.requireDigest,
      registries: policy.registries.map(Set.init), publish: policy.publish.map { Set($0.map(\.description)) },
      allowsEgress: policy.allowsEgress, maxMemory: policy.maxMemory?.bytes)
  }
}
