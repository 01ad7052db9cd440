import Diagnostics
import YAMLSyntax

/// Where the host offers a service.
extension StackDecoder {
  mutating func decodePublish(_ field: Field) -> [Located<PublishAddress>] {
    switch field.node.content {
    case .scalar("", plain: true):
      reportType(field.node, "publish", wanted: "a port, an address or a list", example: field.key.corrected)
      return []
    case .scalar(let text, _): return decodeAddress(Located(text, at: field.node.range)).map { [$0] } ?? []
    case .sequence(let items):
      var addresses: [Located<PublishAddress>] = []
      for item in items {
        guard let value = text(item, "an address", example: "publish: [\"127.0.0.1:8080\"]"), let address = decodeAddress(value) else {
          continue
        }
        addresses.append(address)
      }
      return addresses
    case .mapping:
      report(
        .notBuiltYet, "publish with http and https needs tls, which is not built yet in this version", at: field.node.range,
        because: "the service would answer in clear text although the file says otherwise", write: "publish: 8080")
      return []
    }
  }

  private mutating func decodeAddress(_ value: Located<String>) -> Located<PublishAddress>? {
    let text = value.value
    if text.utf8.allSatisfy(NameGrammar.isDigit) || text.utf8.first == UInt8(ascii: "-") {
      guard let port = port(text) else {
        reportPort(value, text)
        return nil
      }
      return Located(PublishAddress(host: .v4(IPv4Address(bits: 0x7F00_0001)), port: port), at: value.range)
    }
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else {
      reportAddress(value, "it is a port, or an address and a port", write: "publish: 8080")
      return nil
    }
    let host = String(text[..<colon])
    let portText = String(text[text.utf8.index(after: colon)...])
    let parsed: PublishAddress.Host? =
      if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
        IPv6Address(String(host.dropFirst().dropLast())).map { .v6($0.description) }
      } else {
        IPv4Address(host).map { .v4($0) }
      }
    guard let parsed else {
      reportForm(value, host: host, port: portText)
      return nil
    }
    guard let port = port(portText) else {
      reportPort(value, portText)
      return nil
    }
    return Located(PublishAddress(host: parsed, port: port), at: value.range)
  }

  private func port(_ text: String) -> Port? {
    guard text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0") else { return nil }
    return wholeNumber(text).flatMap { Port($0) }
  }

  private mutating func reportPort(_ value: Located<String>, _ text: String) {
    report(
      .invalidNumber, "publish \(quoted(value.value)) has no port from 1 to 65535", at: value.range, because: "\(quoted(text)) is not one",
      write: "publish: 8080")
  }

  private mutating func reportAddress(_ value: Located<String>, _ reason: String, write: String) {
    report(.invalidAddress, "publish \(quoted(value.value)) is not an address of the host", at: value.range, because: reason, write: write)
  }

  /// What Docker users write, each with its form here.
  private mutating func reportForm(_ value: Located<String>, host: String, port: String) {
    let goodPort = self.port(port)
    // `8080:80` and `127.0.0.1:8080:80`: the last number is the container's, which is the service's own `port`.
    if goodPort != nil || port.utf8.contains(UInt8(ascii: "/")) {
      let pieces = host.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if let outer = pieces.last, let hostPort = self.port(outer), pieces.count <= 2 {
        let address = pieces.count == 2 ? IPv4Address(pieces[0]).map { "\"\($0):\(hostPort)\"" } : nil
        if pieces.count == 1 || address != nil {
          reportAddress(
            value, "publish names the host's side alone: the container's port is the service's own",
            write: "publish: " + (address ?? "\(hostPort)"))
          return
        }
      }
    }
    if host.isEmpty || host == "*", let goodPort {
      reportAddress(value, "an address that is meant is written", write: "publish: \"0.0.0.0:\(goodPort)\"")
    } else if host == "localhost", let goodPort {
      reportAddress(value, "it is an address, not a name", write: "publish: \"127.0.0.1:\(goodPort)\"")
    } else if let address = IPv6Address(host), let goodPort {
      reportAddress(value, "an IPv6 address stands in brackets", write: "publish: \"[\(address)]:\(goodPort)\"")
    } else {
      reportAddress(value, "it is a port, an IPv4 address and a port, or [IPv6] and a port", write: "publish: \"127.0.0.1:8080\"")
    }
  }

  /// Two claims on one port of the host. Between services 0.0.0.0 and [::] cover every address; one service may
  /// list both to be reached by either family, as with Docker.
  mutating func checkPublishing(_ drafts: [ServiceDraft]) {
    var claims: [Port: PortClaims] = [:]
    for (index, draft) in drafts.enumerated() {
      if let range = draft.hasPublish, let tier = draft.tier, tier.value != .frontend {
        report(
          .notTheEdge, "\(draft.key.value) (\(tier.value.rawValue)) publishes, only a frontend may", at: range,
          because: "what lies behind the front door would stand on the street",
          related: [.init(tier.range, "declared in tier \(tier.value.rawValue) here")],
          write: "publish on a frontend with a route to \(draft.key.value)")
      }
      for address in draft.spec.publish {
        let claim = PortClaims.Claim(service: index, address: address)
        guard let first = claims[address.value.port, default: PortClaims()].add(claim) else { continue }
        let same = first.address.value == address.value
        // Merged from one anchor, both stand in one place: then the second service is the place.
        let second = first.address.range.start == address.range.start ? draft.key.range : address.range
        reportTwice(
          same ? "\(address.value) is published twice" : "\(address.value) and \(first.address.value) cover one address", at: second,
          first: first.address.range,
          because: "two listeners can't share an address and a port", write: freePort(address.value, claims.keys))
      }
    }
  }

  private func freePort(_ address: PublishAddress, _ taken: Dictionary<Port, some Any>.Keys) -> String {
    var number = Int(address.port.number)
    for _ in 0..<64 {
      number += 1
      guard let port = Port(number) else { break }
      if !taken.contains(port) { return "publish: \"\(PublishAddress(host: address.host, port: port))\"" }
    }
    return "another port"
  }
}

/// Who has one port of the host.
private struct PortClaims {
  struct Claim {
    let service: Int
    let address: Located<PublishAddress>
  }
  private var byHost: [PublishAddress.Host: Claim] = [:]
  private var inOrder: [Claim] = []
  /// At most two, 0.0.0.0 and [::], so that a long list of addresses stays linear.
  private var wildcards: [Claim] = []

  /// Adds the claim, or answers the earlier one that it clashes with.
  mutating func add(_ claim: Claim) -> Claim? {
    let host = claim.address.value.host
    let isWildcard = Self.coversAll(host)
    let first = byHost[host] ?? (isWildcard ? inOrder : wildcards).first { Self.covers($0, claim) }
    if let first { return first }
    byHost[host] = claim
    inOrder.append(claim)
    if isWildcard { wildcards.append(claim) }
    return nil
  }

  /// Whether two different hosts, one of them a wildcard, share an address.
  private static func covers(_ left: Claim, _ right: Claim) -> Bool {
    switch (left.address.value.host, right.address.value.host) {
    case (.v4, .v4), (.v6, .v6): true
    default: left.service != right.service
    }
  }

  private static func coversAll(_ host: PublishAddress.Host) -> Bool {
    switch host {
    case .v4(let address): address.bits == 0
    case .v6(let text): text == "::"
    }
  }
}
