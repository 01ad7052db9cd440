import Diagnostics

/// Builds the tree from events. Open collections are a list, so that depth is a number to check and not a stack to overflow.
struct TreeBuilder {
  /// A finished node and what an alias to it would cost.
  struct Subtree {
    let node: YAMLNode
    /// Nodes of it with all aliases expanded.
    let count: Int
    /// Levels of collections in it.
    let height: Int
  }

  private enum Anchor {
    case open(SourceRange)
    case done(Subtree)
  }

  let scan: SourceScan
  let limits: YAMLLimits
  private(set) var findings: [Diagnostic] = []

  private var open: [OpenCollection] = []
  private var anchors: [String: Anchor] = [:]
  private var root: YAMLNode?
  private var hasDocument = false
  private var expandsAliases = false
  /// Nodes made so far with all aliases expanded.
  private var total = 0
  /// No tree that later phases could trust: they would report what isn't wrong.
  private var isBroken = false
  private var lastScalar: Range<Int>?

  private static let findingLimit = 100

  init(_ scan: SourceScan, _ limits: YAMLLimits) {
    self.scan = scan
    self.limits = limits
  }

  /// The document, once all events were taken.
  var finished: YAMLNode? { isBroken ? nil : root }

  /// Takes one event; false once there is nothing more to read.
  mutating func take(_ event: YAMLEvent) -> Bool {
    switch event.kind {
    case .documentStart:
      if hasDocument {
        let rest = scan.restOfLine(event.start)
        report(secondDocument(scan.text(rest).hasPrefix("---") ? rest.lowerBound..<rest.lowerBound + 3 : rest, scan))
        return false
      }
      hasDocument = true
    case .documentEnd: break
    case .streamEnd:
      // White space of kinds only YAML knows, such as U+2028, was all there is.
      if !hasDocument { report(empty(scan.file)) }
      return false
    case .scalar(let text, let style): takeScalar(text, style, event)
    case .alias(let name): takeAlias(name, event)
    case .sequenceStart(let flow): openCollection(isMapping: false, isFlow: flow, event)
    case .mappingStart(let flow): openCollection(isMapping: true, isFlow: flow, event)
    case .sequenceEnd, .mappingEnd: closeCollection(event)
    }
    if findings.count >= TreeBuilder.findingLimit, !isStopped { stopAtFindingLimit(event) }
    return !isStopped
  }

  /// Takes the reason why there are no more events.
  mutating func fail(_ failure: YAMLFailure) {
    report(FailureExplanation(failure, scan, lastScalar: lastScalar).diagnostic)
    isBroken = true
  }

  // MARK: Nodes

  private mutating func takeScalar(_ text: String, _ style: YAMLEvent.ScalarStyle, _ event: YAMLEvent) {
    let start = min(valueStart(event), event.end)
    let end = style == .block ? scan.blockScalarEnd(start: start, end: event.end) : event.end
    lastScalar = start..<end
    let node = YAMLNode(content: .scalar(text: text, plain: style == .plain), range: scan.range(start..<end))
    if open.isEmpty, style == .plain, text.isEmpty, !event.tagged {
      report(empty(scan.file))
      isBroken = true
    }
    let subtree = Subtree(node: node, count: 1, height: 0)
    if let anchor = event.anchor { anchors[anchor] = .done(subtree) }
    attach(subtree)
  }

  private mutating func takeAlias(_ name: String, _ event: YAMLEvent) {
    let range = scan.range(event.start..<event.end)
    guard case .done(let target)? = anchors[name] else {
      report(badAlias(name, range))
      isBroken = true
      attach(Subtree(node: YAMLNode(content: .scalar(text: "", plain: false), range: range), count: 1, height: 0))
      return
    }
    guard open.count + target.height <= limits.depth else { return stop(tooDeep(range)) }
    expandsAliases = true
    attach(
      Subtree(node: YAMLNode(content: target.node.content, range: range), count: target.count, height: target.height),
      cost: target.count)
  }

  private mutating func openCollection(isMapping: Bool, isFlow: Bool, _ event: YAMLEvent) {
    let start = valueStart(event)
    guard open.count < limits.depth else { return stop(tooDeep(scan.range(start..<start + 1))) }
    if let anchor = event.anchor { anchors[anchor] = .open(scan.range(event.start..<start)) }
    open.append(OpenCollection(isMapping: isMapping, isFlow: isFlow, start: start, anchor: event.anchor))
  }

  private mutating func closeCollection(_ event: YAMLEvent) {
    var collection = open.removeLast()
    // The end of a `[key: value]` pair without braces has no token of its own.
    if event.end > event.start, collection.isFlow { collection.end = event.end }
    let anchor = collection.anchor
    let subtree = collection.finish(scan)
    if let anchor { anchors[anchor] = .done(subtree) }
    attach(subtree)
  }

  /// Puts a node into its parent. `cost` is what was not counted yet: all an alias stands for, but only itself for a collection,
  /// whose children were counted when they came.
  private mutating func attach(_ subtree: Subtree, cost: Int = 1) {
    total += cost
    guard total <= limits.nodes else { return stop(tooManyNodes(subtree.node.range)) }
    if open.isEmpty {
      root = subtree.node
    } else if let finding = open[open.count - 1].add(subtree, scan) {
      report(finding.diagnostic)
      if finding.breaksTree { isBroken = true }
    }
  }

  /// Where the value begins behind its anchor and tag; reports the tag.
  private mutating func valueStart(_ event: YAMLEvent) -> Int {
    guard event.tagged || event.anchor != nil else { return event.start }
    let (tag, value) = scan.properties(from: event.start)
    if event.tagged { report(unwantedTag(scan.range(tag ?? event.start..<event.start + 1), scan)) }
    return value
  }

  // MARK: Stopping

  private var isStopped = false

  private mutating func report(_ finding: Diagnostic) { findings.append(finding) }

  private mutating func stop(_ finding: Diagnostic) {
    report(finding)
    isStopped = true
    isBroken = true
  }

  private mutating func stopAtFindingLimit(_ event: YAMLEvent) {
    stop(
      Diagnostic(
        DiagnosticCode(.malformed), .note, "reading stopped here, after \(TreeBuilder.findingLimit) findings",
        at: scan.range(event.start..<event.end), reason: "the rest of the file was not checked"))
  }

  // MARK: Findings

  private func tooDeep(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooDeep, "nested more than \(limits.depth) levels deep", at: range,
      reason: "nothing in the language is nested that deep; the limit keeps hostile files cheap")
  }

  private func tooManyNodes(_ range: SourceRange) -> Diagnostic {
    if expandsAliases {
      return Diagnostic(
        .aliasExpansion, "aliases expand to more than \(limits.nodes) values", at: range,
        reason: "a few lines of aliases can stand for billions of values; the limit keeps hostile files cheap")
    }
    return Diagnostic(
      .tooLarge, "the file has more than \(limits.nodes) values", at: range,
      reason: "the limit keeps a wrong or hostile file from using up the machine")
  }

  private func badAlias(_ name: String, _ range: SourceRange) -> Diagnostic {
    if case .open(let anchor)? = anchors[name] {
      return Diagnostic(
        .badAlias, "alias *\(name) stands inside its own anchor", at: range, reason: "its value would have no end",
        related: [Diagnostic.Related(anchor, "the anchor it stands inside")])
    }
    let nearest = nearestName(to: name, among: anchors.keys.sorted())
    return Diagnostic(
      .badAlias, "no anchor &\(name) stands before this alias", at: range,
      reason: "an alias repeats the value of an anchor above it", write: nearest.map { "*\($0)" })
  }
}

private func unwantedTag(_ range: SourceRange, _ scan: SourceScan) -> Diagnostic {
  let tag = scan.text(range.start..<range.end)
  let value = scan.restOfLine(scan.skippingBlanks(range.end))
  let isWholeValue = !value.isEmpty && value.count <= 80 && !scan.bytes[value].contains { ",]}".utf8.contains($0) }
  return Diagnostic(
    .tag, "tag \(tag) has no meaning here", at: range, reason: "what a key expects decides how its value is read, not a tag",
    write: isWholeValue ? scan.text(value) : "the value without \(tag)")
}

func secondDocument(_ range: Range<Int>, _ scan: SourceScan) -> Diagnostic {
  Diagnostic(
    .secondDocument, "a second document begins here", at: scan.range(range), reason: "a file holds one document; the rest would be ignored",
    write: "put what follows into a file of its own")
}
