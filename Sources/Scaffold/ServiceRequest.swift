import Stack

/// What `add` is asked for. Values follow the language's grammars; the rest is judged by compiling the result.
public struct ServiceRequest: Sendable {
  /// What runs in the service.
  public enum Base: Sendable {
    /// A name of the catalog.
    case runtime(String)
    case image(ImageReference)
  }
  public var name: ServiceName
  public var base: Base
  /// As `version:` takes it; nil for the catalog's default.
  public var version: String?
  /// nil: frontend for a web server, db for a store, else api.
  public var tier: Tier?
  /// Services the new one opens connections to.
  public var connects: [ServiceName] = []
  /// Services that open connections to the new one.
  public var from: [ServiceName] = []
  /// nil: the runtime's.
  public var port: Port?
  /// The directory under the stack file's; nil: `./NAME` where the runtime takes code.
  public var source: String?
  /// Whether `source` holds code already, so that no skeleton goes there.
  public var sourceIsThere = false
  public var command: [String] = []
  /// The path on an nginx `from` that leads here; nil: `/NAME/`.
  public var route: String?
  /// The host's port for a frontend; nil: the next free one where nothing stands in front of it.
  public var publish: Port?

  public init(_ name: ServiceName, _ base: Base) {
    self.name = name
    self.base = base
  }
}
