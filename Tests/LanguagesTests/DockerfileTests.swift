import Foundation
import Languages
import XCTest

final class DockerfileTests: XCTestCase {
  func testEveryInstruction() {
    assertPrints(
      Dockerfile([
        .comment("escape=`"), .comment("why"), .from(image: BareWord(literal: "node:24.1.0-trixie-slim"), stage: BareWord(literal: "base")),
        .comment("escape=`"), .blank,
        .workdir(BareWord(literal: "/app")),
        .copy(
          from: BareWord(literal: "build"), chown: BareWord(literal: "0:0"), sources: [BareWord(literal: "a"), BareWord(literal: "b")],
          target: BareWord(literal: "/app/")),
        .copy(from: nil, chown: nil, sources: [BareWord(literal: "source/")], target: BareWord(literal: "/app/")),
        .run([ShellCommand("apt-get", "update"), ShellCommand("apt-get", "upgrade", "-y"), ShellCommand("echo", "a b", "#", "\\")]),
        .runExec(["npm", "run", "a\nb", "é\"\\"]),
        .env(name: BareWord(literal: "A"), value: #"x "y" \ $z `w` #"#), .label(name: BareWord(literal: "org.b"), value: ""),
        .user(uid: 10101, gid: 10102), .expose(8080), .stopSignal(BareWord(literal: "SIGQUIT")),
        .healthcheck(interval: 10, timeout: 3, startPeriod: 5, retries: 3, command: ["node", "-e", "1"]), .entrypoint([]),
        .cmd(["a", "b\\"]),
      ]),
      #"""
      ## escape=`
      # why
      FROM node:24.1.0-trixie-slim AS base
      # escape=`

      WORKDIR /app
      COPY --from=build --chown=0:0 a b /app/
      COPY source/ /app/
      RUN apt-get update \
       && apt-get upgrade -y \
       && echo "a b" "#" "\\"
      RUN ["npm", "run", "a\nb", "é\"\\"]
      ENV A="x \"y\" \\ \$z `w` #"
      LABEL org.b=""
      USER 10101:10102
      EXPOSE 8080
      STOPSIGNAL SIGQUIT
      HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
        CMD ["node", "-e", "1"]
      ENTRYPOINT []
      CMD ["a", "b\\"]

      """#)
  }

  func testLongRunCommandsAreIndentedUnderTheirCommand() {
    let packages = ["ca-certificates", "curl", "libpq5", "netcat-openbsd", "a-package-with-a-long-name"].map(ShellWord.text)
    assertPrints(
      Dockerfile([
        .run([
          ShellCommand("apt-get", "update"),
          ShellCommand(["apt-get", "install", "-y", "--no-install-recommends"] + packages),
        ])
      ]),
      #"""
      RUN apt-get update \
       && apt-get install \
            -y \
            --no-install-recommends ca-certificates \
            curl \
            libpq5 \
            netcat-openbsd \
            a-package-with-a-long-name

      """#)
  }

  /// Docker joins continued lines and drops comments before it reads an instruction.
  func testReaderSeesWhatWasPrinted() throws {
    for value in Hostile.values(3000, huge: false) {
      let vector = try instruction(.cmd([value, "\\"]))
      XCTAssertTrue(vector.hasPrefix("CMD "))
      let read = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(vector.dropFirst(4).utf8)) as? [String])
      XCTAssertEqual(read.map { Array($0.utf8) }, [Array(value.utf8), [0x5C]], value.debugDescription)
      if value.utf8.contains(10) || value.utf8.contains(13) { continue }
      let label = try instruction(.label(name: BareWord(literal: "a"), value: value))
      XCTAssertEqual(Array(unquote(label.dropFirst("LABEL a=".count)).utf8), Array(value.utf8), value.debugDescription)
      _ = try instruction(.run([ShellCommand("a", .text(value)), ShellCommand("b", .text(value), .joined(["--x=", .text(value)]))]))
    }
  }

  /// The only instruction that Docker's line reader finds.
  private func instruction(_ tree: DockerInstruction) throws -> String {
    var found: [String] = []
    var pending = ""
    for line in Dockerfile([tree, .comment("end \\")]).text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.drop(while: { $0 == " " }).hasPrefix("#") { continue }
      let whole = pending + line
      if whole.hasSuffix("\\") {
        pending = String(whole.dropLast())
      } else {
        found.append(whole)
        pending = ""
      }
    }
    XCTAssertEqual(pending, "")
    XCTAssertEqual(found.count, 1)
    return try XCTUnwrap(found.first)
  }

  private func unquote(_ text: Substring) -> String {
    XCTAssertTrue(text.utf8.first == 0x22 && text.utf8.last == 0x22 && text.utf8.count > 1)
    var result: [UInt8] = []
    var bytes = Array(text.utf8)[1...].dropLast()
    while let byte = bytes.popFirst() {
      if byte == 0x5C, let next = bytes.first, [0x22, 0x24, 0x5C].contains(next) {
        result.append(next)
        bytes.removeFirst()
      } else {
        XCTAssertNotEqual(byte, 0x24, "a variable")
        XCTAssertNotEqual(byte, 0x22, "an end")
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
