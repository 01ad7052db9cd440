import Stack

extension Rule {
  static let nonRootUser = Rule(
    id: "SG-101", title: "every service runs as a numeric user and group that are not root; under strict both are 10000 or more",
    why: """
      Root in a container is root on the host for every kernel check that has no namespace. A number below 10000 can be an account \
      of the host, which then owns what the container writes.
      """,
    authorities: ["CIS Docker 4.1", "OWASP Docker 2", "hadolint DL3002", "checkov CKV_DOCKER_3", "PSS restricted"],
    emits: "an account of the runtime's own, `USER uid:gid` in the Dockerfile and the same `--user` in run.sh; code belongs to root",
    verified: "the last USER, .Config.User, and the Uid and Gid lines of /proc/1/status",
    mustFire: [
      RuleExample(
        "low-uid", policy: "strict",
        services: """
          api:
            tier: api
            runtime: node
            source: ./api
            command: [node, app.js]
            user: "1000:10102"
          """),
      RuleExample(
        "root",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            user: "0:10001"
          """),
    ],
    mustNotFire: [
      RuleExample(
        "low-uid-baseline",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            user: "1000:1000"
          """),
      RuleExample(
        "high-uid", policy: "strict",
        services: """
          api:
            tier: api
            image: ghcr.io/acme/app:1.4.2
            port: 8080
            user: "10001:10001"
          """),
    ],
    check: { run in
      for service in run.stack.services {
        guard let user = service.spec.user else { continue }
        let least = run.policy.minUID
        guard user.value.uid < least || user.value.gid < least else { continue }
        let (what, number) = user.value.uid < least ? ("user", user.value.uid) : ("group", user.value.gid)
        run.report(
          "\(service.spec.name.value) runs as \(what) \(number), and policy \(run.policy.name) wants \(least) or more", at: user.range,
          service: service, knob: "runtime.min_uid",
          because: "a low number may be an account of the host", write: "user: \"\(service.runtime.account.user)\", or no user")
      }
    })
}
