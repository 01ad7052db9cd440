/// System calls that are needed together, and by what. Every name lies inside the engine's default profile
/// (moby profiles seccomp/default.json); a test holds them to it.
public struct SyscallGroup: Sendable {
  public let name: StaticString
  public let names: [StaticString]
  public init(_ name: StaticString, _ names: [StaticString]) {
    self.name = name
    self.names = names
  }
}
