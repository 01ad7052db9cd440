import Languages
import Planning
import Stack

extension RunbookScope {
  func commands() -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    if plan.services.contains(where: { !$0.secrets.isEmpty }) {
      blocks.append(.paragraph(["First make the secrets' files, once (see ", .strong("Secrets"), "). Then, in this folder:"]))
    } else {
      blocks.append(.paragraph(["In this folder:"]))
    }
    blocks.append(
      .fence(
        language: "sh",
        """
        ./build.sh                 # builds the images
        ./scan.sh                  # looks for known vulnerabilities; fails on \(plan.scan.failOn.map(\.rawValue).joined(separator: ", "))
        sudo ./run.sh              # networks, packet rules, secrets, containers
        sudo ./verify.sh           # checks the running containers against the controls below
        """))
    blocks.append(
      .paragraph([
        .code("sudo ./stop.sh"),
        " takes the stack down again: containers, networks, packet rules and the volumes that hold secrets; data volumes stay. ",
        "Every script runs from any directory, and a second run changes only what differs. Without root there are no packet rules: ",
        .code("networks.sh"), " and ", .code("verify.sh"),
        " name what stays open then; and AppArmor profiles must have been loaded by root before. ",
        "Let one user run them all: runs wait for no other user's, and what root made only root takes down whole.",
      ]))
    let addresses = plan.services.flatMap(\.publish)
    if let first = addresses.first {
      blocks.append(.paragraph([.text("Then look at "), .code("http://\(first)/"), "."]))
    }
    return blocks
  }

  func secrets() -> [MarkdownBlock] {
    var readers: [(name: SecretName, file: SecretFile, services: [String])] = []
    for service in plan.services {
      for secret in service.secrets {
        if let place = readers.firstIndex(where: { $0.name == secret.name }) {
          readers[place].services.append(service.name.description)
        } else {
          readers.append((secret.name, secret.file, [service.name.description]))
        }
      }
    }
    guard !readers.isEmpty else { return [.paragraph(["This stack has none."])] }
    let rows = readers.map { reader -> [[MarkdownInline]] in
      let file =
        switch reader.file {
        case .relative(let path): context.sourceRoot == "." ? path.description : context.sourceRoot + "/" + path.description
        case .absolute(let path): path
        }
      return [[.strong(reader.name.description)], [.code(file)], [.text(reader.services.joined(separator: ", "))]]
    }
    return [
      .table(header: [["secret"], ["file on the host, from this folder"], ["read by"]], rows: rows),
      .paragraph([
        "A password is made with ", .code("openssl rand -base64 24 > FILE && chmod 600 FILE"), ". ", .code("run.sh"),
        " copies each file into a volume of each service that reads it, owned by that service's user with mode 0400; the service finds it under ",
        .code("/run/secrets"), ". No build opens these files and no image holds them. To change one, change the file and run ",
        .code("run.sh"),
        " again. A database keeps the password it was first started with: change it there as well.",
      ]),
    ]
  }

  func boot() -> [MarkdownBlock] {
    [
      .paragraph([
        .text(
          "Each container is restarted after a failure, at most \(plan.restartRetries) times over its life; one that ended in order stays down "
        ),
        "when the engine restarts. Packet rules and AppArmor profiles are gone after a reboot. So let the system run ", .code("run.sh"),
        ", which puts all of it back. In this folder, as root:",
      ]),
      .fence(
        language: "sh",
        """
        directory=$(pwd | sed 's/%/%%/g')
        cat >/etc/systemd/system/securegen-\(plan.stack).service <<EOF
        [Unit]
        Description=Stack \(plan.stack)
        After=docker.service network-online.target
        Wants=docker.service network-online.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart="$directory/run.sh"
        ExecStop="$directory/stop.sh"
        TimeoutStopSec=\(stopSeconds)

        [Install]
        WantedBy=multi-user.target
        EOF
        systemctl daemon-reload && systemctl enable --now securegen-\(plan.stack).service
        """),
      .paragraph([
        "The unit wants the engine and doesn't require it: a stop or an update of the engine leaves it alone, so that ",
        .code("live-restore"),
        " keeps the containers running. When the host goes down, ", .code("stop.sh"), " ends them in order before the engine does.",
      ]),
      .paragraph([
        .text("After \(plan.restartRetries) crashes a service stays down until someone looks: "), .code("docker logs"), ", then ",
        .code("run.sh"), ", which starts it again; its count begins anew then.",
      ]),
    ]
  }

  /// stop.sh stops one container after the other, each with its own time, and then removes what is left.
  private var stopSeconds: Int { plan.services.reduce(60) { $0 + $1.runtime.stopTimeout } }

  func daemon() -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = [
      .paragraph([
        .code("daemon.json"), " is for ", .code("/etc/docker/daemon.json"), ": merge it with what is there, check and restart the engine:",
      ]),
      .fence(
        language: "sh",
        """
        sudo install -m 0644 daemon.json /etc/docker/daemon.json    # where there was none before
        sudo dockerd --validate --config-file /etc/docker/daemon.json    # engine 23 and newer
        sudo systemctl restart docker
        """),
      .paragraph([
        .code("live-restore"),
        " keeps containers running while the engine is down or being updated. Without it an engine restart stops them all, ",
        "and those that end in order stay down. Swarm can't have it. Engines before 23 run no more health checks of what they kept running, until ",
        .code("docker restart"), " (moby issue 41871): ", .code("verify.sh"), " names it.",
      ]),
    ]
    if plan.userNamespaces {
      blocks.append(
        .paragraph([
          .code("userns-remap"),
          " maps the containers' ids to others of the host, those of ", .code("dockremap"), " in ", .code("/etc/subuid"), " and ",
          .code("/etc/subgid"), ". The engine then keeps images, containers and volumes in another directory and doesn't see the ones it ",
          "had: build again, and copy what data volumes hold out before the switch and in again after it. ",
          .code("run.sh"), " copies secrets through the engine, which maps their owners too.",
        ]))
    }
    return blocks
  }

  func updating() -> [MarkdownBlock] {
    [
      .bullets([
        [
          "Change ", .code(stackFile), ", run ", .code("securegen build"), " on it, then ", .code("build.sh"), " and ", .code("run.sh"),
          ": only containers that differ are replaced.",
        ],
        [
          "Security updates come with a rebuild that takes nothing from the cache, weekly: ", .code("./build.sh --pull --no-cache"),
          ", then ",
          .code("scan.sh"), " and ", .code("run.sh"), ". ", .code("container-security.yml"),
          " scans such a build; it changes nothing here.",
        ],
        ["For CI, copy ", .code("container-security.yml"), " to ", .code(".github/workflows/"), " of the repository."],
        [.code("manifest.json"), " lists every file with its digest; a file changed by hand is named by the next build."],
      ])
    ]
  }
}
