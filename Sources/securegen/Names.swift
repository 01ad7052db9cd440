import ArgumentParser
import Catalog
import Diagnostics
import Driver
import Scaffold
import Stack
import System
import YAMLSyntax

// Values of the language on the command line. Each says what is wrong with it in its own words.

func serviceName(_ text: String) throws -> ServiceName {
  guard let name = ServiceName(text) else {
    let proper = properName(text).map { ": try \($0)" } ?? ""
    throw ValidationError(
      "'\(text)' is no service's name: lower-case letters, digits and '-', beginning with a letter, at most 31\(proper)")
  }
  return name
}

/// `a,b` and repeated options alike.
func serviceNames(_ texts: [String]) throws -> [ServiceName] {
  try texts.flatMap { $0.split(separator: ",").map(String.init) }.map(serviceName)
}

func containerPort(_ number: Int?) throws -> Port? {
  guard let number else { return nil }
  guard number >= 1024, let port = Port(number) else { throw ValidationError("--port \(number): a container's port is from 1024 to 65535") }
  return port
}

/// A stack file as it is edited: its text and what it says. nil where it can't be read or has errors, which are in the sink.
struct EditedStack {
  /// As it was named, for messages.
  let path: String
  let file: SourceFile
  let spec: StackSpec

  init?(_ path: String, into sink: inout DiagnosticSink) {
    guard let file = loadSource(path, into: &sink), let document = parseYAML(file, into: &sink),
      let spec = decodeStack(document, file: file, vocabulary: Catalog.vocabulary, into: &sink)
    else { return nil }
    (self.path, self.file, self.spec) = (path, file, spec)
  }

  var directory: String { directoryPart(path) ?? (path.hasPrefix("/") ? "/" : ".") }

  /// Replaces the file, never a link to it, and keeps its permissions.
  func write(_ new: SourceFile) throws(SystemError) {
    let real = try realPath(path)
    try writeFileAtomically(real, new.bytes, mode: try filePermissions(real), synchronize: true)
  }
}

/// `a`, `a and b`, `a, b and c`
func enumeration(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

/// Says why nothing could be done, and is thrown with the code of what a person must correct.
func refusal(_ error: SystemError) -> ExitCode {
  writeText("securegen: \(error.description); nothing was written\n", to: 2)
  return ExitCode(2)
}

/// A path that a person can paste into a shell: shown, never run.
func shellWord(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { byte in
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "._/+@-".utf8.contains(byte)
  }
  return isPlain ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
