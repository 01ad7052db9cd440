import Diagnostics
import Planning
import Stack
import TestSupport
import XCTest

final class NetworkPlanTests: XCTestCase {
  private let shop = ["web frontend api +publish", "api api db worker", "worker api db", "db db"]

  private func names(_ plan: DeploymentPlan) -> [String] { plan.networks.map(\.name) }
  private func members(_ plan: DeploymentPlan, _ network: String) -> [String] {
    plan.networks.first { $0.name == network }?.members.map { plan.services[$0].name.description } ?? []
  }
  private func ways(_ plan: DeploymentPlan, _ ways: [OpenWays.Way]) -> [String] {
    ways.map { "\(plan.services[$0.from].name)→\(plan.services[$0.to].name)" }
  }

  func testBaselineHasTheGuidesNetworks() throws {
    let plan = try plan(wiring(shop))
    XCTAssertEqual(names(plan), ["shop-edge", "shop-frontend", "shop-backend"])
    XCTAssertEqual(members(plan, "shop-edge"), ["web"])
    XCTAssertEqual(members(plan, "shop-frontend"), ["web", "api", "worker"])
    XCTAssertEqual(members(plan, "shop-backend"), ["api", "worker", "db"])
    XCTAssertEqual(plan.networks.map(\.isInternal), [false, true, true])
  }

  func testStrictHasOneNetworkForEachConnection() throws {
    let plan = try plan(wiring(shop, policy: "strict"))
    XCTAssertEqual(names(plan), ["shop-edge", "shop-web--api", "shop-api--db", "shop-api--worker", "shop-worker--db"])
    for network in plan.networks.dropFirst() { XCTAssertEqual(network.members.count, 2) }
    XCTAssertEqual(ways(plan, plan.openWays.always), [])
    XCTAssertEqual(ways(plan, plan.openWays.withoutPacketRules), ["api→web", "worker→api", "db→api", "db→worker"])
  }

  func testTierNamesEveryUndeclaredWay() throws {
    let plan = try plan(wiring(shop))
    XCTAssertEqual(
      ways(plan, plan.openWays.always), ["web→worker", "api→web", "worker→web", "worker→api", "db→api", "db→worker"])
  }

  func testTwoOppositeConnectionsAreTwoNetworksAndNoOpenWay() throws {
    let plan = try plan(wiring(["a api b", "b api a"], policy: "strict"))
    XCTAssertEqual(names(plan), ["shop-a--b", "shop-b--a"])
    XCTAssertEqual(plan.openWays.withoutPacketRules.count, 0)
  }

  func testAServiceAloneHasNoNetwork() throws {
    let plan = try plan(wiring(["api api"]))
    XCTAssertEqual(plan.networks.count, 0)
    XCTAssertEqual(plan.services[0].attachments.count, 0)
  }

  func testPublishingWithAWayOutStandsOnEgressAlone() throws {
    let plan = try plan(wiring(["web frontend +publish +egress"]))
    XCTAssertEqual(names(plan), ["shop-egress"])
  }

  func testHostsNameTheServersByTheAddressOfTheConnection() throws {
    let plan = try plan(wiring(shop, policy: "strict"))
    for connection in plan.connections {
      let (client, server) = (plan.services[connection.client], plan.services[connection.server])
      let address = try XCTUnwrap(server.attachments.first { $0.network == connection.network }?.address)
      XCTAssertTrue(client.hosts.contains { $0.name == server.name && $0.address == address })
    }
    XCTAssertEqual(plan.services.map(\.hosts.count), [1, 2, 1, 0])
  }

  func testRandomStacksHaveDisjointSubnetsAndAddresses() throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<60 {
      let policy = round % 2 == 0 ? "baseline" : "strict"
      let plan = try plan(wiring(randomServices(&random), name: "s\(round)", policy: policy))
      var taken: [ClosedRange<UInt32>] = []
      for network in plan.networks {
        let low = network.subnet.base.bits
        let high = low + UInt32(network.subnet.size - 1)
        XCTAssertTrue(low >= plan.block.base.bits && high <= plan.block.base.bits + UInt32(plan.block.size - 1))
        XCTAssertFalse(taken.contains { $0.overlaps(low...high) })
        taken.append(low...high)
        XCTAssertTrue(network.bridge.utf8.count <= 15, network.bridge)
        var addresses: Set<IPv4Address> = [network.gateway]
        for member in network.members {
          let own = plan.services[member].attachments.filter { plan.networks[$0.network].name == network.name }
          XCTAssertEqual(own.count, 1)
          let address = own[0].address
          XCTAssertTrue(addresses.insert(address).inserted)
          XCTAssertTrue(address.bits > low && address.bits < high)
        }
      }
      XCTAssertEqual(Set(plan.networks.map(\.bridge)).count, plan.networks.count)
      // Reachable is what shares an internal network: declared ways and open ones are all of it, and disjoint.
      let declared = Set(plan.connections.map { OpenWays.Way(from: $0.client, to: $0.server) })
      let open = Set(plan.openWays.always + plan.openWays.withoutPacketRules)
      XCTAssertTrue(declared.isDisjoint(with: open))
      var shared: Set<OpenWays.Way> = []
      for network in plan.networks where network.isInternal {
        for from in network.members { for to in network.members where from != to { shared.insert(OpenWays.Way(from: from, to: to)) } }
      }
      XCTAssertEqual(declared.union(open), shared)
    }
  }

  func testTheBlockFollowsTheNameAndStaysInThePool() throws {
    let one = try plan(wiring(shop, name: "shop"))
    let again = try plan(wiring(shop, name: "shop"))
    let other = try plan(wiring(shop, name: "books"))
    XCTAssertEqual(one.block, again.block)
    XCTAssertNotEqual(one.block, other.block)
    XCTAssertTrue(one.block.description.hasPrefix("10.89."))
  }

  func testAnOwnPoolIsUsedFromItsStart() throws {
    let plan = try plan(wiring(shop, extra: "network: { pool: 172.20.4.0/24 }\n"))
    XCTAssertEqual(plan.block.description, "172.20.4.0/24")
    XCTAssertEqual(plan.networks[0].subnet.description, "172.20.4.0/28")
  }

  func testAnExhaustedPoolIsAnErrorAtThePool() throws {
    var sink = DiagnosticSink()
    XCTAssertNil(try compile(wiring(shop, extra: "network: { pool: 10.1.2.0/28 }\n"), into: &sink))
    XCTAssertEqual(codes(sink), ["SY-405"])
    XCTAssertTrue(rendered(sink).contains("stack.yaml:4:18: error[SY-405]"), rendered(sink))
    // The proposal is one that works.
    XCTAssertTrue(rendered(sink).contains("pool: 10.89.0.0/26"), rendered(sink))
    _ = try plan(wiring(shop, extra: "network: { pool: 10.89.0.0/26 }\n"))
  }

  func testMoreMembersThanABridgeHoldsIsAnError() throws {
    let services = (0..<1024).map { "s\($0) api" }
    var sink = DiagnosticSink()
    XCTAssertNil(try compile(wiring(services, extra: "network: { pool: 10.0.0.0/8 }\n"), into: &sink))
    XCTAssertEqual(codes(sink), ["SG-301"])
  }

  private func randomServices(_ random: inout SeededGenerator) -> [String] {
    let count = Int.random(in: 1...12, using: &random)
    let tiers = (0..<count).map { _ in ["frontend", "api", "db"].randomElement(using: &random)! }
    let depth = ["frontend": 0, "api": 1, "db": 2]
    return (0..<count).map { index in
      var words = ["s\(index)", tiers[index]]
      for other in 0..<count where other != index {
        let step = depth[tiers[other]]! - depth[tiers[index]]!
        if (0...1).contains(step), Int.random(in: 0..<3, using: &random) == 0 { words.append("s\(other)") }
      }
      if tiers[index] == "frontend", Bool.random(using: &random) { words.append("+publish") }
      if Int.random(in: 0..<5, using: &random) == 0 { words.append("+egress") }
      return words.joined(separator: " ")
    }
  }
}
