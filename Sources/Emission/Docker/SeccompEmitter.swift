import Languages
import Planning
import Stack

/// The service's system call allowlist in Docker's own profile format (moby/profiles, seccomp/seccomp.go).
///
/// Everything in it also lies inside the engine's default profile, with the same conditions or narrower ones. Of what the default
/// allows by argument, `personality` is left out: no runtime of the catalog calls it, and it can turn address randomisation off.
func emitSeccomp(_ service: ServicePlan) -> RenderedFile {
  RenderedFile(path: "\(service.name)/seccomp.json", bytes: seccompProfile(service.seccomp))
}

func seccompProfile(_ plan: SeccompPlan) -> [UInt8] {
  let profile: JSONValue = .object([
    ("defaultAction", "SCMP_ACT_ERRNO"),
    // EPERM, as the engine's default answers.
    ("defaultErrnoRet", 1),
    // The native ABI only: i386's socketcall and x32's own numbers would be ways round the rules on socket and clone.
    ("archMap", .array(["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"].map(architecture))),
    ("syscalls", .array(syscallRules(plan))),
  ])
  return profile.printed
}

private func architecture(_ name: String) -> JSONValue {
  .object([("architecture", .string(name)), ("subArchitectures", .array([]))])
}

/// Calls that only x86-64 has: the engine's default conditions them on the architecture too.
private let onlyOnAMD64 = ["arch_prctl", "modify_ldt"]

private func syscallRules(_ plan: SeccompPlan) -> [JSONValue] {
  let amd64 = plan.names.filter(onlyOnAMD64.contains)
  var rules = [allow(plan.names.filter { !onlyOnAMD64.contains($0) })]
  if !amd64.isEmpty { rules.append(allow(amd64, ("includes", .object([("arches", .array(["amd64"]))])))) }
  // One rule a family: AF_ALG, AF_VSOCK, AF_PACKET and all others stay closed.
  for family in plan.socketFamilies {
    rules.append(allow(["socket"], ("args", .array([argument(0, family, "SCMP_CMP_EQ")]))))
  }
  // No flag may ask for a new namespace: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h).
  rules.append(allow(["clone"], ("args", .array([argument(0, namespaceFlags, "SCMP_CMP_MASKED_EQ")]))))
  // clone3 takes its flags by pointer, where no filter can see them. ENOSYS makes libc fall back to clone; EPERM would break threads.
  rules.append(.object([("names", .array(["clone3"])), ("action", "SCMP_ACT_ERRNO"), ("errnoRet", 38)]))
  return rules
}

private let namespaceFlags = 0x7E02_0000

private func argument(_ index: Int, _ value: Int, _ comparison: String) -> JSONValue {
  // For SCMP_CMP_MASKED_EQ `value` is the mask and `valueTwo` what must be left of it.
  .object([("index", .integer(index)), ("value", .integer(value)), ("valueTwo", 0), ("op", .string(comparison))])
}

private func allow(_ names: [String], _ condition: (String, JSONValue)? = nil) -> JSONValue {
  var members: [(String, JSONValue)] = [("names", .array(names.map(JSONValue.string))), ("action", "SCMP_ACT_ALLOW")]
  if let condition { members.append(condition) }
  return .object(members)
}
