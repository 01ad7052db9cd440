/// The keys of a stack file outside its services.
public enum StackKeys {
  public static let root = KeyTable(
    "a stack",
    foreign: [
      ("networks", "nothing: the networks follow from each service's connects"),
      ("volumes", "nothing here: name volumes under the service that uses them"),
      ("configs", "source: DIRECTORY in the service that reads them"),
      ("include", "nothing: one stack is one file"),
    ],
    [
      KeyDescription(
        "version", .words(["1"]), required: true, example: "1", "The version of the language this file is written in."),
      KeyDescription(
        "name", .pattern(KeyPattern.name), required: true, example: "shop",
        "The stack's name; it prefixes every container, network, volume and image."),
      KeyDescription(
        "release", .pattern(KeyPattern.release), example: "1.4.0", defaultText: "0.1.0",
        "The tag of every image the stack builds (default 0.1.0); never latest."),
      KeyDescription(
        "registry", .pattern(KeyPattern.registry), example: "registry.example/shop",
        "A prefix of the images built: a registry's host and, usually, a path."),
      KeyDescription(
        "policy", .text, example: "baseline", defaultText: "baseline", "The policy: baseline (default), strict, or a path to a policy file."
      ),
      KeyDescription(
        "targets", .list(.words(Target.allCases.map(\.rawValue))), example: "[docker]", defaultText: "[docker]",
        "What to generate for (default docker)."),
      KeyDescription("network", .mapping(network), example: "{ pool: 10.89.0.0/20 }", "Where the stack's subnets come from."),
      KeyDescription(
        "services", .map(keys: KeyPattern.name, values: .mapping(ServiceKeys.service)), required: true,
        example: "{ web: { tier: frontend, runtime: nginx } }", "The stack's services by name."),
      KeyDescription(
        "secrets", .map(keys: KeyPattern.name, values: .mapping(secret)), example: "{ db-password: { file: ./secrets/db-password } }",
        "The stack's secrets by name; their content is never read by a build and enters no output."),
    ])

  public static let network = KeyTable(
    "network",
    [
      KeyDescription(
        "pool", .pattern(KeyPattern.pool), required: true, example: "10.89.0.0/20", "The IPv4 block that subnets are taken from.")
    ])

  public static let secret = KeyTable(
    "a secret",
    foreign: [
      ("external", "file: ./secrets/NAME"), ("environment", "file: ./secrets/NAME"), ("value", "file: ./secrets/NAME"),
      ("content", "file: ./secrets/NAME"),
    ],
    [
      KeyDescription(
        "file", .pattern(KeyPattern.secretFile), required: true, example: "./secrets/db-password",
        "The file that holds the secret: relative to the stack file, or absolute. It need not exist at build time.")
    ])
}
