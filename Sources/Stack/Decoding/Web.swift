import Diagnostics
import YAMLSyntax

/// What nginx answers: names, routes, headers.
extension StackDecoder {
  mutating func decodeServerNames(_ field: Field) -> [Located<ServerName>] {
    var names: [Located<ServerName>] = []
    var seen: [ServerName: SourceRange] = [:]
    let items: [YAMLNode]
    switch field.node.content {
    case .sequence(let list): items = list
    case .scalar: items = [field.node]
    case .mapping:
      reportType(field.node, "server_name", wanted: "a name or a list of names", example: field.key.corrected)
      return []
    }
    if items.isEmpty {
      report(
        .wrongType, "server_name is an empty list", at: field.node.range, because: "every request would be refused",
        write: field.key.corrected)
    }
    for item in items {
      guard let value = text(item, "a server name", example: field.key.corrected) else { continue }
      guard let name = ServerName(value.value) else {
        report(
          .invalidAddress, "\(quoted(value.value)) is not a host name", at: value.range,
          because:
            "it is labels of letters, digits and '-' with dots between, *. before them for all below, or an address; no port, no path",
          write: field.key.corrected)
        continue
      }
      if let first = seen[name] {
        reportTwice("'\(name)' is listed twice", at: value.range, first: first, because: "one is enough", write: "each name once")
        continue
      }
      seen[name] = value.range
      names.append(Located(name, at: value.range))
    }
    return names
  }

  mutating func decodeRoutes(_ field: Field, needsSource: Bool, firstKey: SourceRange) -> [RouteSpec] {
    guard let entries = mapping(field.node, "routes", example: field.key.corrected) else { return [] }
    var routes: [RouteSpec] = []
    var served: SourceRange?
    for entry in entries where !isExtension(entry.key.value) {
      let prefix = RoutePrefix(entry.key.value)
      if prefix == nil {
        report(
          .invalidPath, "route \(quoted(entry.key.value)) is not a path", at: entry.key.range,
          because: "it begins with '/' and is printable ASCII without spaces, quotes, '?', '#', '..' or '//'", write: "/api/: { to: api }")
      }
      guard let fields = fields(entry.value, ServiceKeys.route, example: "\(prefix?.description ?? "/api/"): { to: api }") else { continue }
      let destination = decodeDestination(fields, node: entry.value)
      if let files = fields["files"], served == nil { served = files.entry.key.range }
      if let prefix, let destination { routes.append(RouteSpec(prefix: Located(prefix, at: entry.key.range), destination: destination)) }
    }
    if let served, needsSource {
      report(
        .missingKey, "a service with 'files' in a route needs the key 'source'", at: firstKey,
        because: "the files are taken from there", related: [.init(served, "files are served here")], write: "source: ./web")
    }
    return routes
  }

  /// `files` or `to`, one of them.
  private mutating func decodeDestination(_ fields: Fields, node: YAMLNode) -> RouteSpec.Destination? {
    let files = fields["files"]
    let to = fields["to"]
    if let files, let to {
      let (first, second) = files.entry.key.range.start < to.entry.key.range.start ? (files, to) : (to, files)
      report(
        .conflictingKey, "'\(second.name)' has no effect beside '\(first.name)'", at: second.entry.key.range,
        because: "a path leads to files or to a service", related: [.init(first.entry.key.range, "it leads here already")],
        write: "two routes, one for each")
    } else if files == nil && to == nil {
      report(
        .missingKey, "a route needs 'to' or 'files'", at: fields.firstKey, because: "it leads nowhere", write: "to: api, or files: html")
    }
    let path = files.flatMap { relativePath($0) }
    let target = to.flatMap { field in text(field).flatMap { resolveService($0) } }
    let strip = fields["strip"].flatMap { decodeBoolean($0) }
    let rate = fields["rate_limit"].flatMap { decodeRate($0) }
    if files != nil && to == nil {
      for name in ["strip", "rate_limit"] {
        guard let extra = fields[name] else { continue }
        report(
          .conflictingKey, "'\(name)' has no effect on files", at: extra.entry.key.range, because: "it is for requests handed to a service",
          write: "to: a service, or no \(name)")
      }
    }
    if let target { return .proxy(to: target, strip: strip, rate: rate) }
    return path.map { .files($0) }
  }

  private mutating func decodeRate(_ field: Field) -> Located<RequestRate>? {
    guard let value = text(field) else { return nil }
    if let rate = RequestRate(value.value) { return Located(rate, at: value.range) }
    let bare = wholeNumber(value.value).flatMap { RequestRate(count: $0, unit: .second) }
    report(
      .invalidRate, "rate_limit \(quoted(value.value)) is not a rate", at: value.range,
      because: "it is requests per second (20r/s) or minute (90r/m), from 1 to a million",
      write: "rate_limit: \(bare?.description ?? field.key.example)")
    return nil
  }

  /// Header names are the user's data: one that begins with `x-` is a header too, not a note.
  mutating func decodeHeaders(_ field: Field) -> [HeaderSpec] {
    guard let entries = mapping(field.node, "headers", example: field.key.corrected) else { return [] }
    var headers: [HeaderSpec] = []
    var seen: [HeaderName: SourceRange] = [:]
    for entry in entries {
      let name = HeaderName(entry.key.value)
      if let name {
        if let first = seen[name] {
          report(
            .duplicateKey, "header \(quoted(entry.key.value)) is given twice", at: entry.key.range,
            because: "header names are the same in upper and lower case (RFC 9110 5.1)", related: [.init(first, "first here")],
            write: "each header once")
          continue
        }
        seen[name] = entry.key.range
      } else {
        report(
          .invalidHeader, "\(quoted(entry.key.value)) is not a header's name", at: entry.key.range,
          because: "it is letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 5.6.2)", write: "Referrer-Policy: no-referrer")
      }
      // An entry without a value, `~` and null drop the header: the one place where null means nothing.
      if case .scalar(let text, plain: true) = entry.value.content, ["", "~", "null", "Null", "NULL"].contains(text) {
        if let name { headers.append(HeaderSpec(name: Located(name, at: entry.key.range), value: nil, range: entry.key.range)) }
        continue
      }
      guard let value = text(entry.value, "header \(quoted(entry.key.value))", example: field.key.corrected) else { continue }
      guard let proper = HeaderValue(value.value), !value.value.isEmpty else {
        report(
          .invalidHeader, "the value of \(quoted(entry.key.value)) is not a header's value", at: value.range,
          because: headerReason(value.value),
          write: value.value.isEmpty ? "\(entry.key.value): null, to drop it" : "one line of plain ASCII text")
        continue
      }
      guard let name else { continue }
      let whole = SourceRange(file: file, start: entry.key.range.start, end: max(entry.key.range.end, value.range.end))
      headers.append(HeaderSpec(name: Located(name, at: entry.key.range), value: Located(proper, at: value.range), range: whole))
    }
    return headers
  }

  private func headerReason(_ text: String) -> String {
    if text.isEmpty { return "an empty header is not sent" }
    if HeaderValue.written(text) > HeaderValue.longest {
      return "nginx reads no value over \(HeaderValue.longest) bytes, in which quotes and backslashes take two"
    }
    if text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return "a line break would begin another header" }
    if text.utf8.contains(where: { $0 >= 0x7F || ($0 < 0x20 && $0 != 0x09) }) {
      return "it is visible ASCII, spaces and tabs (RFC 9110 5.5)"
    }
    return "it neither begins nor ends with a space"
  }
}
