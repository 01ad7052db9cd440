import Stack

extension Catalog {
  /// PostgreSQL. A `source` becomes the scripts of a first start (/docker-entrypoint-initdb.d).
  ///
  /// 18 is left out: its image moved VOLUME to /var/lib/postgresql, so that the path every stack of 17 names would silently hold nothing.
  static let postgres = RuntimeDefinition(
    name: "postgres", kind: .store, repository: "postgres",
    // www.postgresql.org/support/versioning: "final release".
    releases: [
      RuntimeRelease(version: "17.11", tag: "17.11-trixie", endOfLife: CalendarDate(2029, 11, 8)),
      RuntimeRelease(version: "16.15", tag: "16.15-trixie", endOfLife: CalendarDate(2028, 11, 9)),
    ],
    endedLines: [
      EndedLine("14", CalendarDate(2026, 11, 12)), EndedLine("13", CalendarDate(2025, 11, 13)),
      EndedLine("12", CalendarDate(2024, 11, 21)), EndedLine("11", CalendarDate(2023, 11, 9)),
      EndedLine("10", CalendarDate(2022, 11, 10)), EndedLine("9.6", CalendarDate(2021, 11, 11)),
    ],
    // The entrypoint and initdb look their user up by name, so the image's account gets our number instead of a new account.
    account: Account(name: "postgres", uid: 10111), renamesAccount: "postgres", port: Port(5432), entrypoint: .keep,
    command: ["postgres"], portArguments: { ["-p", $0.description] },
    applicationDirectory: AbsolutePath(literal: "/docker-entrypoint-initdb.d"),
    environment: [
      (
        "POSTGRES_INITDB_ARGS", "--auth=scram-sha-256 --data-checksums",
        "the image's default trusts every local connection and notices no damaged page"
      )
    ],
    scratch: [
      // /var/run is a link to /run.
      ScratchDirectory("/run/postgresql", size: ByteSize(bytes: 16 << 20)), ScratchDirectory("/tmp", size: ByteSize(bytes: 64 << 20)),
    ],
    volumes: [(VolumeName(literal: "data"), AbsolutePath(literal: "/var/lib/postgresql/data"))],
    imageVolumes: [AbsolutePath(literal: "/var/lib/postgresql/data")],
    needsInit: false,
    // postgresql.org/docs/17/server-shutdown.html: INT is the fast shutdown, which ends sessions and checkpoints.
    stopSignal: "SIGINT", stopTimeout: 60,
    probe: postgresProbe,
    defaultProbe: { port in port.map { postgresProbe(.tcp(port: $0)) } },
    // initdb and the scripts of a first start come before it listens.
    startPeriod: Duration(seconds: 60),
    syscalls: .everyProcess + [.durability, .eventDescriptors, .sharedMemory],
    appArmor: AppArmorNeeds(
      executables: [
        "/usr/lib/postgresql/*/bin/*", "/usr/local/bin/docker-entrypoint.sh", "/usr/local/bin/docker-ensure-initdb.sh",
        // The entrypoint's shell and what it calls; psql and pg_isready are Debian's pg_wrapper, a Perl program.
        "/usr/bin/{env,perl,locale,getent}", "/usr/share/postgresql-common/pg_wrapper",
        "/usr/bin/{basename,chmod,chown,cp,cut,date,dirname,find,grep,gunzip,gzip,head,id,ls,mkdir,mv,rm,sed,sleep,sort,stat,tail,touch,tr,xargs,xz,zstd}",
      ],
      readable: [
        "/usr/share/postgresql/**", "/usr/share/postgresql-common/**", "/etc/postgresql-common/**", "/etc/postgresql/**",
        "/usr/share/perl/**", "/usr/share/perl5/**",
        // libpq is linked with GSSAPI, which lists its mechanisms when it is loaded.
        "/etc/gss/mech.d/{,**}",
      ],
      // Dynamic shared memory of parallel queries.
      writable: ["/dev/shm/**"],
      // Shared huge pages (huge_pages=try), a file without a name, which AppArmor sees as "/". The memory limit would not count them, so
      // the server goes on with ordinary pages.
      forgoes: ["/"]),
    passwordVariable: "POSTGRES_PASSWORD_FILE", leastMemory: ByteSize(bytes: 64 << 20))

  /// Over TCP: while a first start runs its scripts, the server listens on its socket only and must not count as healthy.
  @Sendable private static func postgresProbe(_ request: ProbeRequest) -> [String] {
    let port =
      switch request {
      case .http(_, _, let port), .tcp(let port): port
      }
    return ["pg_isready", "--quiet", "--host=127.0.0.1", "--port=\(port)", "--timeout=4"]
  }
}
