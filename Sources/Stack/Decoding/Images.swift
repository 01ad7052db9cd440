import Diagnostics
import YAMLSyntax

/// What runs, and as whom.
extension StackDecoder {
  mutating func decodeImage(_ field: Field) -> Located<ImageReference>? {
    guard let value = text(field) else { return nil }
    do throws(ImageReference.Failure) { return Located(try ImageReference(value.value), at: value.range) } catch {
      switch error {
      case .malformed:
        report(
          .invalidImage, "\(quoted(value.value)) is not an image reference", at: value.range,
          because: "it is [registry/]name in lower case, then :tag or @sha256: and 64 hex digits", write: field.key.corrected)
      case .noVersion:
        let repository = value.value.hasSuffix(":latest") ? String(value.value.dropLast(7)) : value.value
        report(
          .noVersion, "image \(quoted(value.value)) has no fixed version", at: value.range,
          because: "tomorrow's rebuild may run other code",
          write: "image: " + (vocabulary.exampleImages[repository] ?? repository + ":1.2.3, the version you have tested"))
      }
      return nil
    }
  }

  mutating func decodeVersion(_ field: Field) -> Located<RuntimeVersion>? {
    guard let value = text(field) else { return nil }
    if let version = RuntimeVersion(value.value) { return Located(version, at: value.range) }
    if value.value == "latest" {
      report(
        .noVersion, "'latest' is no fixed version", at: value.range, because: "tomorrow's rebuild may run other code",
        write: field.key.corrected)
    } else {
      report(
        .invalidNumber, "version \(quoted(value.value)) is not a version number", at: value.range,
        because: "it is up to four numbers with dots between; a variant is chosen by `image`", write: field.key.corrected)
    }
    return nil
  }

  mutating func decodeUser(_ field: Field) -> Located<UserID>? {
    guard let value = text(field) else { return nil }
    let parts = value.value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.compactMap(wholeNumber)
    guard numbers.count == parts.count, (1...2).contains(parts.count) else {
      report(
        .rootUser, "user \(quoted(value.value)) is not numeric", at: value.range,
        because: parts.first == "root"
          ? "root in a container is root on the host's kernel" : "a name means what the image's passwd says, which may be root",
        write: field.key.corrected)
      return nil
    }
    guard numbers.allSatisfy({ $0 <= Int(Int32.max) }) else {
      report(
        .invalidNumber, "user \(quoted(value.value)) is out of range", at: value.range, because: "ids end at 2147483647",
        write: field.key.corrected)
      return nil
    }
    guard !numbers.contains(0) else {
      report(
        .rootUser, "user \(quoted(value.value)) is root", at: value.range,
        because: "user or group 0 in a container owns what root owns on the host", write: field.key.corrected)
      return nil
    }
    return Located(UserID(uid: UInt32(numbers[0]), gid: UInt32(numbers[numbers.count - 1])), at: value.range)
  }

  /// Whether the policy allows them is a rule of the policy.
  mutating func decodeCapabilities(_ field: Field) -> [Located<Capability>] {
    guard let items = list(field) else { return [] }
    var capabilities: [Located<Capability>] = []
    for item in items {
      guard let value = text(item, "a capability", example: field.key.corrected) else { continue }
      guard let capability = Capability(value.value) else {
        let bare = value.value.utf8.starts(with: "CAP_".utf8) ? String(value.value.dropFirst(4)) : value.value
        let nearest = nearestName(to: bare, among: Capability.known)
        report(
          .unknownWord, "capability \(quoted(value.value)) does not exist", at: value.range,
          because: "the kernel's names are in capabilities(7), each is granted on its own",
          write: nearest ?? "NET_BIND_SERVICE, or no capability at all")
        continue
      }
      if let first = capabilities.first(where: { $0.value == capability }) {
        reportTwice(
          "capability '\(capability)' is listed twice", at: value.range, first: first.range, because: "one is enough",
          write: "each capability once")
        continue
      }
      capabilities.append(Located(capability, at: value.range))
    }
    return capabilities
  }
}
