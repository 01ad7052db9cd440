import Languages
import Planning
import Stack

extension NginxSite {
  /// The one that refuses unknown hosts, and the one that answers.
  func servers(texts: inout LiteralTexts) -> [NginxNode] {
    let listen = NginxArgument.number(Int(nginx.port.number))
    let refusing: NginxNode = .block(
      "server", [],
      [
        .directive("listen", [listen, .literal("default_server")]),
        .directive("server_name", [.literal("_")]),
        .directive("return", [.literal("444")]),
      ])
    let answering: NginxNode = .block(
      "server", [],
      [
        .directive("listen", [listen]),
        .directive("server_name", nginx.serverNames.map { .verbatim($0.description) }),
        .directive("limit_conn", [.literal("connections"), .number(100)]),
        .directive("limit_req", [.literal("zone=requests"), .literal("burst=200"), .literal("nodelay")]),
      ] + locations(texts: &texts))
    return [.comment("A host name that isn't ours gets no answer at all."), refusing, .blank, answering]
  }
}
