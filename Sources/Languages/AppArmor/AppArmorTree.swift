/// A path or pattern in a profile. Literal text has AppArmor's own metacharacters (`?*[]{}^"\ ,#@`) escaped or quoted by the printer.
public enum AppArmorPath: Sendable {
  /// Exactly this path.
  case path(String)
  /// This directory and all below it: `/app/**`.
  case tree(String)
  /// What lies directly in the directory: `/usr/bin/*`.
  case children(String)
  /// A pattern of ours: `/usr/lib/@{multiarch}/**.so*`.
  case pattern(StaticString)
}

/// A profile file for `apparmor_parser`, ABI 3.0.
public struct AppArmorProfile: Printable {
  public var header: [CommentText]
  /// `[a-z0-9.-]+`; the name that `--security-opt apparmor=` takes.
  public var name: BareWord
  public var rules: [AppArmorRule]
  public init(header: [CommentText], name: BareWord, rules: [AppArmorRule]) {
    self.header = header
    self.name = name
    self.rules = rules
  }
}

public enum AppArmorRule: Sendable {
  case comment(CommentText)
  case blank
  /// `/app/** r,`; permissions of ours: `r`, `rw`, `mr`, `ix`, `rix`, `rwk`, `m`.
  case file(AppArmorPath, StaticString)
  /// `deny /proc/kcore rwklx,`
  case denyFile(AppArmorPath, StaticString)
  /// Any other rule, ours, without its comma: `network inet stream`, `deny mount`, `signal (receive) peer=unconfined`.
  case rule(StaticString)
  /// `capability net_bind_service,`
  case capability(BareWord)
}
