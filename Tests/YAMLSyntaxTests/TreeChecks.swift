import Diagnostics
import XCTest
import YAMLSyntax

/// Every range of a tree and of all findings lies in its file; without a tree there is an error.
func checkInvariants(_ node: YAMLNode?, _ sink: DiagnosticSink, _ file: SourceFile, _ context: @autoclosure () -> String) {
  func check(_ range: SourceRange) {
    let valid = range.start >= 0 && range.start <= range.end && range.end <= file.bytes.count
    XCTAssertTrue(valid, "range \(range.start)..<\(range.end) of \(file.bytes.count) bytes: \(context())")
  }
  for diagnostic in sink.diagnostics {
    if let range = diagnostic.range { check(range) }
    diagnostic.related.forEach { check($0.range) }
  }
  if node == nil { XCTAssertTrue(sink.hasErrors, "no tree and no error: \(context())") }
  var open = [node].compactMap { $0 }
  var count = 0
  while let node = open.popLast() {
    // A tree past its limit may be too large to walk at all.
    count += 1
    guard count <= YAMLLimits().nodes else { return XCTFail("more nodes than the limit: \(context())") }
    check(node.range)
    switch node.content {
    case .scalar: break
    case .sequence(let items): open += items
    case .mapping(let entries):
      for entry in entries {
        check(entry.key.range)
        open.append(entry.value)
      }
    }
  }
}

func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) -> (node: YAMLNode?, sink: DiagnosticSink) {
  parse(Array(text.utf8), limits: limits)
}

func parse(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> (node: YAMLNode?, sink: DiagnosticSink) {
  var sink = DiagnosticSink()
  let file = SourceFile(path: "stack.yaml", bytes: bytes)
  let node = parseYAML(file, limits: limits, into: &sink)
  checkInvariants(node, sink, file, String(decoding: bytes.prefix(500), as: UTF8.self))
  return (node, sink)
}
