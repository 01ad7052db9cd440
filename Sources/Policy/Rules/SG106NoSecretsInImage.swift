extension Rule {
  static let noSecretsInImage = Rule(
    id: "SG-106", title: "no credential is in an environment variable, a build argument, a layer or the build context",
    why: "Whoever can pull the image or inspect the container reads them, and layers keep what a later layer removes.",
    authorities: ["CIS Docker 4.10", "OWASP Docker 12", "hadolint DL3064", "NIST SP 800-190 4.1.4"],
    emits: "no ENV or ARG from the stack; variables are set when the container is made; secret files never enter the context",
    verified: ".Config.Env, the image's history, the context's file list",
    keeper: .language,
    mustFire: [
      RuleExample(
        "password",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            env: { DB_PASSWORD: hunter2 }
          """),
      RuleExample(
        "url",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            env: { DATABASE_URL: "postgres://shop:hunter2@db:5432/shop" }
          """),
    ],
    mustNotFire: [
      RuleExample(
        "file",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            env: { DB_PASSWORD_FILE: /run/secrets/pw }
            secrets: [pw]
          """, secrets: "pw: { file: ./secrets/pw }")
    ])
}
