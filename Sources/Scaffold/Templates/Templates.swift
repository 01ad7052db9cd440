extension Template {
  static let threeTier = Template(
    "three-tier", "nginx page → Python API → PostgreSQL",
    skeletons: [("web", "nginx"), ("api", "python")], secrets: ["db-password"]
  ) { name in
    heading(name, "A page behind nginx, an API that it calls, and a database that only the API reaches.") + """

      services:
        web:
          tier: frontend             # only a frontend may publish
          runtime: nginx
          source: ./web
          publish: 8080              # 127.0.0.1:8080; "0.0.0.0:8080" would show it to other hosts
          routes:                    # the longest prefix wins
            /: { files: html }
            /api/: { to: api, strip: true, rate_limit: 20r/s }

        api:
          tier: api
          runtime: python
          source: ./api
          connects: [db]             # what is not declared can't be reached
          secrets: { DB_PASSWORD_FILE: db-password }   # the variable holds the path of a file that this service alone reads
          health: { http: /healthz }

        db:
          tier: db
          runtime: postgres
          env: { POSTGRES_DB: app, POSTGRES_USER: app }
          secrets: { POSTGRES_PASSWORD_FILE: db-password }

      secrets:
        db-password: { file: ./secrets/db-password }   # made by init; never in an image, never in git

      """
  }

  static let nginx = Template("nginx", "a static page behind nginx", skeletons: [("web", "nginx")]) { name in
    heading(name, "A static page behind nginx.") + """

      services:
        web:
          tier: frontend             # only a frontend may publish
          runtime: nginx
          source: ./web
          publish: 8080              # 127.0.0.1:8080; "0.0.0.0:8080" would show it to other hosts
          routes:
            /: { files: html }       # a directory under source

      """
  }

  static let node = Template("node", "a Node.js application behind nginx", skeletons: [("app", "node")]) { name in
    heading(name, "A Node.js application; nginx in front of it sends the security headers and limits requests.")
      + proxied(runtime: "node")
  }

  static let python = Template("python", "a Python application behind nginx", skeletons: [("app", "python")]) { name in
    heading(name, "A Python application; nginx in front of it sends the security headers and limits requests.")
      + proxied(runtime: "python")
  }

  static let nodeRedis = Template(
    "node-redis", "nginx page → Node.js API → Redis", skeletons: [("web", "nginx"), ("api", "node")]
  ) { name in
    heading(name, "A page behind nginx, an API that it calls, and a Redis that only the API reaches.") + """

      services:
        web:
          tier: frontend             # only a frontend may publish
          runtime: nginx
          source: ./web
          publish: 8080              # 127.0.0.1:8080; "0.0.0.0:8080" would show it to other hosts
          routes:                    # the longest prefix wins
            /: { files: html }
            /api/: { to: api, strip: true, rate_limit: 20r/s }

        api:
          tier: api
          runtime: node
          source: ./api
          connects: [cache]          # what is not declared can't be reached
          health: { http: /healthz }

        cache:
          tier: db
          runtime: redis             # no password: whoever is declared to connect may read

      """
  }

  private static func proxied(runtime: String) -> String {
    """

    services:
      web:
        tier: frontend             # only a frontend may publish
        runtime: nginx
        publish: 8080              # 127.0.0.1:8080; "0.0.0.0:8080" would show it to other hosts
        routes:
          /: { to: app, rate_limit: 20r/s }

      app:
        tier: api
        runtime: \(runtime)
        source: ./app
        health: { http: /healthz }

    """
  }
}
