import Stack

extension Catalog {
  /// nginx, stable branch. Runs without privileges on 8080 with a configuration that is all securegen's.
  static let nginx = RuntimeDefinition(
    name: "nginx", kind: .webServer, repository: "nginx",
    // nginx.org/en/download.html: the even branch is stable from April to April; 1.30 of 2026-04 gives way to 1.32.
    releases: [
      RuntimeRelease(version: "1.30.5", tag: "1.30.5-trixie", endOfLife: CalendarDate(2027, 4, 30))
    ],
    // A stable branch ends when its successor is out, and a mainline branch becomes that successor (nginx.org/en/CHANGES, first release
    // of each branch; for 1.30 its month).
    endedLines: [
      EndedLine("1.29", CalendarDate(2026, 4, 30)), EndedLine("1.28", CalendarDate(2026, 4, 30)),
      EndedLine("1.27", CalendarDate(2025, 4, 23)), EndedLine("1.26", CalendarDate(2025, 4, 23)),
      EndedLine("1.25", CalendarDate(2024, 4, 23)), EndedLine("1.24", CalendarDate(2024, 4, 23)),
      EndedLine("1.23", CalendarDate(2023, 4, 11)), EndedLine("1.22", CalendarDate(2023, 4, 11)),
      EndedLine("1.21", CalendarDate(2022, 5, 24)), EndedLine("1.20", CalendarDate(2022, 5, 24)),
      EndedLine("1.19", CalendarDate(2021, 4, 20)), EndedLine("1.18", CalendarDate(2021, 4, 20)),
      EndedLine("1.17", CalendarDate(2020, 4, 21)), EndedLine("1.16", CalendarDate(2020, 4, 21)),
    ],
    account: Account(name: "securegen", uid: 10101), port: Port(8080),
    // The image's entrypoint rewrites its configuration at start; ours is complete and read-only.
    entrypoint: .reset, command: ["nginx", "-g", "daemon off;"], applicationDirectory: AbsolutePath(literal: "/srv/www"),
    scratch: [ScratchDirectory("/tmp", size: ByteSize(bytes: 64 << 20))],
    needsInit: false,
    // nginx.org/en/docs/control.html: QUIT lets requests finish; TERM cuts them off.
    stopSignal: "SIGQUIT", stopTimeout: 30,
    probe: { Probe.bash($0) },
    defaultProbe: { port in port.map { Probe.bash(.tcp(port: $0)) } },
    startPeriod: Duration(seconds: 5),
    syscalls: .everyProcess + [.asyncIO],
    appArmor: AppArmorNeeds(
      executables: ["/usr/sbin/nginx"], readable: ["/etc/nginx/**"]),
    leastMemory: ByteSize(bytes: 16 << 20))
}
