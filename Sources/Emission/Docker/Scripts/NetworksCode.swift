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

    # Prints what a subnet overlaps with, if anything. Reads ranges_in_use.
    overlap_with() {
      awk -v wanted="$1" '
        function address(text, part) { split(text, part, "."); return ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4] }
        function span(text, part) { split(text, part, "/"); size = 2 ^ (32 - part[2]); low = address(part[1]); low -= low % size; high = low + size - 1 }
        BEGIN { span(wanted); first = low; last = high }
        $1 ~ /^[0-9.]+\/[0-9]+$/ { span($1); if (low <= last && first <= high) { range = $1; $1 = ""; print substr($0, 2) " (" range ")"; exit } }'
    }
    """#

  static let networks: StaticString = #"""
    # A network of another stack, or of another configuration, is never touched while something is attached to it.
    ensure_network() {
      name=$1 kind=$2 subnet=$3 gateway=$4 bridge=$5 digest=$8
      if found=$(docker network inspect --format '{{index .Labels "securegen.stack"}}/{{index .Labels "securegen.config"}}' "$name" 2>/dev/null); then
        [ "$found" != "$stack/$digest" ] || return 0
        [ "${found%%/*}" = "$stack" ] || fail "the network $name exists and is not this stack's: remove or rename it"
        attached=$(docker ps --all --filter "network=$name" --format '{{.Names}}' | tr '\n' ' ')
        [ -z "$attached" ] || fail "the network $name was made with another configuration and is in use by: ${attached}(run stop.sh, then run.sh)"
        docker network rm "$name" >/dev/null
        say "$name: made again, its configuration changed"
      fi
      clash=$(ranges_in_use | overlap_with "$subnet")
      [ -z "$clash" ] ||
        fail "the subnet $subnet of $name overlaps with $clash; give the stack another block: 'network: { pool: 10.x.y.0/20 }' in its stack file"
      if engine_is_local && [ -e "/sys/class/net/$bridge" ]; then
        fail "the interface $bridge exists and is not Docker's: remove it ('ip link delete $bridge') or rename the stack"
      fi
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

    # A leftover of an earlier stack file, and every network on the way down, goes when nothing is attached.
    remove_network() {
      attached=$(docker ps --all --filter "network=$1" --format '{{.Names}}' | tr '\n' ' ')
      if [ -n "$attached" ]; then
        warn "the network $1 stays: in use by $attached"
        return 1
      fi
      docker network rm "$1" >/dev/null
      say "$1: removed"
    }

    names_here() { printf '%s\n' "$1"; }

    remove_networks() { # [KEEP]: names to keep, a line each
      for candidate in $(docker network ls --filter "label=securegen.stack=$stack" --format '{{.Name}}'); do
        if [ -n "${1:-}" ] && printf '%s\n' "$1" | grep -qxF -e "$candidate"; then continue; fi
        remove_network "$candidate" || left=yes
      done
    }

    network_status() {
      if found=$(docker network inspect --format '{{index .Labels "securegen.config"}}' "$1" 2>/dev/null); then
        if [ "$found" = "$8" ]; then say "$1: there ($2, $3)"; else say "$1: there, with another configuration"; fi
      else
        say "$1: missing"
        missing=yes
      fi
    }
    """#

  static let main: StaticString = #"""
    [ $# -le 1 ] || wrong_usage 'usage: networks.sh [up|rules|status|down]'
    left=no missing=no
    case ${1:-up} in
      up)
        need_engine
        remove_networks "$(networks names_here)" # a network still in use stays, and is named
        networks ensure_network
        install_rules
        ;;
      rules)
        need_engine
        install_rules
        ;;
      status)
        need_engine
        networks network_status
        rules_status
        [ "$missing" = no ] || exit 1
        ;;
      down)
        need_engine
        remove_networks ''
        [ "$left" = no ] || fail 'some networks are still in use, so the packet rules stay too'
        remove_rules
        ;;
      *) wrong_usage "unknown command '$1'; usage: networks.sh [up|rules|status|down]" ;;
    esac
    """#
}
