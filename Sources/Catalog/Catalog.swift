import Stack

/// The runtimes this version builds.
public enum Catalog {
  /// Changes when any runtime's output changes; part of every manifest.
  public static let version = "2026.11.1"

  /// In the order of the language's list of names.
  public static let runtimes: [RuntimeDefinition] = [nginx, node, python, postgres, redis]

  /// The runtime of a catalog name.
  public static func runtime(named name: String) -> RuntimeDefinition? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: runtimes.map { ($0.name.description, $0) })

  /// What the decoder has to know of the catalog.
  public static let vocabulary = StackVocabulary(
    runtimes: StackVocabulary.standard.runtimes, built: Set(byName.keys),
    exampleImages: Dictionary(
      uniqueKeysWithValues: runtimes.compactMap { runtime in
        guard let repository = runtime.repository, let release = runtime.releases.first else { return nil }
        return (repository.description, "\(repository):\(release.tag)")
      }))
}
