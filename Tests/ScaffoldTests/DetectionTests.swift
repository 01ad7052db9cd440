import Catalog
import Scaffold
import XCTest

final class DetectionTests: XCTestCase {
  private func found(_ files: [String: String]) -> Proposal { detect(SourceFolder(files: files)) }

  func testNode() {
    let proposal = found([
      "package.json": """
      {
      \t"name": "shop",
      \t"engines": { "node": ">=22" },
      \t"scripts": {
      \t\t"start": "node server.js --trace"
      \t}
      }
      """, "server.js": "",
    ])
    XCTAssertEqual(proposal.runtime?.value, "node")
    XCTAssertTrue(proposal.isBuilt)
    XCTAssertEqual(proposal.version?.value, "24", "newer will do, so the catalog's default line")
    XCTAssertEqual(proposal.version?.evidence.place, "package.json:3")
    XCTAssertEqual(proposal.command?.value, ["node", "server.js", "--trace"])
    XCTAssertEqual(proposal.command?.evidence.place, "package.json:5")
    XCTAssertTrue(proposal.lines.contains { $0.contains("package.json:5") && $0.contains("\"start\"") }, "\(proposal.lines)")
  }

  func testNodeVersionThatEnded() {
    let proposal = found(["package.json": "{ \"engines\": { \"node\": \"18\" }, \"main\": \"index.js\" }", "index.js": ""])
    XCTAssertNil(proposal.version)
    XCTAssertEqual(proposal.command?.value, ["node", "index.js"])
    XCTAssertTrue(proposal.remarks.contains { $0.contains("2025-04-30") }, "\(proposal.remarks)")
  }

  /// A start script that needs a shell is not proposed.
  func testShellIsNotProposed() {
    let proposal = found(["package.json": "{ \"scripts\": { \"start\": \"NODE_ENV=production node a.js && b\" } }"])
    XCTAssertNil(proposal.command)
    XCTAssertTrue(proposal.remarks.contains { $0.contains("no command found") })
  }

  func testPython() {
    let proposal = found([
      "requirements.txt": "flask\n", "pyproject.toml": "[project]\nname = \"x\"\nrequires-python = \">=3.12\"\n", "main.py": "",
    ])
    XCTAssertEqual(proposal.runtime?.value, "python")
    XCTAssertEqual(proposal.runtime?.evidence.place, "pyproject.toml")
    XCTAssertEqual(proposal.version?.evidence.place, "pyproject.toml:3")
    XCTAssertEqual(proposal.version?.value, "3.14")
    XCTAssertEqual(proposal.command?.value, ["python3", "main.py"])
  }

  func testDockerfileOverNothingElse() {
    let proposal = found([
      "Dockerfile": """
      FROM node:26-slim AS build
      EXPOSE 9999
      RUN npm run build
      FROM docker.io/library/node:26.1-slim
      # what it listens on
      EXPOSE 8081/tcp
      CMD ["node", \\
           "dist/app.js"]
      """
    ])
    XCTAssertEqual(proposal.runtime?.value, "node")
    XCTAssertEqual(proposal.runtime?.evidence.place, "Dockerfile:4")
    XCTAssertEqual(proposal.port?.value.number, 8081)
    XCTAssertEqual(proposal.port?.evidence.place, "Dockerfile:6")
    XCTAssertEqual(proposal.command?.value, ["node", "dist/app.js"])
    XCTAssertEqual(proposal.command?.evidence.place, "Dockerfile:7")
  }

  func testDockerfileBesideAManifest() {
    let proposal = found([
      "package.json": "{ \"scripts\": { \"start\": \"node app.js\" } }", "app.js": "",
      "Dockerfile": "FROM node:24\nEXPOSE 80\nCMD npm start\n",
    ])
    XCTAssertNil(proposal.port)
    XCTAssertTrue(proposal.remarks.contains { $0.contains("Dockerfile:2") && $0.contains("80") })
    XCTAssertEqual(proposal.command?.value, ["node", "app.js"], "npm is not in the final image")
    XCTAssertEqual(proposal.version?.value, "24")
  }

  /// One fixture for each language whose files are known, built here or not.
  func testEveryLanguage() {
    let fixtures: [(runtime: String, files: [String: String], version: String?, place: String?)] = [
      ("go", ["go.mod": "module example.com/x\n\ngo 1.24.1\n"], "1.24.1", "go.mod:3"),
      ("java", ["pom.xml": "<project>\n  <properties>\n    <java.version>21</java.version>\n"], "21", "pom.xml:3"),
      ("ruby", ["Gemfile": "source \"https://rubygems.org\"\nruby \"3.4.1\"\n"], "3.4.1", "Gemfile:2"),
      ("php", ["composer.json": "{\n  \"require\": {\n    \"php\": \">=8.3\"\n  }\n}\n"], "8.3", "composer.json:3"),
      ("rust", ["Cargo.toml": "[package]\nname = \"x\"\nrust-version = \"1.80\"\n"], "1.80", "Cargo.toml:3"),
      ("dotnet", ["Shop.csproj": "<Project>\n<PropertyGroup>\n<TargetFramework>net9.0</TargetFramework>\n"], "9.0", "Shop.csproj:3"),
      ("node", ["package.json": "{}"], nil, nil), ("python", ["requirements.txt": ""], nil, nil), ("nginx", ["index.html": ""], nil, nil),
    ]
    for fixture in fixtures {
      let proposal = found(fixture.files)
      XCTAssertEqual(proposal.runtime?.value, fixture.runtime)
      XCTAssertEqual(proposal.isBuilt, Catalog.runtime(named: fixture.runtime) != nil, fixture.runtime)
      guard !proposal.isBuilt else { continue }
      XCTAssertEqual(proposal.version?.value, fixture.version, fixture.runtime)
      XCTAssertEqual(proposal.version?.evidence.place, fixture.place, fixture.runtime)
      XCTAssertTrue(proposal.remarks.contains { $0.contains("--image") }, "\(fixture.runtime): \(proposal.remarks)")
    }
  }

  func testNothing() {
    XCTAssertNil(found(["README": "hello"]).runtime)
    XCTAssertTrue(found([:]).remarks[0].contains("--runtime"))
  }

  /// A source's text is someone else's: nothing of it reaches the screen as a control character, and what is broken is no crash.
  func testHostileFiles() {
    let escape = found(["package.json": "{ \"main\": \"a.js\", \"engines\": { \"node\": \"24 \\u001b[2J\" } }"])
    XCTAssertFalse(escape.lines.joined().unicodeScalars.contains { $0.value < 0x20 }, "\(escape.lines)")
    let raw = found(["pyproject.toml": "requires-python = \">=3.12\u{1B}]0;owned\u{7}\"\n"])
    XCTAssertFalse(raw.lines.joined().unicodeScalars.contains { $0.value < 0x20 })
    for text in ["", "{", "[]", "{\"engines\": []}", "{\"engines\": {\"node\": {}}}", "\u{0}", String(repeating: "[", count: 500)] {
      XCTAssertEqual(found(["package.json": text, "Dockerfile": text, "pom.xml": text]).runtime?.value, "node")
    }
    XCTAssertEqual(VersionWish(String(repeating: "9", count: 100))?.numbers, [999_999])
  }
}
