import Catalog
import Planning
import Stack
import XCTest

@testable import Emission

final class AppArmorTests: XCTestCase {
  private func lines(_ runtime: String, change: (inout ServicePlan) -> Void = { _ in }) throws -> [String] {
    let service = try Sample.service(runtime, change: change)
    let text = emitAppArmor(service, plan: try Sample.plan([service]), context: Sample.context).text
    return text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
  }

  func testNamesTheProfileOfThePlan() throws {
    XCTAssertTrue(try lines("node").contains { $0.hasPrefix("profile securegen.shop.app flags=(attach_disconnected") })
  }

  func testItsLoadStepNeverTrustsTheParsersCache() throws {
    // The cache goes by file name, which all services share.
    XCTAssertTrue(try lines("node").contains { $0.hasSuffix("apparmor_parser --replace --skip-cache apparmor.profile") })
  }

  func testNoBlanketPermission() throws {
    for runtime in ["nginx", "node", "python", "postgres", "redis", "image"] {
      let lines = try lines(runtime)
      for blanket in ["file,", "capability,", "network,", "mount,", "umount,", "ptrace,", "signal,", "/** rw,", "/** rwix,"] {
        XCTAssertFalse(lines.contains(blanket), "\(runtime): \(blanket)")
      }
    }
  }

  func testKeepsTheEnginesRefusals() throws {
    let lines = try lines("node")
    for refusal in [
      "deny network alg,", "deny network packet,", "deny network inet raw,", "deny mount,", "deny umount,", "deny pivot_root,",
      "deny @{PROC}/* wkl,", "deny @{PROC}/[^1-9]*/** wkl,", "deny @{PROC}/{kcore,kmsg,sysrq-trigger} rwklx,", "deny /sys/** wklx,",
      "deny /sys/{firmware,devices/virtual/powercap,kernel/security}/** rwklx,",
    ] { XCTAssertTrue(lines.contains(refusal), refusal) }
    for signal in ["unconfined", "runc", "crun"] { XCTAssertTrue(lines.contains("signal (receive) peer=\(signal),")) }
  }

  func testFamiliesAreThoseOfSeccomp() throws {
    let lines = try lines("node") { $0.seccomp.socketFamilies = [1, 2] }
    XCTAssertTrue(lines.contains("network inet stream,"))
    XCTAssertFalse(lines.contains { $0.hasPrefix("network inet6") || $0.hasPrefix("network netlink") })
  }

  func testWhatIsWritableIsNeverExecutable() throws {
    for runtime in ["nginx", "node", "python", "postgres", "redis"] {
      for line in try lines(runtime) where line.hasPrefix("/") || line.hasPrefix("\"/") {
        let permissions = line.dropLast().split(separator: " ").last ?? ""
        XCTAssertFalse(permissions.contains("w") && (permissions.contains("x") || permissions.contains("m")), "\(runtime): \(line)")
      }
    }
    XCTAssertTrue(try lines("node").contains("/tmp/{,**} rwk,"))
    XCTAssertTrue(try lines("node").contains("/app/{,**} mr,"))
    XCTAssertFalse(try lines("node") { $0.appArmor.writable = [] }.contains { $0.hasPrefix("/tmp") })
  }

  func testWhatARuntimeDoesWithoutIsRefusedInSilence() throws {
    // PostgreSQL's shared huge pages: a kernel with AppArmor logged each start's attempt.
    XCTAssertTrue(try lines("postgres").contains("deny / w,"))
    XCTAssertTrue(try lines("postgres").contains("/etc/gss/mech.d/{,**} mr,"))
    XCTAssertFalse(try lines("node").contains("deny / w,"))
  }

  func testCapabilitiesAreThePlans() throws {
    XCTAssertFalse(try lines("nginx").contains { $0.hasPrefix("capability") })
    let bind = try XCTUnwrap(Capability("NET_BIND_SERVICE"))
    let lines = try lines("nginx") { $0.appArmor.capabilities = [bind] }
    XCTAssertEqual(lines.filter { $0.hasPrefix("capability") }, ["capability net_bind_service,"])
  }

  func testHealthChecksAndTheEnginesInitMayRun() throws {
    let lines = try lines("redis")
    XCTAssertTrue(lines.contains("/{,usr/}bin/{bash,busybox,cat,dash,sh} mrix,"))
    XCTAssertTrue(lines.contains("/{,usr/}{bin,sbin}/docker-init mrix,"))
  }
}
