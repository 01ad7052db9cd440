import Stack

extension Catalog {
  /// `image:` alone. Nothing is known of the program, so it gets what any program may use; what it needs beyond, its stack declares.
  public static let image = RuntimeDefinition(
    name: "image", kind: .custom, repository: nil, releases: [], account: Account(name: "securegen", uid: 10001), port: nil,
    entrypoint: .keep, command: nil, applicationDirectory: AbsolutePath(literal: "/app"), packages: .detect,
    scratch: [ScratchDirectory("/tmp", size: ByteSize(bytes: 64 << 20))],
    needsInit: true,
    probe: { Probe.anyClient($0) },
    defaultProbe: { port in port.map { Probe.anyClient(.tcp(port: $0)) } },
    startPeriod: Duration(seconds: 30),
    syscalls: .everyProcess + [
      .applicationFiles, .asyncIO, .durability, .eventDescriptors, .identity, .nodeStart, .processHandles, .pythonModules, .rare,
      .scheduling, .sharedMemory,
    ],
    // The program may be anywhere.
    appArmor: AppArmorNeeds(
      executables: ["/{,usr/,usr/local/}{bin,sbin,lib,libexec}/**", "/{app,home,opt,srv}/**", "/*"],
      readable: ["/etc/**", "/home/**", "/opt/**", "/srv/**", "/usr/**", "/var/**"], writable: ["/dev/shm/**"]))
}
