extension Rule {
  static let headersEverywhere = Rule(
    id: "SG-602", title: "no header is lost by inheritance",
    why: "nginx drops all inherited headers where a nested block adds one of its own.",
    authorities: ["gixy add_header_redefinition"],
    emits: "one snippet, included by every block that adds a header",
    verified: "gixy",
    keeper: .output)
}
