import Diagnostics
import YAMLSyntax

/// Reads a stack file's tree as the language says. Reports every error it can; nil where any was an error, one of the sink's before too.
/// - Parameter vocabulary: the runtime names of the language and of the catalog, which this module does not import.
public func decodeStack(
  _ document: YAMLNode, file: SourceFile, vocabulary: StackVocabulary = .standard, into sink: inout DiagnosticSink
) -> StackSpec? {
  var decoder = StackDecoder(file: file, vocabulary: vocabulary, sink: sink)
  let spec = decoder.decodeRoot(document)
  sink = decoder.sink
  return spec
}
