import Stack

extension Catalog {
  /// CPython; dependencies live in a virtual environment that the build stage fills, without pip.
  static let python = RuntimeDefinition(
    name: "python", kind: .application, repository: "python",
    // devguide.python.org/versions: end of the month, five years after the first release.
    releases: [
      RuntimeRelease(version: "3.14.8", tag: "3.14.8-slim-trixie", endOfLife: CalendarDate(2030, 10, 31)),
      RuntimeRelease(version: "3.13.15", tag: "3.13.15-slim-trixie", endOfLife: CalendarDate(2029, 10, 31)),
      RuntimeRelease(version: "3.12.14", tag: "3.12.14-slim-trixie", endOfLife: CalendarDate(2028, 10, 31)),
    ],
    endedLines: [
      EndedLine("3.10", CalendarDate(2026, 10, 31)), EndedLine("3.9", CalendarDate(2025, 10, 31)),
      EndedLine("3.8", CalendarDate(2024, 10, 7)), EndedLine("3.7", CalendarDate(2023, 6, 27)),
      EndedLine("3.6", CalendarDate(2021, 12, 23)), EndedLine("2", CalendarDate(2020, 1, 1)),
    ],
    account: Account(name: "securegen", uid: 10103), port: Port(8000), entrypoint: .reset, command: ["python3"],
    entryFiles: ["app.py", "main.py", "server.py"], applicationDirectory: AbsolutePath(literal: "/app"),
    removes: [
      "/usr/local/bin/pip*", "/usr/local/lib/python3*/site-packages/pip", "/usr/local/lib/python3*/site-packages/pip-*",
      "/usr/local/lib/python3*/ensurepip",
    ],
    environment: [
      (
        "PATH", "/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin",
        "the application's own environment comes first"
      ),
      ("PYTHONDONTWRITEBYTECODE", "1", "the file system is read-only"),
      ("PYTHONUNBUFFERED", "1", "log lines leave at once, also before a crash"),
    ],
    dependencies: [
      DependencyRecipe(needs: ["requirements.txt"], install: pip, installForBuild: pip, produces: [AbsolutePath(literal: "/opt/venv")])
    ],
    scratch: [ScratchDirectory("/tmp", size: ByteSize(bytes: 64 << 20))],
    // CPython as PID 1 ignores SIGTERM unless the program handles it.
    needsInit: true,
    probe: pythonProbe,
    defaultProbe: { port in port.map { pythonProbe(.tcp(port: $0)) } },
    startPeriod: Duration(seconds: 10),
    syscalls: .everyProcess + [.applicationFiles, .eventDescriptors, .processHandles, .pythonModules, .scheduling],
    appArmor: AppArmorNeeds(
      executables: ["/usr/{,local/}bin/python3*", "/opt/venv/bin/*"],
      // The standard library's mimetypes fails where the list is there and can't be read.
      readable: ["/opt/venv/**", "/etc/mime.types"],
      // multiprocessing's locks and queues.
      writable: ["/dev/shm/**"]),
    leastMemory: ByteSize(bytes: 32 << 20))

  private static let pip: [[String]] = [
    ["python3", "-m", "venv", "--without-pip", "/opt/venv"],
    [
      "pip", "--python", "/opt/venv/bin/python3", "install", "--no-cache-dir", "--disable-pip-version-check", "--requirement",
      "requirements.txt",
    ],
  ]

  private static let pythonHTTP = """
    import http.client,sys;\
    c=http.client.HTTPConnection('127.0.0.1',int(sys.argv[1]),timeout=4);\
    c.request('GET',sys.argv[2],headers={'Host':sys.argv[3]});\
    sys.exit(not 200<=c.getresponse().status<400)
    """

  private static let pythonTCP = "import socket,sys;socket.create_connection(('127.0.0.1',int(sys.argv[1])),4).close()"

  @Sendable private static func pythonProbe(_ request: ProbeRequest) -> [String] {
    switch request {
    case .http(let path, let host, let port): ["python3", "-c", pythonHTTP, port.description, path, host]
    case .tcp(let port): ["python3", "-c", pythonTCP, port.description]
    }
  }
}
