import Languages

/// Texts that hold a `$`, where nginx would read a variable and has no escape for it. `geo` takes its value as it stands, so each text
/// becomes a variable of its own (ngx_http_geo_module never compiles variables).
struct LiteralTexts {
  private(set) var texts: [String] = []

  /// The argument that nginx reads as exactly `text`.
  mutating func argument(_ text: String) -> NginxArgument {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return .verbatim(text) }
    let index = texts.firstIndex(of: text) ?? texts.count
    if index == texts.count { texts.append(text) }
    return Self.reference(index)
  }

  private static func reference(_ index: Int) -> NginxArgument { .joined([.literal("${text_"), .number(index), .literal("}")]) }

  /// The `geo` blocks, for the `http` block.
  var nodes: [NginxNode] {
    if texts.isEmpty { return [] }
    return [.comment("Texts with a dollar sign, as they are.")]
      + texts.enumerated().map { index, text in
        .block("geo", [.verbatim("$text_\(index)")], [.directive("default", [.verbatim(text)])])
      } + [.blank]
  }
}
