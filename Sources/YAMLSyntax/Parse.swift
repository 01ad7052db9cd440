import CYaml
import Diagnostics

/// Parses one file into its single document. Reports all it can; nil where no tree could be made.
///
/// Time and memory are bounded by `limits` whatever the file holds: nesting is a list and not recursion, and an alias shares the nodes of
/// its anchor, which are counted before anything is made of them.
public func parseYAML(_ file: SourceFile, limits: YAMLLimits = YAMLLimits(), into sink: inout DiagnosticSink) -> YAMLNode? {
  if file.bytes.count > limits.size {
    sink.report(tooLarge(file.path, limit: limits.size))
    return nil
  }
  guard let offsets = checkText(file, into: &sink) else { return nil }
  let scan = SourceScan(file: file)
  if scan.skippingSpaceAndComments(offsets.base) == file.bytes.count {
    sink.report(empty(file))
    return nil
  }
  return unsafe file.bytes.withUnsafeBufferPointer { bytes in
    let reader = unsafe EventReader(UnsafeBufferPointer(rebasing: bytes[offsets.base...]), of: file, offsets)
    var builder = TreeBuilder(scan, limits)
    defer { for finding in builder.findings { sink.report(finding) } }
    do throws(YAMLFailure) {
      while try builder.take(reader.next()) {}
    } catch {
      builder.fail(error)
    }
    return builder.finished
  }
}

func tooLarge(_ path: String, limit: Int) -> Diagnostic {
  Diagnostic(
    .tooLarge, "the file is larger than \(limit >> 20) MiB", at: nil, path: path,
    reason: "no stack file is that large; the limit keeps a wrong or hostile file from using up the machine")
}

func empty(_ file: SourceFile) -> Diagnostic {
  Diagnostic(
    .empty, "the file is empty", at: SourceRange(file: file, start: 0, end: 0),
    reason: "a stack file has at least a name and one service", write: "version: 1\nname: my-stack\nservices:\n  web:\n    runtime: nginx")
}
