/// Every control, in the order of ids.
public enum Rules {
  public static let all: [Rule] = [
    .nonRootUser, .fixedImage, .multiStage, .noSetuid, .copyOnly, .noSecretsInImage, .healthCheck, .vulnerabilityGate,
    .capabilities, .noNewPrivileges, .notPrivileged, .readOnlyRoot, .limits, .boundedRestart, .noHostNamespaces, .noHostPaths, .seccomp,
    .appArmor,
    .internalNetworks, .onlyTheEdgePublishes, .unprivilegedPorts, .declaredTrafficOnly, .noTierSkipped,
    .secretsAsFiles, .daemon,
    .securityHeaders, .headersEverywhere, .knownHosts, .noVersions, .requestLimits, .gixy,
    .workflow,
  ]

  /// The rule of a public id, `SG-101`.
  public static func rule(_ id: String) -> Rule? { all.first { $0.id.description == id } }
}
