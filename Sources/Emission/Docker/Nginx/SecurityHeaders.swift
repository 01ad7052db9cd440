import Languages
import Planning

/// `always`: also on errors. Included in `http` and added nowhere below it, because a block with an `add_header` of its own inherits none.
func securityHeaderNodes(_ nginx: NginxPlan, texts: inout LiteralTexts) -> [NginxNode] {
  nginx.headers.map { header in
    .directive("add_header", [.verbatim(header.name.description), texts.argument(header.value.description), .literal("always")])
  }
}
