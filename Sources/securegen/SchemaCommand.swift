import ArgumentParser
import Catalog
import Schema
import System

extension LanguageSchema: ExpressibleByArgument {}

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of stack or policy files, for editors and checkers.",
    discussion: """
      securegen schema stack > stack.schema.json
      securegen schema policy > policy.schema.json

      For yaml-language-server, write as a file's first line:
      # yaml-language-server: $schema=stack.schema.json

      It knows keys, shapes and words; what services say of each other is for
      securegen validate.
      """)

  @Argument(help: "stack or policy.")
  var language: LanguageSchema

  func run() throws {
    ignoreBrokenPipeSignal()
    try? writeAll(1, language.document(Catalog.vocabulary))
  }
}
