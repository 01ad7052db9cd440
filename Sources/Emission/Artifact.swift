/// One file of a stack's output folder.
public struct RenderedFile: Sendable {
  /// Relative to the stack's folder: `web/Dockerfile`.
  public var path: String
  public var bytes: [UInt8]
  public var isExecutable: Bool
  public init(path: String, bytes: [UInt8], isExecutable: Bool = false) {
    self.path = path
    self.bytes = bytes
    self.isExecutable = isExecutable
  }
}
