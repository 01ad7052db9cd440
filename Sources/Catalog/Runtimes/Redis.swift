import Stack

extension Catalog {
  /// Redis with an append-only file. Whoever can connect can read: the connections a stack declares are its access control.
  /// A password goes into a configuration of one's own: `source` with a redis.conf and `command: [redis-server, redis.conf]`.
  static let redis = RuntimeDefinition(
    name: "redis", kind: .store, repository: "redis",
    // github.com/redis/redis/security names lines, no dates: the latest, the one before it and the previous major are maintained, and
    // endoflife.date/redis reckons that a line ends with the third release after it. Three a year have come since 8.0.
    releases: [RuntimeRelease(version: "8.10.2", tag: "8.10.2-trixie", endOfLife: CalendarDate(2027, 9, 30))],
    endedLines: [
      EndedLine("8.0", CalendarDate(2026, 2, 11)), EndedLine("7.0", CalendarDate(2024, 7, 29)),
      EndedLine("6.0", CalendarDate(2022, 5, 31)), EndedLine("5", CalendarDate(2022, 4, 27)),
    ],
    account: Account(name: "securegen", uid: 10113), port: Port(6379),
    // The image's entrypoint gives /data away as root and loads modules; neither is wanted.
    entrypoint: .reset,
    command: [
      "redis-server", "--bind", "0.0.0.0",
      // Protected mode refuses every peer while there is no password; the networks say who reaches it: under `link` the declared ones alone.
      "--protected-mode", "no", "--dir", "/data", "--appendonly", "yes",
      // One acknowledged second at most is lost on a crash, and no memory is doubled for a snapshot.
      "--appendfsync", "everysec", "--save", "",
    ],
    portArguments: { ["--port", $0.description] }, applicationDirectory: AbsolutePath(literal: "/usr/local/etc/redis"),
    scratch: [ScratchDirectory("/tmp", size: ByteSize(bytes: 16 << 20))],
    volumes: [(VolumeName(literal: "data"), AbsolutePath(literal: "/data"))],
    imageVolumes: [AbsolutePath(literal: "/data")],
    needsInit: false, stopTimeout: 30,
    probe: redisProbe,
    defaultProbe: { port in port.map { redisProbe(.tcp(port: $0)) } },
    startPeriod: Duration(seconds: 20),
    syscalls: .everyProcess + [.durability],
    appArmor: AppArmorNeeds(
      executables: [
        "/usr/{,local/}bin/redis-{server,cli,check-aof,check-rdb}"
      ], readable: []),
    leastMemory: ByteSize(bytes: 16 << 20))

  /// redis-cli exits 0 whatever the answer: still loading is not healthy, a wanted password is.
  private static let ping = #"case "$(redis-cli -h 127.0.0.1 -p "$1" ping 2>&1)" in PONG|*NOAUTH*) ;; *) exit 1 ;; esac"#

  @Sendable private static func redisProbe(_ request: ProbeRequest) -> [String] {
    let port =
      switch request {
      case .http(_, _, let port), .tcp(let port): port
      }
    return ["sh", "-c", ping, "probe", port.description]
  }
}
