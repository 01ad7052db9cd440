/// A path or pattern in a profile. Literal text must be absolute, without NUL and below
/// 4096 bytes (preconditions); metacharacters are escaped. Example: `"/my app/{,**}"`
public enum AppArmorPath: Sendable {
  /// Exactly this path: `/proc/kcore`.
  case path(String)
  /// This directory and all below it: `/app/{,**}` (`/app/**` alone would leave out the directory itself).
  case tree(String)
  /// What lies directly in the directory: `/usr/bin/*`.
  case children(String)
  /// A pattern of ours: `/usr/lib/@{multiarch}/**.so*`.
  case pattern(StaticString)
}

/// A profile file for `apparmor_parser`, ABI 3.0, which Debian 12 (3.0.8) and 13 (4.1.0) carry.
/// Example: `profile web flags=(attach_disconnected,mediate_deleted) {⏎  /app/{,**} r,⏎}`
public struct AppArmorProfile: Printable {
  public var header: [CommentText]
  /// `[a-z0-9.-]+`; the name that `--security-opt apparmor=` takes.
  public var name: BareWord
  public var rules: [AppArmorRule]
  /// Only logs what a rule doesn't allow (flag `complain`).
  public var complains: Bool
  public init(header: [CommentText], name: BareWord, complains: Bool = false, rules: [AppArmorRule]) {
    self.header = header
    self.complains = complains
    self.name = name
    self.rules = rules
  }
}

public enum AppArmorRule: Sendable {
  /// `# why`
  case comment(CommentText)
  /// An empty line.
  case blank
  /// `/app/{,**} r,`; permissions of ours: `r`, `rw`, `mr`, `ix`, `rix`, `rwk`, `m`.
  case file(AppArmorPath, StaticString)
  /// `deny /proc/kcore rwklx,`
  case denyFile(AppArmorPath, StaticString)
  /// Any other rule, ours, without its comma: `network inet stream`, `deny mount`, `signal (receive) peer=unconfined`.
  case rule(StaticString)
  /// `capability net_bind_service,`
  case capability(BareWord)
}
