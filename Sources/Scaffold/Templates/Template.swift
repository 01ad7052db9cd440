import Stack

/// A project to begin with: a commented stack file and sources that answer.
public struct Template: Sendable {
  public let name: String
  /// What it is, in a few words.
  public let summary: String
  /// The stack file's text for a stack of this name, without the editor's line.
  let text: @Sendable (StackName) -> String
  /// The services whose sources are skeletons, in `./SERVICE`.
  let skeletons: [(service: String, runtime: String)]
  let secrets: [String]

  init(
    _ name: String, _ summary: String, skeletons: [(service: String, runtime: String)], secrets: [String] = [],
    text: @escaping @Sendable (StackName) -> String
  ) {
    self.name = name
    self.summary = summary
    self.skeletons = skeletons
    self.secrets = secrets
    self.text = text
  }

  /// The default first.
  public static let all: [Template] = [threeTier, nginx, node, python, nodeRedis]

  public static func named(_ name: String) -> Template? { all.first { $0.name == name } }
}

/// How every stack file of ours begins: the editor's schema, what the stack is, how it is brought up.
func heading(_ name: StackName, _ summary: String) -> String {
  """
  # yaml-language-server: $schema=.securegen/stack.schema.json
  #
  # \(summary)
  #   securegen build
  #   Generated/\(name)/build.sh && Generated/\(name)/run.sh && Generated/\(name)/verify.sh
  version: 1
  name: \(name)

  """
}
