import Languages
import Stack

/// What keys of one mapping say of each other, as far as JSON Schema can: the decoder reports the same.
enum SchemaRules {
  static func of(_ table: KeyTable) -> [(String, JSONValue)] {
    switch table.subject {
    case ServiceKeys.service.subject: service
    case ServiceKeys.route.subject: route
    case ServiceKeys.health.subject: health
    default: []
    }
  }

  /// What the value of one key must be beyond its shape.
  static func of(_ key: KeyDescription, in table: KeyTable) -> [JSONValue] {
    switch (table.subject, key.name) {
    // Notes alone are no service.
    case (StackKeys.root.subject, "services"):
      [.object([("not", .object([("propertyNames", .object([("pattern", "^x-")]))]))])]
    // Nothing to generate, to answer or to run.
    case (StackKeys.root.subject, "targets"), (ServiceKeys.service.subject, "server_name"), (_, "command"):
      [.object([("minItems", 1)])]
    case (ServiceKeys.service.subject, "env"): credentials
    default: []
    }
  }

  /// A credential in env, by the variable's name or by what the value looks like (SG-106).
  private static let credentials: [JSONValue] = {
    let words = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "PRIVATE_KEY"].map(anyCase).joined(separator: "|")
    let name = "^(?!x-)(?!.*_" + anyCase("FILE") + "$).*(" + words + ")"
    let keyBlock = "-----BEGIN ([A-Z0-9 ]* )?PRIVATE KEY-"
    let urlWithPassword = #"://[^/?#:\u0000-\u0020"']*:[^/?#\u0000-\u0020"']+@"#
    let values = [keyBlock, urlWithPassword].map { JSONValue.object([("type", "string"), ("pattern", .string($0))]) }
    let noSecretValue = JSONValue.object([("not", .object([("anyOf", .array(values))]))])
    return [.object([("patternProperties", .object([(name, .bool(false)), (KeyPattern.variable, noSecretValue)]))])]
  }()

  /// `[Ff][Ii][Ll][Ee]`: JSON Schema's patterns have no flag for it.
  private static func anyCase(_ word: String) -> String {
    word.map { $0.isLetter ? "[\($0)\($0.lowercased())]" : String($0) }.joined()
  }

  private static let service: [(String, JSONValue)] = [
    ("anyOf", [required("runtime"), required("image")]),
    ("dependentRequired", .object([("build", ["source"]), ("version", ["runtime"])])),
    (
      "dependentSchemas",
      .object(
        [("version", .object([("not", required("image"))])), ("publish", property("tier", "frontend"))]
          + ["routes", "server_name", "headers", "tls"].map { ($0, property("runtime", "nginx")) })
    ),
  ]

  private static let route: [(String, JSONValue)] = [
    ("oneOf", [required("to"), required("files")]),
    ("dependentRequired", .object([("strip", ["to"]), ("rate_limit", ["to"])])),
  ]

  /// One probe, or none where only its times are given.
  private static let health: [(String, JSONValue)] = [
    (
      "dependentSchemas",
      .object([
        ("http", .object([("not", .object([("anyOf", [required("tcp"), required("command")])]))])),
        ("tcp", .object([("not", required("command"))])),
      ])
    )
  ]

  private static func required(_ key: String) -> JSONValue { .object([("required", .array([.string(key)]))]) }

  private static func property(_ key: String, _ value: String) -> JSONValue {
    .object([("properties", .object([(key, .object([("const", .string(value))]))])), ("required", .array([.string(key)]))])
  }
}
