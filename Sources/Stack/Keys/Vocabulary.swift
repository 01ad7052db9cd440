/// What the decoder has to know of the catalog, which it must not import: the language's runtime names and which of them are built.
public struct StackVocabulary: Sendable {
  /// Every runtime name of the language.
  public var runtimes: [String]
  /// Those this version has in its catalog.
  public var built: Set<String>
  /// A reference with a fixed version for a well-known repository, to propose where one has none: `node` → `node:24.1.0-trixie-slim`.
  public var exampleImages: [String: String]

  public init(runtimes: [String], built: Set<String>, exampleImages: [String: String] = [:]) {
    self.runtimes = runtimes
    self.built = built
    self.exampleImages = exampleImages
  }

  public static let standard = StackVocabulary(
    runtimes: [
      "nginx", "node", "python", "go", "java", "ruby", "php", "rust", "dotnet", "static", "postgres", "mariadb", "mysql", "redis",
      "valkey", "mongodb", "rabbitmq",
    ],
    built: ["nginx", "node", "python", "postgres", "redis"])
}
