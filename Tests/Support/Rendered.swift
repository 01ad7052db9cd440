import Diagnostics
import Reports

/// What a user would read on a terminal without colour: the golden form of a sink.
public func rendered(_ sink: DiagnosticSink) -> String { String(decoding: renderText(sink.sorted), as: UTF8.self) }

/// The codes of a sink's findings, in report order: for tests that don't care for the words.
public func codes(_ sink: DiagnosticSink) -> [String] { sink.sorted.map(\.code.description) }
