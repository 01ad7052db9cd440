import Catalog
import Diagnostics
import Stack

/// Binds names to services and runtimes and fills in the catalog's defaults. `inspect` tells what a source directory holds.
public func resolveStack(
  _ spec: StackSpec, inspect: (RelativePath, _ files: [String]) -> SourceFacts, into sink: inout DiagnosticSink
) -> ResolvedStack? {
  nil
}
