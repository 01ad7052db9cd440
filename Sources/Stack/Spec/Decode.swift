import Diagnostics
import YAMLSyntax

/// Reads a stack file's tree as the language says. Reports every error it can; nil where any was an error.
public func decodeStack(_ document: YAMLNode, file: SourceFile, into sink: inout DiagnosticSink) -> StackSpec? {
  nil
}
