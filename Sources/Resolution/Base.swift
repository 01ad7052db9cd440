import Catalog
import Diagnostics
import Stack

struct ChosenBase {
  var release: RuntimeRelease?
  var image: ImageReference
  /// What chose it: `image`, `version` or `runtime`.
  var range: SourceRange
}

/// `image` wins over the catalog; `version` picks one of the catalog's lines by a prefix that ends at a dot.
func chooseBase(_ service: ServiceSpec, runtime: RuntimeDefinition, into sink: inout DiagnosticSink) -> ChosenBase? {
  if let image = service.image { return ChosenBase(release: nil, image: image.value, range: image.range) }
  guard let repository = runtime.repository, let first = runtime.releases.first, let named = service.runtime else {
    sink.report(
      Diagnostic(
        DiagnosticCode(.missingKey), .error, "\(service.name.value) has neither runtime nor image", at: service.name.range,
        reason: "nothing says what it runs", write: "runtime: node"))
    return nil
  }
  guard let version = service.version else {
    return ChosenBase(release: first, image: ImageReference(repository: repository, tag: first.tag), range: named.range)
  }
  let text = version.value.description
  if let release = runtime.releases.first(where: { $0.version == text || $0.version.hasPrefix(text + ".") }) {
    return ChosenBase(release: release, image: ImageReference(repository: repository, tag: release.tag), range: version.range)
  }
  reportUnknownVersion(version, runtime: runtime, into: &sink)
  return nil
}

private func reportUnknownVersion(_ version: Located<RuntimeVersion>, runtime: RuntimeDefinition, into sink: inout DiagnosticSink) {
  let text = version.value.description
  let supported = runtime.releases.map(\.version).joined(separator: ", ")
  let newest = line(of: runtime.releases.first?.version ?? "", like: text)
  if let ended = runtime.endedLines.first(where: { $0.covers(text) }) {
    sink.report(
      Diagnostic(
        DiagnosticCode("SG-102"), .error, "\(runtime.name) \(ended.line) is past its end of life since \(ended.endedOn)", at: version.range,
        reason: "nobody fixes its vulnerabilities; the catalog has \(supported)", write: "version: \"\(newest)\"",
        references: ["NIST SP 800-190 4.1.1"]))
    return
  }
  sink.report(
    Diagnostic(
      DiagnosticCode(.unknownWord), .error, "the catalog has no \(runtime.name) \(text)", at: version.range,
      reason: "it has \(supported)", write: "version: \"\(newest)\", or image: with the image to build on"))
}

/// The supported version cut to as many parts as the stack wrote.
private func line(of version: String, like text: String) -> String {
  let wanted = text.split(separator: ".").count
  return version.split(separator: ".").prefix(wanted).joined(separator: ".")
}
