import Catalog
import Diagnostics
import Driver
import Foundation
import Scaffold
import Stack
import System
import TestSupport
import XCTest

/// What a person begins with compiles without one finding, under either built-in policy.
final class TemplateTests: XCTestCase {
  private let stack = StackName("shop")!
  private let day = CalendarDate(2026, 11, 26)

  private func findings(_ path: String, policy: String? = nil) -> [String] {
    var sink = DiagnosticSink()
    var options = CompileOptions(asOf: day)
    options.policy = policy
    XCTAssertNotNil(compileStackFile(at: path, options: options, into: &sink), path)
    return sink.diagnostics.map(\.message)
  }

  func testEveryTemplateCompilesWithoutAFinding() throws {
    for template in Template.all {
      try withTemporaryDirectory { directory in
        try newProject(template, name: stack, in: directory).write()
        for policy in [nil, "strict"] {
          XCTAssertEqual(findings(directory + "/stack.yaml", policy: policy), [], "\(template.name) under \(policy ?? "its own")")
        }
        let again = try newProject(template, name: stack, in: directory)
        XCTAssertTrue(try again.obstacles().contains("stack.yaml"))
        XCTAssertThrowsError(try again.write(), "nothing is written over")
      }
    }
    XCTAssertEqual(Set(Template.all.map(\.name)).count, Template.all.count)
  }

  /// An application of the catalog without a skeleton would be added with nothing to run.
  func testEveryRuntimeCanBeAdded() throws {
    for runtime in Catalog.runtimes {
      let runtimeName = runtime.name.description
      let port = try XCTUnwrap(runtime.port)
      let skeleton = Skeleton.of(runtimeName, service: ServiceName("new")!, port: port)
      XCTAssertEqual(skeleton == nil, runtime.kind == .store, "\(runtimeName): a skeleton belongs to what runs code or serves files")
      try withTemporaryDirectory { directory in
        try newProject(Template.named("three-tier")!, name: stack, in: directory).write()
        let path = directory + "/stack.yaml"
        let file = SourceFile(path: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        var request = ServiceRequest(ServiceName("new")!, .runtime(runtimeName))
        request.from = runtime.kind == .webServer ? [] : [ServiceName(runtime.kind == .store ? "api" : "web")!]
        let addition = try addService(request, to: file, try XCTUnwrap(decoded(file).0))
        var sink = DiagnosticSink()
        let planned = addition.source.map { [String($0.directory.dropFirst(2)): Set($0.files.map(\.path))] } ?? [:]
        XCTAssertNotNil(compilePlannedStack(addition.file, planned: planned, options: CompileOptions(asOf: day), into: &sink))
        XCTAssertEqual(sink.diagnostics.map(\.message), [], runtimeName)
        XCTAssertEqual(addition.secretFiles.isEmpty, runtime.passwordVariable == nil, runtimeName)
      }
    }
  }

  func testWritingIsAllOrNothing() throws {
    try withTemporaryDirectory { directory in
      try write("", to: directory + "/b")
      var plan = FilePlan(root: directory)
      plan.add("new/deep/a", "1")
      plan.add("b/impossible", "2")
      XCTAssertThrowsError(try plan.write())
      var whole = FilePlan(root: directory)
      whole.add("new/deep/a", "1")
      XCTAssertThrowsError(try whole.write { () throws(SystemError) in throw SystemError(path: "the stack", code: 28, operation: .write) })
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: directory), ["b"])
    }
  }

  func testUntouchedSkeletonsAlone() throws {
    let files = try XCTUnwrap(Skeleton.of("node", service: ServiceName("api")!, port: Port(3000)!)).files
    let cases: [(what: String, change: (String) throws -> Void, removed: Bool)] = [
      ("untouched", { _ in }, true),
      ("edited", { try write("x", to: $0 + "/app.js") }, false),
      ("one more", { try write("x", to: $0 + "/.env") }, false),
      ("one less", { try FileManager.default.removeItem(atPath: $0 + "/app.js") }, false),
      ("an empty folder more", { try FileManager.default.createDirectory(atPath: $0 + "/lib", withIntermediateDirectories: true) }, false),
      (
        "a link to the same text",
        {
          try FileManager.default.moveItem(atPath: $0 + "/app.js", toPath: $0 + ".js")
          try FileManager.default.createSymbolicLink(atPath: $0 + "/app.js", withDestinationPath: $0 + ".js")
        }, false
      ),
    ]
    for (what, change, removed) in cases {
      try withTemporaryDirectory { directory in
        let source = directory + "/api"
        for file in files { try write(file.text, to: source + "/" + file.path) }
        try change(source)
        XCTAssertEqual(try removeUntouched(files, in: source), removed, what)
        XCTAssertEqual(FileManager.default.fileExists(atPath: source), !removed, what)
      }
    }
  }

  func testNamesOfDirectories() {
    XCTAssertEqual(properName("My Shop!"), "my-shop")
    XCTAssertEqual(properName("1st try"), "st-try")
    XCTAssertEqual(properName("a--b__c"), "a-b-c")
    XCTAssertNil(properName("日本"))
    XCTAssertEqual(properName(String(repeating: "ab-", count: 40))?.utf8.count, 31)
  }
}
