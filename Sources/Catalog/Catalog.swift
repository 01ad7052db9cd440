/// The runtimes this version builds.
public enum Catalog {
  /// Changes when any runtime's output changes; part of every manifest.
  public static let version = "2026.11.1"

  /// In the order of the language's list of names.
  public static let runtimes: [RuntimeDefinition] = [nginx, node, python, postgres, redis]

  /// The runtime of a catalog name.
  public static func runtime(named name: String) -> RuntimeDefinition? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: runtimes.map { ($0.name.description, $0) })
}
