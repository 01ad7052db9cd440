import Foundation
import TestSupport

/// Stack files as people write them: one valid stack in any style, with comments, blank lines, anchors and odd indentation.
struct StackGenerator {
  struct File {
    var text: String
    /// Every extension of it can be made by whole new lines: what must grow is in block style and the last line is ended.
    var growsByLines: Bool
    var hasAnchors: Bool
  }

  var random: SeededGenerator
  private var growsByLines = true
  private var hasAnchors = false
  private var hasLimits = false

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }

  mutating func file() -> File {
    growsByLines = true
    hasAnchors = false
    hasLimits = false
    if chance(6) { return wrap(json(), lineBreak: "\n", final: true) }
    let rootIndent = chance(8) ? String(repeating: " ", count: Int.random(in: 1...3, using: &random)) : ""
    var sections: [[String]] = []
    let secretsFirst = chance(20)
    let secrets = secretsSection()
    if chance(25) {
      sections.append(["x-notes: &notes", "  owner: shop # of this file", "  <<: { team: a }"])
      hasAnchors = true
    }
    if secretsFirst { sections.append(secrets) }
    sections.append(servicesSection())
    if !secretsFirst { sections.append(secrets) }
    if chance(20) { sections.append(["network: { pool: 10.89.0.0/20 }"]) }
    let blank = chance(70)
    var lines: [String] = []
    if chance(60) { lines += ["# A stack.", "#   with an indented comment"] }
    if chance(10) { lines.append("---") }
    lines += ["version: 1", chance(20) ? "name: \"shop\"   # quoted" : "name: shop"]
    for section in sections where !section.isEmpty {
      if blank { lines.append(chance(10) ? "  " : "") }
      lines += section
    }
    lines = lines.map { $0.isEmpty || $0 == "---" || $0.hasPrefix("#") ? $0 : rootIndent + $0 }
    if chance(30) { lines += pick([["# the end"], ["", "# the end"], ["", ""], ["  # deeper at the end"], ["# one", "", "# two"]]) }
    return wrap(lines, lineBreak: pick(["\n", "\n", "\n", "\r\n"]), final: !chance(20))
  }

  private mutating func wrap(_ lines: [String], lineBreak: String, final: Bool) -> File {
    if !final { growsByLines = false }
    let mark = chance(5) ? "\u{FEFF}" : ""
    return File(
      text: mark + lines.joined(separator: lineBreak) + (final ? lineBreak : ""), growsByLines: growsByLines, hasAnchors: hasAnchors)
  }

  private mutating func secretsSection() -> [String] {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return ["secrets:", "  session-key: { file: ./secrets/session-key }   # signs cookies"]
    case 1: return ["secrets:", "    session-key:", "        file: ./secrets/session-key", "    # - the end of them"]
    case 2:
      growsByLines = false
      return [pick(["secrets: { session-key: { file: ./k } }", "secrets: {}", "secrets: { session-key: {file: ./k}, }", "secrets: { }"])]
    case 3: return ["secrets: {", "  session-key: { file: ./k },", "}"]
    default: return []
    }
  }

  private mutating func servicesSection() -> [String] {
    if chance(8) { return flowServices() }
    let outer = String(repeating: " ", count: pick([1, 2, 2, 2, 3, 4, 7]))
    let inner = outer + String(repeating: " ", count: pick([1, 2, 2, 2, 3, 4, 5]))
    let blank = chance(60)
    var lines = [chance(10) ? "services: # all of them" : "services:"]
    if chance(15) {
      // A note that services merge.
      lines += [outer + "x-limits: &limits", inner + "resources: { memory: 128Mi }"]
      hasLimits = true
      hasAnchors = true
    }
    for (index, service) in [web(), api(), worker()].enumerated() {
      if index > 0, blank { lines.append("") }
      if chance(25) { lines.append(outer + "# about the next one") }
      lines += block(service, outer, inner)
      if chance(20) { lines.append(inner + "# egress: true") }
      if chance(5) { lines += ["", inner + "# after a blank, still of this service"] }
    }
    if chance(15) { lines.append(outer + "# no more services") }
    return lines
  }

  private typealias Service = (name: String, body: [String], flow: String?)

  private mutating func block(_ service: Service, _ outer: String, _ inner: String) -> [String] {
    if let flow = service.flow { return ["\(outer)\(service.name): \(flow)"] }
    var body = service.body
    if hasLimits, chance(40) { body.insert("<<: *limits", at: pick([0, body.count])) }
    return ["\(outer)\(service.name):\(chance(10) ? "   # \(service.name)" : "")"]
      + body.map { line in
        line.isEmpty ? line : inner + line
      }
  }

  private mutating func web() -> Service {
    let routes: [String]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: routes = ["routes:", "  /: { files: html }   # pages", "  /api/: { to: api }"]
    case 1: routes = ["routes:", "    \"/\":", "        files: html"]
    case 2:
      growsByLines = false
      routes = ["routes: { /: { files: html } }"]
    default: routes = ["routes: {", "  /: { files: html }", "  }"]
    }
    return ("web", ["tier: frontend", "runtime: nginx  # in front", "source: ./web", "publish: 8080"] + routes, nil)
  }

  private mutating func api() -> Service {
    if chance(10) {
      growsByLines = false
      return ("api", [], pick(["{ tier: api, runtime: node, source: ./api }", "{tier: api, runtime: node, connects: [worker]}"]))
    }
    var body = ["runtime: node", "tier: api", "source: ./api"]
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      body.append("connects:")
      body += ["- worker   # queue"]
    case 1: body += ["connects:", "    - worker"]
    case 2:
      growsByLines = false
      body.append(pick(["connects: [worker]   # a flow list", "connects: []", "connects: [ ]", "connects: [ worker, ]"]))
    case 3: body += ["connects: [", "  worker", "]"]
    default: break
    }
    if chance(40) { body += ["env:", "  LOG_LEVEL: info", "  # GREETING: hello"] }
    if chance(15) { body += ["env: { A: \"x # no comment\", B: 'it''s' }"].filter { _ in !body.contains("env:") } }
    return ("api", body, nil)
  }

  private mutating func worker() -> Service {
    if chance(25) {
      growsByLines = false
      return ("worker", [], pick(["{ tier: api, runtime: python, source: ./w }", "{ tier: api,\n      runtime: python }"]))
    }
    var body = ["tier: api", "runtime: python"]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: body += ["env:", "  TEXT: |", "    first", "    second"]
    case 1: body += ["env:", "  TEXT: |+", "    kept", "", ""]
    case 2: body += ["env:", "  TEXT: >-", "    folded", "    text", "  LAST: \"\""]
    case 3:
      body += ["labels: &l { team: a }", "env: *l"]
      hasAnchors = true
    case 4: body += ["command: [python, -c, \"print('a, b')\"]", "health: { tcp: true }"]
    default: break
    }
    return ("worker", body, nil)
  }

  private mutating func flowServices() -> [String] {
    let services = [
      "web: { tier: frontend, runtime: nginx, source: ./web, publish: 8080, routes: { /: { files: html } } }",
      "api: { tier: api, runtime: node, source: ./api }", "worker: { tier: api, runtime: python }",
    ]
    growsByLines = false
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return ["services: { " + services.joined(separator: ", ") + " }"]
    case 1: return ["services: {"] + services.map { "  \($0),   # flow" } + ["}"]
    default: return ["services: {"] + services.dropLast().map { "  \($0)," } + ["  " + services[2] + " # last", "  }"]
    }
  }

  private mutating func json() -> [String] {
    growsByLines = false
    return [
      "{", "  \"version\": 1,", "  \"name\": \"shop\",", "  \"services\": {",
      "    \"web\": { \"tier\": \"frontend\", \"runtime\": \"nginx\", \"source\": \"./web\", \"publish\": 8080,"
        + " \"routes\": { \"/\": { \"files\": \"html\" } } },",
      "    \"api\": { \"tier\": \"api\", \"runtime\": \"node\", \"source\": \"./api\" },",
      "    \"worker\": {", "      \"tier\": \"api\",", "      \"runtime\": \"python\"", "    }", "  }", "}",
    ]
  }
}
