import Languages
import Stack

/// What keys of one mapping say of each other, as far as JSON Schema can: the decoder reports the same.
enum SchemaRules {
  static func of(_ table: KeyTable) -> [(String, JSONValue)] {
    switch table.subject {
    case StackKeys.root.subject: []
    case ServiceKeys.service.subject: service
    case ServiceKeys.route.subject: route
    case ServiceKeys.health.subject: health
    default: []
    }
  }

  private static let service: [(String, JSONValue)] = [
    ("anyOf", [required("runtime"), required("image")]),
    ("dependentRequired", .object([("build", ["source"]), ("version", ["runtime"])])),
    (
      "dependentSchemas",
      .object(
        [("version", .object([("not", required("image"))])), ("publish", property("tier", "frontend"))]
          + ["routes", "server_name", "headers"].map { ($0, property("runtime", "nginx")) })
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
