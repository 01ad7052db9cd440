import Languages
import Planning
import Stack

func emitStopScript(_ plan: DeploymentPlan, context: EmissionContext) -> RenderedFile {
  let frame = ScriptFrame(plan: plan, context: context)
  return frame.script(
    "stop.sh",
    ["stops and removes its containers, the volumes that hold secrets, its networks and its packet rules."],
    usage: [
      "usage: stop.sh [--volumes]",
      "  --volumes  also remove the data volumes, after naming them: the data is gone then",
      "Safe to repeat; nothing of another stack is touched.",
      "exit: 0 done, 1 something is left (and named), 2 wrong usage",
    ],
    data: [
      .code(SharedCode.place), frame.stackAssignment, .comment("Clients before their servers."), frame.services(plan.startOrder.reversed()),
    ],
    code: [SharedCode.engine, SharedCode.lock, StopCode.main])
}

enum StopCode {
  static let main: StaticString = #"""
    volumes=no
    while [ $# -gt 0 ]; do
      case $1 in
        --volumes) volumes=yes ;;
        *) wrong_usage "unknown argument '$1'; usage: stop.sh [--volumes]" ;;
      esac
      shift
    done
    need_engine
    take_lock
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    left=no

    # The label decides, not the name: another stack's container may be called alike.
    containers() { docker ps --all --filter "label=securegen.stack=$stack" --format '{{.Names}}'; }
    volumes_of_kind() { docker volume ls --quiet --filter "label=securegen.stack=$stack" --filter "label=securegen.kind=$1"; }

    remove_container() {
      docker stop "$1" >/dev/null || :
      # --volumes: those without a name; named ones stay.
      if docker rm --force --volumes "$1" >/dev/null; then say "$1: stopped and removed"; else left=yes; fi
    }

    there=$(containers)
    for service in $services; do
      if printf '%s\n' "$there" | grep -qxF -e "$stack-$service"; then remove_container "$stack-$service"; fi
    done
    for container in $(containers); do remove_container "$container"; done
    for volume in $(volumes_of_kind secrets); do
      if docker volume rm "$volume" >/dev/null; then say "$volume: removed"; else left=yes; fi
    done
    "$here/networks.sh" down || left=yes
    data=$(volumes_of_kind data)
    if [ "$volumes" = yes ]; then
      [ -z "$data" ] || say "removing the data volumes: $(printf '%s' "$data" | tr '\n' ' ')"
      for volume in $data; do
        if docker volume rm "$volume" >/dev/null; then say "$volume: removed, its data is gone"; else left=yes; fi
      done
    elif [ -n "$data" ]; then
      say "kept the data volumes: $(printf '%s\n' "$data" | tr '\n' ' ')(stop.sh --volumes removes them)"
    fi
    [ "$left" = no ] || fail 'something is left, see above'
    """#
}
