import Languages
import Planning
import Stack

/// The service's AppArmor profile: every refusal of Docker's own `docker-default` (moby/profiles, apparmor/template.go), with its three
/// blanket permissions (`file`, `capability`, `network`) replaced by lists.
func emitAppArmor(_ service: ServicePlan, plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  var header = generatedNotice("AppArmor profile of service \(service.name) in stack \(plan.stack).", plan: plan, context: context)
  // The parser's cache goes by file name, and every service's file has the same: from the cache, one would get another's profile.
  header.append("Load it with: apparmor_parser --replace --skip-cache apparmor.profile")
  guard let name = BareWord(service.appArmor.profile) else { preconditionFailure("not a profile name: \(service.appArmor.profile)") }
  let sections: [[AppArmorRule]] = [
    networkRules(service.seccomp.socketFamilies), capabilityRules(service.appArmor.capabilities), processRules, kernelRules, deviceRules,
    libraryRules, executableRules(service.appArmor), dataRules(service),
  ]
  let profile = AppArmorProfile(
    header: header, name: name, complains: !service.appArmor.isEnforced,
    rules: Array(sections.filter { !$0.isEmpty }.joined(separator: [.blank])))
  return RenderedFile(path: "\(service.name)/apparmor.profile", bytes: profile.printed)
}

/// The families that the seccomp profile lets `socket` take, so that the two never disagree.
private func networkRules(_ families: [Int]) -> [AppArmorRule] {
  var rules: [AppArmorRule] = [.comment("Sockets: what the runtime needs, and never a raw one.")]
  for family in families {
    switch family {
    case 1: rules.append(.rule("network unix"))
    case 2: rules += [.rule("network inet stream"), .rule("network inet dgram")]
    case 10: rules += [.rule("network inet6 stream"), .rule("network inet6 dgram")]
    // libc lists the interfaces over it (getaddrinfo, AI_ADDRCONFIG).
    case 16: rules.append(.rule("network netlink raw"))
    default: preconditionFailure("no AppArmor rule for address family \(family)")
    }
  }
  rules += [
    .comment("AF_ALG leads into the kernel's crypto code (CVE-2026-31431)."),
    .rule("deny network alg"), .rule("deny network packet"), .rule("deny network vsock"), .rule("deny network inet raw"),
    .rule("deny network inet6 raw"),
  ]
  return rules
}

private func capabilityRules(_ capabilities: [Capability]) -> [AppArmorRule] {
  capabilities.map { capability in
    guard let word = BareWord(capability.description.lowercased()) else { preconditionFailure("not a capability: \(capability)") }
    return .capability(word)
  }
}

private let processRules: [AppArmorRule] = [
  .comment("Signals from the engine (docker stop, docker kill) and among the service's own processes."),
  .rule("signal (receive) peer=unconfined"),
  .rule("signal (receive) peer=runc"),
  .rule("signal (receive) peer=crun"),
  .rule("signal (receive) peer=dockerd"),
  .rule("signal (send, receive) peer=@{profile_name}"),
  .comment("Reading the service's own processes, never tracing them."),
  .rule("ptrace (read, readby) peer=@{profile_name}"),
]

private let kernelRules: [AppArmorRule] = [
  .comment("The kernel's own trees: nothing is written but a thread's name."),
  .rule("deny mount"),
  .rule("deny umount"),
  .rule("deny pivot_root"),
  .denyFile(.pattern("@{PROC}/*"), "wkl"),
  .denyFile(.pattern("@{PROC}/[^1-9]*/**"), "wkl"),
  .denyFile(.pattern("@{PROC}/{kcore,kmsg,sysrq-trigger}"), "rwklx"),
  .denyFile(.pattern("/sys/**"), "wklx"),
  .denyFile(.pattern("/sys/{firmware,devices/virtual/powercap,kernel/security}/**"), "rwklx"),
  .file(.pattern("@{PROC}/"), "r"),
  .file(.pattern("@{PROC}/{cpuinfo,filesystems,loadavg,meminfo,stat,uptime,version,vmstat}"), "r"),
  .file(.pattern("@{PROC}/sys/{fs,kernel,net,vm}/**"), "r"),
  .file(.pattern("@{PROC}/@{pid}/"), "r"),
  .file(.pattern("@{PROC}/@{pid}/{cgroup,cmdline,comm,limits,maps,mountinfo,mounts,oom_score_adj,smaps,stat,statm,status}"), "r"),
  .file(.pattern("@{PROC}/@{pid}/{attr,fd,fdinfo,net,ns,task}/{,**}"), "r"),
  .file(.pattern("@{PROC}/@{pid}/task/@{tid}/comm"), "rw"),
  .file(.pattern("/sys/fs/cgroup/{,**}"), "r"),
  .file(.pattern("/sys/devices/system/{clocksource,cpu,node}/{,**}"), "r"),
  .file(.pattern("/sys/kernel/mm/transparent_hugepage/*"), "r"),
]

private let deviceRules: [AppArmorRule] = [
  .file(.pattern("/dev/"), "r"),
  .file(.pattern("/dev/{full,null,random,urandom,zero}"), "rw"),
  .comment("A terminal, for docker exec -it."),
  .file(.pattern("/dev/{console,tty}"), "rw"),
  .file(.pattern("/dev/pts/*"), "rw"),
]

private let libraryRules: [AppArmorRule] = [
  .comment("Libraries and what they read."),
  .file(.pattern("/"), "r"),
  .file(.pattern("/{,usr/}lib{,32,64}/{,**}"), "mr"),
  .file(.pattern("/usr/local/lib{,64}/{,**}"), "mr"),
  .file(.pattern("/etc/ld.so.{cache,preload,conf}"), "mr"),
  .file(.pattern("/etc/ld.so.conf.d/{,**}"), "r"),
  .file(
    .pattern(
      "/etc/{gai.conf,group,host.conf,hostname,hosts,locale.alias,localtime,nsswitch.conf,passwd,protocols,resolv.conf,services,timezone}"),
    "r"),
  .file(.pattern("/etc/{ca-certificates,pki,ssl}/{,**}"), "r"),
  .file(.pattern("/usr/share/{ca-certificates,i18n,locale,zoneinfo}/{,**}"), "r"),
]

private func executableRules(_ plan: AppArmorPlan) -> [AppArmorRule] {
  var rules: [AppArmorRule] = [
    .comment("What may run: the shell (health checks, docker exec), the engine's init, and the service's programs."),
    .file(.pattern("/{,usr/}bin/{bash,busybox,cat,dash,sh}"), "mrix"),
    .file(.pattern("/{,usr/}{bin,sbin}/docker-init"), "mrix"),
    .file(.pattern("/dev/init"), "mrix"),
  ]
  rules += plan.needs.executables.map { .file(.pattern($0), "mrix") }
  return rules
}

private func dataRules(_ service: ServicePlan) -> [AppArmorRule] {
  let plan = service.appArmor
  var rules: [AppArmorRule] = [.comment("The application, read-only, and its secrets.")]
  // Mappable: native modules and extension libraries lie among the application's files. Never executable.
  rules += plan.readable.map { .file(.tree($0.description), "mr") }
  rules += plan.needs.readable.map { .file(.pattern($0), "mr") }
  rules.append(.file(.pattern("/{,var/}run/secrets/{,**}"), "r"))
  if !plan.needs.forgoes.isEmpty {
    rules += [.blank, .comment("What it tries and does without: refused, but not logged each time.")]
    rules += plan.needs.forgoes.map { .denyFile(.pattern($0), "w") }
  }
  guard service.readOnly else {
    return rules + [
      .blank, .comment("The policy leaves the root file system writable: the files' own permissions decide."),
      .file(.pattern("/{,**}"), "rwk"),
    ]
  }
  let writable =
    plan.writable.map { AppArmorRule.file(.tree($0.description), "rwk") } + plan.needs.writable.map { .file(.pattern($0), "rwk") }
  if !writable.isEmpty { rules += [.blank, .comment("Writable: tmpfs and volumes. Nothing written here can be run.")] + writable }
  return rules
}
