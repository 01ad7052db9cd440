/// Checks of the engine and of what belongs to the stack as a whole.
enum VerifyHostCode {
  static let host: StaticString = #"""
    check_host() {
      service=$stack
      check_networks
      check_rules
      service=engine
      check_engine
    }

    # Under 'link' the direction of a connection is held by packet rules alone; everywhere they are the wall to the host.
    check_rules() {
      if ! engine_is_local || ! is_root; then
        unknown SG-304 "the packet rules: $need_root; without them stay open: $(open_without_rules)"
        return 0
      fi
      if [ "$isolation" = link ]; then
        knob=$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null) || knob=missing
        expect bridge-nf-call-iptables "$knob" 1
      fi
      # It knows the wanted rules, one by one.
      if differing=$("$here/networks.sh" compare 2>&1); then
        [ -z "$differing" ] ||
          problem "$(printf '%s' "$differing" | tr '\n' ';' | sed 's/;/; /g') (as root: networks.sh rules); open without them: $(open_without_rules)"
        conclude SG-304 "packet rules as wanted and reached first ($chain)"
      else
        [ -z "$problems" ] || conclude SG-304 ''
        unknown SG-304 "the packet rules: $differing"
      fi
    }
    open_without_rules() {
      if [ "$isolation" = link ]; then declared reverse_way; fi
      printf 'the host and one-way packets from services on edge and egress networks'
    }
    reverse_way() { printf '%s -> %s, ' "$2" "$1"; }

    # Only what the engine shows of its settings; the rest of daemon.json can't be read back from it.
    check_engine() {
      expect 'live-restore' "$(docker info --format '{{.LiveRestoreEnabled}}')" true
      icc=$(docker network inspect --format '{{index .Options "com.docker.network.bridge.enable_icc"}}' bridge 2>/dev/null) || icc=false
      expect 'inter-container traffic on the default bridge' "$icc" false
      expect 'the default log driver' "$(docker info --format '{{.LoggingDriver}}')" json-file
      if [ "$userns" = yes ]; then
        case $(docker info --format '{{json .SecurityOptions}}') in
          *name=userns*) ;;
          *) problem 'container ids are not mapped to others of the host (userns-remap)' ;;
        esac
      fi
      [ -z "$problems" ] || problem "install daemon.json as /etc/docker/daemon.json and restart the engine"
      conclude SG-501 'live-restore on, no inter-container traffic on the default bridge, json-file logs'
      unknown SG-501 'userland-proxy, default ulimits, log level and hosts: the engine does not show them'
    }
    """#
}
