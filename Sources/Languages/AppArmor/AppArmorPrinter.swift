extension AppArmorProfile {
  /// The header's comments, the ABI, the tunables, and the profile. `attach_disconnected` and `mediate_deleted` are what Docker's
  /// own default profile carries (moby profiles/apparmor/template.go): a container's files lie on mounts the host does not see.
  public func print(into output: inout Output) {
    for line in header { output.comment(line) }
    if !header.isEmpty { output.newline() }
    output.write("abi <abi/3.0>,\n\ninclude <tunables/global>\n\n")
    output.write("profile \(name) flags=(attach_disconnected,mediate_deleted\(complains ? ",complain" : "")) {\n")
    for rule in rules { rule.print(into: &output) }
    output.write("}\n")
  }
}

extension AppArmorRule {
  func print(into output: inout Output) {
    switch self {
    case .comment(let text): return output.comment(text, indent: 2)
    case .blank: return output.newline()
    case .file(let path, let permissions):
      output.write("  ")
      path.print(into: &output)
      Self.end(permissions, into: &output)
    case .denyFile(let path, let permissions):
      output.write("  deny ")
      path.print(into: &output)
      Self.end(permissions, into: &output)
    case .rule(let rule):
      output.write("  ")
      output.write(literal: rule)
      output.write(",\n")
    case .capability(let name): output.write("  capability \(name),\n")
    }
  }

  private static func end(_ permissions: StaticString, into output: inout Output) {
    output.write(byte: UInt8(ascii: " "))
    output.write(literal: permissions)
    output.write(",\n")
  }
}
