import Stack

/// A file of a scaffold: where it goes under its directory, and its text.
public struct SourceText: Equatable, Sendable {
  public var path: String
  public var text: String
  public init(_ path: String, _ text: String) {
    self.path = path
    self.text = text
  }
}

/// The least program of a runtime that is worth deploying: it starts, answers its health check, leaves on SIGTERM, writes nothing and
/// needs no privilege. One file per runtime beside this one.
public struct Skeleton: Sendable {
  /// In the order they are shown.
  public var files: [SourceText]
  /// A path that answers its health check; nil where the runtime's own probe says enough.
  public var health: String?

  /// The skeleton of a runtime for a service that listens on `port`; nil for stores and for runtimes without one.
  /// - Parameters: both are validated names and numbers of the language: they mean themselves in every text below.
  public static func of(_ runtime: String, service: ServiceName, port: Port) -> Skeleton? {
    switch runtime {
    case "nginx": page(service: service)
    case "node": node(service: service, port: port)
    case "python": python(service: service, port: port)
    default: nil
    }
  }

  init(_ files: [SourceText], health: String? = nil) {
    self.files = files
    self.health = health
  }
}
