import Catalog
import Planning
import Stack
import XCTest

@testable import Emission

final class DockerfileTests: XCTestCase {
  private func read(_ runtime: String, change: (inout ServicePlan) throws -> Void = { _ in }) throws -> ReadDockerfile {
    var service = try Sample.service(runtime)
    try change(&service)
    return ReadDockerfile(emitDockerfile(service, plan: try Sample.plan([service]), context: Sample.context).text)
  }

  private func withSource(_ service: inout ServicePlan) throws {
    service.build.source = try RelativePath("app")
    service.build.include = [try RelativePath(".")]
  }

  private let everyRuntime = ["nginx", "node", "python", "postgres", "redis", "image"]

  func testEveryImageEndsAsANumberedUserWithoutRoot() throws {
    for runtime in everyRuntime {
      let file = try read(runtime)
      let service = try Sample.service(runtime)
      XCTAssertEqual(file.final.all("USER").last, "\(service.user.uid):\(service.user.gid)", runtime)
      XCTAssertGreaterThanOrEqual(service.user.uid, 10000, runtime)
      for stage in file.stages { XCTAssertNotEqual(stage.all("USER").last, "0:0", runtime) }
      // Nothing runs or is copied after the last USER.
      let afterwards = file.final.instructions.reversed().prefix { $0.keyword != "USER" }
      XCTAssertTrue(afterwards.allSatisfy { !["RUN", "COPY", "WORKDIR"].contains($0.keyword) }, runtime)
    }
  }

  func testEveryImageIsPatchedOnceAndLeavesNoPackageListsOrCaches() throws {
    for runtime in everyRuntime {
      let runs = try read(runtime).inFinalImage.filter { $0.keyword == "RUN" && $0.rest.contains("apt-get upgrade -y") }.map(\.rest)
      XCTAssertEqual(runs.count, 1, runtime)
      for part in ["apt-get update", "apt-get clean", "rm -rf /var/lib/apt/lists/*"] { XCTAssertTrue(runs[0].contains(part), part) }
      let unpatched = try read(runtime) { $0.build.patchPackages = false }
      XCTAssertFalse(unpatched.inFinalImage.contains { $0.rest.contains("upgrade") }, runtime)
    }
    XCTAssertTrue(try read("image").final.all("RUN")[0].contains("apk upgrade --no-cache"))
  }

  func testSetuidBitsGoAfterEverythingElseThatRuns() throws {
    for runtime in everyRuntime {
      let run = try XCTUnwrap(read(runtime).final.all("RUN").last)
      XCTAssertTrue(run.hasSuffix("&& find / -xdev -type f -perm /6000 -exec chmod a-s {} +"), run)
    }
  }

  func testAccounts() throws {
    let dedicated = try read("node").final.all("RUN")[0]
    XCTAssertTrue(dedicated.contains("groupadd --gid 10102 securegen"))
    for option in ["--no-log-init", "--no-create-home", "--shell /usr/sbin/nologin", "--uid 10102"] {
      XCTAssertTrue(dedicated.contains(option), option)
    }
    let renamed = try read("postgres").final.all("RUN")[0]
    let order = ["find / -xdev -user postgres", "find / -xdev -group postgres", "groupmod --gid 10111", "usermod --uid 10111"]
    let places = try order.map { try XCTUnwrap(renamed.range(of: $0), $0).lowerBound }
    XCTAssertEqual(places, places.sorted(), "files change owner before the account changes its number")
    // An image that may lack the passwd tools, and a number the image may already know.
    XCTAssertTrue(
      try read("image").final.all("RUN")[0].contains("echo securegen:x:10001:10001::/nonexistent:/usr/sbin/nologin >>/etc/passwd"))
    let chosen = try read("node") { $0.user = UserID(uid: 1000, gid: 1001) }.final
    XCTAssertTrue(chosen.all("RUN")[0].contains("echo securegen:x:1000:1001::/nonexistent:/usr/sbin/nologin >>/etc/passwd"))
    XCTAssertEqual(chosen.all("USER"), ["1000:1001"])
  }

  func testAnImageOfTheStacksChoosingIsNotTakenForTheCatalogs() throws {
    let file = try read("nginx") { $0.build.base = try ImageReference("nginx:1.30-alpine") }
    XCTAssertEqual(file.final.all("USER"), ["0:0", "10101:10101"])
    XCTAssertTrue(file.final.all("RUN")[0].contains("command -v apk"))
    XCTAssertFalse(file.final.all("RUN")[0].contains("useradd"))
  }

  func testDependenciesComeFromTheirOwnStageWithoutTheSource() throws {
    for runtime in ["node", "python"] {
      let file = try read(runtime) { service in
        try self.withSource(&service)
        service.build.dependencies = service.runtime.dependencies[0]
      }
      let recipe = try XCTUnwrap(Catalog.runtime(named: runtime)).dependencies[0]
      let stage = try XCTUnwrap(file.stage(named: "dependencies"))
      XCTAssertEqual(stage.all("COPY"), [recipe.needs.map { "source/" + $0 }.joined(separator: " ") + " ./"])
      XCTAssertEqual(stage.all("RUN").count, 1)
      XCTAssertEqual(stage.all("HEALTHCHECK"), ["NONE"])
      for path in recipe.produces { XCTAssertTrue(file.final.all("COPY").contains("--from=dependencies \(path)/ \(path)/")) }
      for tool in ["npm ci", "pip --python"] { XCTAssertFalse(file.inFinalImage.contains { $0.rest.contains(tool) }, tool) }
    }
    let npm = try XCTUnwrap(read("node").final.all("RUN").first)
    XCTAssertTrue(npm.contains("rm -rf /usr/local/lib/node_modules"), "npm is no part of the image that runs")
  }

  func testOnlyTheBuildsOutputReachesTheFinalImage() throws {
    let hostile = "echo \"$HOME\" `id` \\ 'x'\nnpm run build # ]"
    let file = try read("node") { service in
      try self.withSource(&service)
      service.build.dependencies = service.runtime.dependencies[0]
      service.build.run = hostile
      service.build.output = try RelativePath("di st")
    }
    let build = try XCTUnwrap(file.stage(named: "build"))
    let run = try XCTUnwrap(build.all("RUN").last)
    let words = try JSONDecoder().decode([String].self, from: Data(run.utf8))
    XCTAssertEqual(words[0...1], ["/bin/sh", "-euc"])
    XCTAssertEqual(words[3...], ["build", hostile, "/app/di st"], "both are arguments, never part of the script")
    XCTAssertFalse(words[2].contains("npm"))
    XCTAssertTrue(build.all("RUN")[0].contains("npm ci --no-audit"), "development dependencies too")
    XCTAssertEqual(file.final.all("COPY"), ["--from=dependencies /app/node_modules/ /app/node_modules/", "--from=build /output/ /app/"])
  }

  func testSourcesBelongToRoot() throws {
    let file = try read("python") { try self.withSource(&$0) }
    XCTAssertEqual(file.final.all("COPY"), ["source/ /app/"])
    XCTAssertEqual(file.final.all("WORKDIR"), ["/app"])
    XCTAssertEqual(file.stages.count, 1)
  }

  func testVolumesOfTheBaseImageAreGivenToTheServiceByACopy() throws {
    for (runtime, uid, target, copied) in [
      ("postgres", 10111, "/var/lib/postgresql/", "data"), ("redis", 10113, "/", "data"),
    ] {
      let file = try read(runtime)
      let made = try XCTUnwrap(file.stage(named: "volumes")).all("RUN")
      XCTAssertEqual(made, ["install -d -o \(uid) -g \(uid) -m 0700 /volumes/0/\(copied)"])
      XCTAssertTrue(file.final.all("COPY").contains("--from=volumes --chown=\(uid):\(uid) /volumes/0/ \(target)"), runtime)
    }
    let other = try read("node") { $0.build.ownedDirectories = [AbsolutePath(literal: "/srv/data")] }
    XCTAssertTrue(other.final.all("RUN")[0].contains("install -d -o 10102 -g 10102 -m 0700 /srv/data"))
  }

  func testHealthCheckEntrypointAndCommandAreVectors() throws {
    for runtime in everyRuntime {
      let file = try read(runtime)
      let check = try XCTUnwrap(file.final.all("HEALTHCHECK").first)
      XCTAssertTrue(check.hasPrefix("--interval=10s --timeout=5s --start-period=7s --retries=3"), check)
      let vector = try XCTUnwrap(check.range(of: "CMD ")).upperBound
      XCTAssertEqual(try JSONDecoder().decode([String].self, from: Data(check[vector...].utf8)), ["probe", "it's \"up\""])
      for command in file.final.all("CMD") { XCTAssertNoThrow(try JSONDecoder().decode([String].self, from: Data(command.utf8))) }
      XCTAssertLessThanOrEqual(file.final.all("CMD").count, 1)
    }
    XCTAssertEqual(try read("node").final.all("ENTRYPOINT"), ["[]"])
    XCTAssertEqual(try read("postgres").final.all("ENTRYPOINT"), [], "the image's own initialises the database")
    XCTAssertEqual(try read("nginx").final.all("STOPSIGNAL"), ["SIGQUIT"])
    XCTAssertEqual(try read("nginx").final.all("EXPOSE"), ["8080"])
  }

  func testStacksValuesNeverEnterTheImage() throws {
    var service = try Sample.service("node")
    service.env = [(name: try XCTUnwrap(EnvName("GREETING")), value: "hunter2")]
    service.labels = [(key: "team", value: "hunter2")]
    service.secrets = [SecretMount(name: try XCTUnwrap(SecretName("key")), file: .absolute("/x/hunter2"), variable: nil)]
    let text = emitDockerfile(service, plan: try Sample.plan([service]), context: Sample.context).text
    XCTAssertFalse(text.contains("hunter2"))
    XCTAssertFalse(text.contains("GREETING"))
    for line in text.split(separator: "\n") { XCTAssertFalse(line.hasPrefix("ADD ") || line.hasPrefix("ARG "), String(line)) }
  }
}
