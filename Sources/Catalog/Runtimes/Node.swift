import Stack

extension Catalog {
  /// Node.js, the lines nodejs.org maintains; npm stays in the build stage.
  static let node = RuntimeDefinition(
    name: "node", kind: .application, repository: "node",
    // github.com/nodejs/Release, schedule.json: "end" of each line. 24 is the active LTS line of most deployments; 26 became LTS in 2026-10.
    releases: [
      RuntimeRelease(version: "24.21.0", tag: "24.21.0-trixie-slim", endOfLife: CalendarDate(2028, 4, 30)),
      RuntimeRelease(version: "26.11.1", tag: "26.11.1-trixie-slim", endOfLife: CalendarDate(2029, 4, 30)),
      RuntimeRelease(version: "22.23.3", tag: "22.23.3-trixie-slim", endOfLife: CalendarDate(2027, 4, 30)),
    ],
    endedLines: [
      EndedLine("25", CalendarDate(2026, 6, 1)), EndedLine("23", CalendarDate(2025, 6, 1)), EndedLine("21", CalendarDate(2024, 6, 1)),
      EndedLine("20", CalendarDate(2026, 4, 30)), EndedLine("19", CalendarDate(2023, 6, 1)), EndedLine("18", CalendarDate(2025, 4, 30)),
      EndedLine("17", CalendarDate(2022, 6, 1)), EndedLine("16", CalendarDate(2023, 9, 11)), EndedLine("15", CalendarDate(2021, 6, 1)),
      EndedLine("14", CalendarDate(2023, 4, 30)), EndedLine("13", CalendarDate(2020, 6, 1)), EndedLine("12", CalendarDate(2022, 4, 30)),
      EndedLine("10", CalendarDate(2021, 4, 30)), EndedLine("8", CalendarDate(2019, 12, 31)),
    ],
    account: Account(name: "securegen", uid: 10102), port: Port(3000), entrypoint: .reset, command: ["node"],
    entryFiles: ["app.js", "server.js", "index.js", "main.js"], applicationDirectory: AbsolutePath(literal: "/app"),
    removes: [
      "/usr/local/lib/node_modules", "/usr/local/bin/npm", "/usr/local/bin/npx", "/usr/local/bin/corepack", "/usr/local/bin/yarn",
      "/usr/local/bin/yarnpkg", "/opt/yarn-*",
    ],
    environment: [("NODE_ENV", "production", "libraries turn off debugging aids and verbose errors")],
    dependencies: [npm(lock: "package-lock.json"), npm(lock: "npm-shrinkwrap.json")],
    scratch: [ScratchDirectory("/tmp", size: ByteSize(bytes: 64 << 20))],
    // Node as PID 1 has no default action for SIGTERM and reaps no orphans (nodejs/docker-node, docs/BestPractices.md).
    needsInit: true,
    probe: nodeProbe,
    defaultProbe: { port in port.map { nodeProbe(.tcp(port: $0)) } },
    startPeriod: Duration(seconds: 10),
    syscalls: .everyProcess + [.applicationFiles, .nodeStart, .processHandles, .scheduling],
    appArmor: AppArmorNeeds(executables: ["/usr/local/bin/node"], readable: []),
    leastMemory: ByteSize(bytes: 64 << 20))

  private static func npm(lock: String) -> DependencyRecipe {
    // `npm ci` makes no node_modules where there are no dependencies, but the final stage copies it.
    let directory = ["mkdir", "-p", "node_modules"]
    return DependencyRecipe(
      needs: ["package.json", lock],
      install: [["npm", "ci", "--omit=dev", "--no-audit", "--no-fund"], directory],
      installForBuild: [["npm", "ci", "--no-audit", "--no-fund"], directory],
      produces: [AbsolutePath(literal: "/app/node_modules")])
  }

  private static let nodeHTTP = """
    const [port,path,host]=process.argv.slice(1);\
    require('http').get({host:'127.0.0.1',port,path,headers:{host},timeout:4000},\
    r=>process.exit(r.statusCode>=200&&r.statusCode<400?0:1))\
    .on('timeout',()=>process.exit(1)).on('error',()=>process.exit(1))
    """

  private static let nodeTCP = """
    require('net').connect({host:'127.0.0.1',port:process.argv[1],timeout:4000},()=>process.exit(0))\
    .on('timeout',()=>process.exit(1)).on('error',()=>process.exit(1))
    """

  @Sendable private static func nodeProbe(_ request: ProbeRequest) -> [String] {
    switch request {
    case .http(let path, let host, let port): ["node", "-e", nodeHTTP, port.description, path, host]
    case .tcp(let port): ["node", "-e", nodeTCP, port.description]
    }
  }
}
