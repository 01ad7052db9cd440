import Policy
import Stack

/// Where a stack's subnets lie: the same place every time, from the stack's text and policy alone.
struct SubnetLayout {
  var block: IPv4Network
  /// In the order of the drafts.
  var subnets: [IPv4Network]

  /// The stack's networks need a block of `needed` addresses, more than the pool has.
  struct Exhausted: Error {
    var pool: IPv4Network
    var needed: Int
  }

  /// `own` is the stack's `network.pool`, used from its start; without it the stack takes one aligned block of the policy's pool,
  /// chosen by a hash of its name, so that stacks seldom clash and never move when others come or go.
  init(_ drafts: [NetworkDraft], stack: StackName, own: IPv4Network?, pool: IPv4Network) throws(Exhausted) {
    let sizes = drafts.map(Self.size)
    let needed = sizes.reduce(0, +)
    if let own {
      guard needed <= own.size else { throw Exhausted(pool: own, needed: needed) }
      block = own
    } else {
      var size = Self.smallestBlock
      while size < needed { size *= 2 }
      guard size <= pool.size else { throw Exhausted(pool: pool, needed: size) }
      let slot = StableHash.of(stack.description) % UInt64(pool.size / size)
      block = Self.network(at: pool.base.bits + UInt32(slot) * UInt32(size), size: size)
    }
    // Largest first: every subnet then starts at a multiple of its own size, without gaps.
    let order = drafts.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    var subnets = [IPv4Network?](repeating: nil, count: drafts.count)
    var next = block.base.bits
    for index in order {
      subnets[index] = Self.network(at: next, size: sizes[index])
      next &+= UInt32(sizes[index])
    }
    self.subnets = subnets.compactMap { $0 }
  }

  /// A /25: 128 addresses, 512 places in the built-in pool.
  static let smallestBlock = 128

  /// Members, the gateway, the network's and the broadcast address, rounded up to a power of two; shared networks start with room to grow.
  static func size(of draft: NetworkDraft) -> Int {
    var size =
      switch draft.kind {
      case .link: 8
      case .edge, .egress, .tier: 16
      }
    while size < draft.members.count + 3 { size *= 2 }
    return size
  }

  private static func network(at base: UInt32, size: Int) -> IPv4Network {
    guard let network = IPv4Network(base: IPv4Address(bits: base), prefix: 32 - size.trailingZeroBitCount) else {
      preconditionFailure("a subnet starts at a multiple of its size")
    }
    return network
  }
}
