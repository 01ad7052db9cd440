/// The runtimes this version builds.
public enum Catalog {
  /// Changes when any runtime's output changes; part of every manifest.
  public static let version = "2026.11.1"

  public static let runtimes: [RuntimeDefinition] = []

  /// The runtime of a catalog name.
  public static func runtime(named name: String) -> RuntimeDefinition? { runtimes.first { $0.name.description == name } }
}
