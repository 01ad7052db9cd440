import Diagnostics
import YAMLSyntax

/// What a service may write: named volumes and memory.
extension StackDecoder {
  mutating func decodeVolumes(_ field: Field) -> [VolumeSpec] {
    if case .sequence(let items) = field.node.content {
      reportVolumeList(items, field)
      return []
    }
    guard let entries = mapping(field.node, "volumes", example: field.key.corrected) else { return [] }
    var volumes: [VolumeSpec] = []
    for entry in entries where !isExtension(entry.key.value) {
      let name = VolumeName(entry.key.value)
      if name == nil {
        if isHostPath(entry.key.value) {
          reportHostPath(entry.key.value, at: entry.key.range)
        } else {
          reportName(entry.key.value, "volume", at: entry.key.range)
        }
      }
      guard let value = text(entry.value, "the path of volume \(quoted(entry.key.value))", example: field.key.corrected) else { continue }
      // `data: /host:/path` is Docker's short form in the wrong place.
      if let colon = value.value.firstIndex(of: ":"), isHostPath(String(value.value[..<colon])) {
        let rest = value.value[value.value.index(after: colon)...]
        if rest.utf8.first == UInt8(ascii: "/") {
          reportHostPath(value.value, at: value.range)
          continue
        }
      }
      guard let path = containerPath(value, "volume path", systemDirectories: SystemDirectories.forVolumes, example: "data: /var/lib/app"),
        let name
      else { continue }
      volumes.append(VolumeSpec(name: Located(name, at: entry.key.range), path: Located(path, at: value.range)))
    }
    return volumes
  }

  /// Docker's list form: host paths in it are refused each, named volumes are shown in the mapping form.
  private mutating func reportVolumeList(_ items: [YAMLNode], _ field: Field) {
    var pairs: [String] = []
    var refused = false
    for item in items {
      guard case .scalar(let text, _) = item.content else { continue }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if parts.count >= 2, isHostPath(parts[0]) {
        refused = true
        reportHostPath(text, at: item.range)
      } else if parts.count >= 2, VolumeName(parts[0]) != nil, AbsolutePath(parts[1]) != nil, pairs.count < 3 {
        pairs.append("\(parts[0]): \(parts[1])")
      }
    }
    if refused { return }
    reportType(
      field.node, "volumes", wanted: "a mapping",
      example: pairs.isEmpty ? field.key.corrected : "volumes: { \(pairs.joined(separator: ", ")) }")
  }

  private func isHostPath(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    return first == UInt8(ascii: "/") || first == UInt8(ascii: "~") || first == UInt8(ascii: ".") || text.utf8.contains(UInt8(ascii: "/"))
  }

  private mutating func reportHostPath(_ text: String, at range: SourceRange) {
    report(
      .hostMount, "\(quoted(text)) mounts a path of the host: volumes are named", at: range,
      because: "whoever breaks into the service would stand in the host's files",
      write: "volumes: { data: /path/in/the/container }, and files to read in source")
  }

  mutating func decodeTmpfs(_ field: Field) -> [Located<AbsolutePath>] {
    guard let items = list(field) else { return [] }
    var paths: [Located<AbsolutePath>] = []
    for item in items {
      guard let value = text(item, "a tmpfs path", example: field.key.corrected),
        let path = containerPath(value, "tmpfs path", systemDirectories: SystemDirectories.forMemory, example: field.key.corrected)
      else { continue }
      paths.append(Located(path, at: value.range))
    }
    return paths
  }

  private mutating func containerPath(
    _ value: Located<String>, _ what: String, systemDirectories: SystemDirectories, example: String
  ) -> AbsolutePath? {
    let path = AbsolutePath(value.value)
    // `//etc` and `/etc/../etc` are outside the grammar; what they reach is refused for that.
    if value.value == "/" || path.map(systemDirectories.contains) == true {
      report(
        .hostMount, "\(what) \(quoted(value.value)) is a system directory", at: value.range,
        because: "something writable there could replace what the service runs or trusts", write: example)
      return nil
    }
    guard let path else {
      let colon = value.value.utf8.contains(UInt8(ascii: ":"))
      report(
        .invalidPath, "\(what) \(quoted(value.value)) is not an absolute path", at: value.range,
        because: colon
          ? "mount options are not written here: they follow from the policy"
          : "it begins with '/', has no '.' or '..' part, and letters, digits and ._-+@ alone",
        write: example)
      return nil
    }
    return path
  }

  /// Two mounts can't lie on one path.
  mutating func checkPaths(_ spec: ServiceSpec) {
    guard spec.volumes.count + spec.tmpfs.count > 1 else { return }
    var seen: [AbsolutePath: SourceRange] = [:]
    let mounts = (spec.volumes.map(\.path) + spec.tmpfs).sorted { $0.range.start < $1.range.start }
    for mount in mounts {
      if let first = seen[mount.value] {
        reportTwice(
          "path '\(mount.value)' is mounted twice", at: mount.range, first: first, because: "one mount would hide the other",
          write: "each path once")
      } else {
        seen[mount.value] = mount.range
      }
    }
  }
}

/// Directories of a container that belong to the system: no volume and no tmpfs may lie on them.
struct SystemDirectories: Sendable {
  /// Refused themselves; below them there is room for an application.
  let exact: Set<String>
  /// Refused with all below.
  let trees: [String]

  /// The host directories of CIS Docker 5.6 (/, /boot, /dev, /etc, /lib, /proc, /sys, /usr), whatever else holds code or
  /// identities (filesystem hierarchy 3.0), and where securegen mounts secrets.
  private static let common = [
    "/proc", "/sys", "/dev", "/boot", "/etc", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/root", "/usr/bin", "/usr/sbin",
    "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local/bin", "/usr/local/sbin", "/usr/local/lib", "/run/secrets",
    "/var/run/secrets", "/var/lib/docker", "/var/lib/containerd", "/var/lib/dpkg", "/var/lib/apk",
  ]
  static let forVolumes = SystemDirectories(
    exact: ["/usr", "/usr/local", "/usr/share", "/var", "/var/lib", "/run", "/var/run", "/opt/containerd"], trees: common)
  /// `/run` in memory is what many images expect.
  static let forMemory = SystemDirectories(exact: ["/usr", "/usr/local", "/usr/share", "/var", "/var/lib"], trees: common)

  func contains(_ path: AbsolutePath) -> Bool {
    let text = path.description
    return exact.contains(text)
      || trees.contains { text == $0 || (text.utf8.starts(with: $0.utf8) && Array(text.utf8)[$0.utf8.count] == UInt8(ascii: "/")) }
  }
}
