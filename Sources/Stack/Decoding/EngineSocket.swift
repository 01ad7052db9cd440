import Diagnostics
import YAMLSyntax

/// The engine's socket is root on the host: no key of the language and no value of one may name it, wherever it stands.
extension StackDecoder {
  private static let sockets: [(name: [UInt8], shown: String)] = ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"].map {
    (Array($0.utf8), $0)
  }

  mutating func refuseEngineSocket(in node: YAMLNode) {
    switch node.content {
    case .scalar(let text, _): refuse(text, at: node.range)
    case .sequence(let items): for item in items { refuseEngineSocket(in: item) }
    case .mapping(let entries):
      for entry in entries where !isExtension(entry.key.value) {
        refuse(entry.key.value, at: entry.key.range)
        refuseEngineSocket(in: entry.value)
      }
    }
  }

  private mutating func refuse(_ text: String, at range: SourceRange) {
    // Most texts have no dot at all; a long one is searched once.
    guard let name = Self.engineSocket(in: text), !refusedStarts.contains(range.start) else { return }
    report(
      .hostMount, "\(quoted(text)) names the engine's socket (\(name))", at: range, because: "who can write to it is root on the host",
      write: "nothing that needs the engine: give the task to the host")
    refusedStarts.insert(range.start)
  }

  private static func engineSocket(in text: String) -> String? {
    var copy = text
    return copy.withUTF8 { bytes in
      guard bytes.count >= 9 else { return nil }
      for end in 4..<bytes.count where unsafe bytes[end] == UInt8(ascii: "k") && bytes[end - 4] == UInt8(ascii: ".") {
        for socket in sockets where socket.name.count <= end + 1 {
          let start = end + 1 - socket.name.count
          var index = 0
          while index < socket.name.count, unsafe bytes[start + index] == socket.name[index] { index += 1 }
          if index == socket.name.count { return socket.shown }
        }
      }
      return nil
    }
  }
}
