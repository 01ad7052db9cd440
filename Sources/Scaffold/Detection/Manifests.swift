import YAMLSyntax

/// What one project file tells.
struct ManifestFacts {
  var runtime: String
  var evidence: Evidence
  var version: Found<VersionWish>?
  var command: Found<[String]>?
}

/// The project files that tell a language, the surest first. One function for each.
enum Manifests {
  static let readers: [@Sendable (SourceFolder) -> ManifestFacts?] = [
    packageJSON, pyproject, requirements, goMod, pom, gemfile, composer, cargo, csproj,
  ]

  @Sendable static func packageJSON(_ folder: SourceFolder) -> ManifestFacts? {
    guard folder.has("package.json") else { return nil }
    var facts = ManifestFacts(runtime: "node", evidence: Evidence("package.json"))
    guard let (root, line) = folder.tree("package.json") else { return facts }
    if let engine = root.value("engines", "node"), let wish = engine.text.flatMap({ VersionWish($0) }) {
      facts.version = Found(wish, line(engine))
    }
    if let start = root.value("scripts", "start"), let words = start.text.flatMap(simpleWords), words[0] == "node", words.count > 1 {
      facts.command = Found(words, line(start))
    } else if let main = root.value("main"), let name = main.text, simpleWords(name)?.count == 1 {
      facts.command = Found(["node", name], line(main))
    }
    return facts
  }

  @Sendable static func pyproject(_ folder: SourceFolder) -> ManifestFacts? {
    guard let lines = folder.lines("pyproject.toml") else { return nil }
    var facts = ManifestFacts(runtime: "python", evidence: Evidence("pyproject.toml"))
    facts.version = version(in: lines, of: "pyproject.toml", keys: ["requires-python", "python"])
    return facts
  }

  @Sendable static func requirements(_ folder: SourceFolder) -> ManifestFacts? {
    folder.has("requirements.txt") ? ManifestFacts(runtime: "python", evidence: Evidence("requirements.txt")) : nil
  }

  @Sendable static func goMod(_ folder: SourceFolder) -> ManifestFacts? {
    guard let lines = folder.lines("go.mod") else { return nil }
    var facts = ManifestFacts(runtime: "go", evidence: Evidence("go.mod"))
    if let line = lines.first(where: { $0.text.hasPrefix("go ") }), let wish = VersionWish(line.text) {
      facts.version = Found(VersionWish(wish, orNewer: true), Evidence("go.mod", line: line.number, shown(line.text)))
    }
    return facts
  }

  @Sendable static func pom(_ folder: SourceFolder) -> ManifestFacts? {
    guard let lines = folder.lines("pom.xml") else { return nil }
    var facts = ManifestFacts(runtime: "java", evidence: Evidence("pom.xml"))
    let tags = ["<maven.compiler.release>", "<java.version>", "<release>", "<maven.compiler.target>"]
    facts.version = element(in: lines, of: "pom.xml", tags: tags).map { Found(VersionWish($0.value, orNewer: true), $0.evidence) }
    return facts
  }

  @Sendable static func gemfile(_ folder: SourceFolder) -> ManifestFacts? {
    guard let lines = folder.lines("Gemfile") else { return nil }
    var facts = ManifestFacts(runtime: "ruby", evidence: Evidence("Gemfile"))
    if let line = lines.first(where: { $0.text.hasPrefix("ruby ") || $0.text.hasPrefix("ruby(") }), let wish = VersionWish(line.text) {
      facts.version = Found(wish, Evidence("Gemfile", line: line.number, shown(line.text)))
    }
    return facts
  }

  @Sendable static func composer(_ folder: SourceFolder) -> ManifestFacts? {
    guard folder.has("composer.json") else { return nil }
    var facts = ManifestFacts(runtime: "php", evidence: Evidence("composer.json"))
    if let (root, line) = folder.tree("composer.json"), let php = root.value("require", "php"),
      let wish = php.text.flatMap({ VersionWish($0) })
    {
      facts.version = Found(wish, line(php))
    }
    return facts
  }

  @Sendable static func cargo(_ folder: SourceFolder) -> ManifestFacts? {
    guard let lines = folder.lines("Cargo.toml") else { return nil }
    var facts = ManifestFacts(runtime: "rust", evidence: Evidence("Cargo.toml"))
    facts.version = version(in: lines, of: "Cargo.toml", keys: ["rust-version"]).map {
      Found(VersionWish($0.value, orNewer: true), $0.evidence)
    }
    return facts
  }

  @Sendable static func csproj(_ folder: SourceFolder) -> ManifestFacts? {
    guard let name = folder.names.first(where: { $0.hasSuffix(".csproj") }), let lines = folder.lines(name) else { return nil }
    var facts = ManifestFacts(runtime: "dotnet", evidence: Evidence(name))
    facts.version = element(in: lines, of: name, tags: ["<TargetFramework>net"])
    return facts
  }

  /// `key = "value"` of a TOML file, whatever its table.
  private static func version(in lines: [(number: Int, text: String)], of file: String, keys: [String]) -> Found<VersionWish>? {
    for key in keys {
      for line in lines where line.text.hasPrefix(key) {
        let rest = trimmed(String(line.text.dropFirst(key.count)))
        guard rest.hasPrefix("="), let wish = VersionWish(String(rest.dropFirst())) else { continue }
        return Found(wish, Evidence(file, line: line.number, shown(line.text)))
      }
    }
    return nil
  }

  /// The number behind an XML tag that opens and closes on one line.
  private static func element(in lines: [(number: Int, text: String)], of file: String, tags: [String]) -> Found<VersionWish>? {
    for tag in tags {
      for line in lines where line.text.hasPrefix(tag) {
        guard let wish = VersionWish(String(line.text.dropFirst(tag.count))) else { continue }
        return Found(wish, Evidence(file, line: line.number, shown(line.text)))
      }
    }
    return nil
  }
}

extension VersionWish {
  init(_ wish: VersionWish, orNewer: Bool) {
    self = wish
    self.orNewer = orNewer
  }
}
