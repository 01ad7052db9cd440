import Languages

/// The fixed part of networks.sh that makes and removes networks.
enum NetworksCode {
  static let ranges: StaticString = #"""
    # Every IPv4 range in use, a line each: "10.0.0.0/8 network 'x'" for the engine's networks, and the host's own routes.
    ranges_in_use() {
      for used in $(docker network ls --quiet --no-trunc); do
        docker network inspect \
          --format '{{$name := .Name}}{{range .IPAM.Config}}{{.Subnet}} the Docker network {{$name}}{{println}}{{end}}' "$used" || :
      done
      if engine_is_local && [ -r /proc/net/route ]; then
        # Destination and mask are hexadecimal, lowest byte first. The default route covers everything and means nothing here.
        awk '
          function byte(text, at) {
            return 16 * (index("0123456789ABCDEF", substr(text, at, 1)) - 1) + index("0123456789ABCDEF", substr(text, at + 1, 1)) - 1
          }
          NR > 1 && $8 != "00000000" {
            bits = 0
            for (at = 1; at < 8; at += 2) for (value = byte($8, at); value > 0; value = (value - value % 2) / 2) bits += value % 2
            printf "%d.%d.%d.%d/%d the route of this host over %s\n", byte($2, 7), byte($2, 5), byte($2, 3), byte($2, 1), bits, $1
          }' /proc/net/route
      fi
    }

    # Prints what a subnet overlaps with, if anything but what goes. Reads ranges_in_use; each line ends with a name.
    overlap_with() {
      awk -v wanted="$1" -v going="$going" '
        function address(text, part) { split(text, part, "."); return ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4] }
        function span(text, part, bits) { split(text, part, "/"); size = 1; for (bits = part[2]; bits < 32; bits++) size *= 2; low = address(part[1]); low -= low % size; high = low + size - 1 }
        BEGIN { span(wanted); first = low; last = high }
        index(going, " " $NF " ") { next }
        $1 ~ /^[0-9.]+\/[0-9]+$/ { span($1); if (low <= last && first <= high) { range = $1; $1 = ""; print substr($0, 2) " (" range ")"; exit } }'
    }
    """#

  static let networks: StaticString = #"""
    # Networks of this stack that the engine has: " NAME/DIGEST/BRIDGE" each.
    find_own() {
      ids=$(docker network ls --quiet --filter "label=securegen.stack=$stack")
      own=''
      # shellcheck disable=SC2086 # ids
      [ -z "$ids" ] || own=" $(docker network inspect \
        --format '{{.Name}}/{{index .Labels "securegen.config"}}/{{index .Options "com.docker.network.bridge.name"}}' $ids | tr '\n' ' ')"
    }

    attached_to() { # NETWORK [CONTAINER ...]: who is on it but the containers named
      network=$1
      shift
      for attached in $(docker ps --all --filter "network=$network" --format '{{.Names}}'); do
        case " $* " in
          *" $attached "*) ;;
          *) printf '%s ' "$attached" ;;
        esac
      done
    }

    wanted_digest() { [ "$1" != "$candidate" ] || printf '%s' "$8"; }

    # Those of an earlier stack file or of another configuration: they go, unless somebody but the containers named is on them.
    find_outdated() { # [CONTAINER ...]
      outdated='' going=' '
      for entry in $own; do
        candidate=${entry%%/*} made=${entry#*/}
        wanted=$(networks wanted_digest)
        [ "${made%%/*}" != "$wanted" ] || continue
        users=$(attached_to "$candidate" "$@")
        if [ -z "$users" ]; then
          outdated="$outdated $candidate" going="$going$candidate ${made#*/} "
        elif [ -n "$wanted" ]; then
          fail "the network $candidate was made with another configuration and is in use by: ${users}(run.sh without a name replaces all of them; else run stop.sh first)"
        elif [ "$command" != check ]; then
          warn "the network $candidate stays: in use by $users"
        fi
      done
    }

    # Whether a network is there or can be made. Changes nothing; what goes is in nobody's way.
    check_network() {
      case $own in
        *" $1/"*)
          case $going in
            *" $1 "*) ;;
            *) return 0 ;;
          esac
          ;;
        *) if docker network inspect "$1" >/dev/null 2>&1; then fail "the network $1 exists and is not this stack's: remove or rename it"; fi ;;
      esac
      clash=$(ranges_in_use | overlap_with "$3")
      [ -z "$clash" ] ||
        fail "the subnet $3 of $1 overlaps with $clash; give the stack another block: 'network: { pool: 10.x.y.0/20 }' in its stack file"
      case $going in
        *" $5 "*) return 0 ;;
      esac
      if engine_is_local && [ -e "/sys/class/net/$5" ]; then
        fail "the interface $5 exists and is not Docker's: remove it ('ip link delete $5') or rename the stack"
      fi
    }

    make_network() {
      name=$1 kind=$2 subnet=$3 gateway=$4 bridge=$5 digest=$8
      case $own in
        *" $name/"*) return 0 ;;
      esac
      set -- --driver bridge --subnet "$subnet" --gateway "$gateway" --opt "com.docker.network.bridge.name=$bridge" \
        --label "securegen.stack=$stack" --label "securegen.config=$digest"
      case $kind in
        edge)
          # Published ports work; what starts inside is neither masqueraded nor passed between containers.
          set -- "$@" --opt com.docker.network.bridge.enable_ip_masquerade=false --opt com.docker.network.bridge.enable_icc=false
          ;;
        egress) set -- "$@" --opt com.docker.network.bridge.enable_icc=false ;;
        *)
          # No address on the host, so the host is no neighbour.
          set -- "$@" --internal --opt com.docker.network.bridge.inhibit_ipv4=true
          [ "$engine_major" -lt 28 ] || set -- "$@" --opt com.docker.network.bridge.gateway_mode_ipv4=isolated
          ;;
      esac
      docker network create "$@" "$name" >/dev/null || fail "the network $name could not be made"
      say "$name: made ($kind, $subnet)"
    }

    # All that go before any is made: subnets may have changed hands between them.
    make_networks() {
      find_own
      find_outdated
      networks check_network
      for candidate in $outdated; do
        docker network rm "$candidate" >/dev/null
        if [ -n "$(networks wanted_digest)" ]; then say "$candidate: made again, its configuration changed"; else say "$candidate: removed"; fi
      done
      [ -z "$outdated" ] || find_own
      networks make_network
    }

    remove_networks() {
      find_own
      for entry in $own; do
        candidate=${entry%%/*}
        users=$(attached_to "$candidate")
        if [ -n "$users" ]; then
          warn "the network $candidate stays: in use by $users"
          left=yes
        else
          docker network rm "$candidate" >/dev/null
          say "$candidate: removed"
        fi
      done
    }

    network_status() {
      case $own in
        *" $1/$8/"*) say "$1: there ($2, $3)" ;;
        *" $1/"*) say "$1: there, with another configuration" ;;
        *)
          say "$1: missing"
          missing=yes
          ;;
      esac
    }
    """#

  static let main: StaticString = #"""
    usage='usage: networks.sh [up|rules|status|down|compare|check [CONTAINER ...]]'
    left=no missing=no
    command=${1:-up}
    [ $# = 0 ] || shift
    [ $# = 0 ] || [ "$command" = check ] || wrong_usage "$usage"
    case $command in
      up)
        need_engine
        make_networks
        install_rules
        ;;
      rules)
        need_engine
        install_rules
        ;;
      status)
        need_engine
        find_own
        networks network_status
        rules_status
        [ "$missing" = no ] || exit 1
        ;;
      down)
        need_engine
        remove_networks
        [ "$left" = no ] || fail 'some networks are still in use, so the packet rules stay too'
        remove_rules
        ;;
      check)
        need_engine
        find_own
        find_outdated "$@"
        networks check_network
        ;;
      compare)
        need_engine
        compare_rules
        ;;
      *) wrong_usage "unknown command '$command'; $usage" ;;
    esac
    """#
}
