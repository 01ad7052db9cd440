/// Probes from inside the containers' network namespaces (SG-304).
enum VerifyProbeCode {
  static let client: StaticString = #"""
    # A TCP client of this host: the namespace alone is the container's, so the image needs none.
    find_client() {
      client=''
      command -v nsenter >/dev/null 2>&1 || return 1
      if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
        client=bash
      elif command -v python3 >/dev/null 2>&1; then
        client=python3
      else
        return 1
      fi
    }

    # Answers "ADDRESS:PORT open|answered|silent" for each target, all tried at once.
    # answered: a reset came back, so packets get through though nothing listens. silent: nothing comes back.
    # shellcheck disable=SC2016 # expanded by that bash
    bash_client='
      for target; do
        (
          said=$(timeout 3 bash -c "exec 3<>/dev/tcp/${target%:*}/${target##*:}" 2>&1) && verdict=open || {
            verdict=silent
            case $said in *refused*) verdict=answered ;; esac
          }
          printf "%s %s\n" "$target" "$verdict"
        ) &
      done
      wait'
    python_client='
    import socket, sys, threading
    def probe(target):
        address, port = target.rsplit(":", 1)
        try:
            socket.create_connection((address, int(port)), 3).close()
            verdict = "open"
        except ConnectionRefusedError:
            verdict = "answered"
        except OSError:
            verdict = "silent"
        sys.stdout.write(target + " " + verdict + "\n")
    tries = [threading.Thread(target=probe, args=(target,)) for target in sys.argv[1:]]
    for each in tries: each.start()
    for each in tries: each.join()
    '
    probe_here() { # TARGET...
      if [ "$client" = bash ]; then bash -c "$bash_client" probe "$@"; else python3 -c "$python_client" "$@"; fi
    }
    probe_from() { # PID TARGET...
      namespace=$1
      shift
      if [ "$client" = bash ]; then
        nsenter --target "$namespace" --net -- bash -c "$bash_client" probe "$@"
      else
        nsenter --target "$namespace" --net -- python3 -c "$python_client" "$@"
      fi
    }
    verdict_of() { awk -v target="$1" '$1 == target { print $2; exit }' "$2"; }
    """#

  static let expectations: StaticString = #"""
    # What each way from this service must be, "TARGET PEER declared|policy|closed" a line.
    # Off a shared network, and on the ones without inter-container traffic, nothing gets through.
    member_line() { printf 'M %s\n' "$*"; }
    declared_line() { printf 'D %s\n' "$*"; }
    expected_ways() {
      {
        declared declared_line
        members member_line
        # Twice: the first reading learns which networks are the service's own.
        members member_line
      } | awk -v me="$service" '
        $1 == "D" { wanted[$2 " " $3] = 1; next }
        { key = $2 " " $4 }
        !(key in seen) { seen[key] = 1; if ($4 == me) { on[$2] = 1; role[$2] = $7 } next }
        $4 != me {
          way = "closed"
          if ($2 in on) {
            if ($3 == "tier") way = ((me " " $4) in wanted) ? "declared" : "policy"
            if ($3 == "link" && role[$2] == "client") way = "declared"
          }
          print $5 ":" $6, $4, way
        }'
    }

    # A refused probe proves something only if the target is up: it must answer from its own namespace.
    listening_at() { # PEER TARGET
      if ! grep -q "^$2 " "$scratch/listening" 2>/dev/null; then
        peer_pid=$(docker container inspect --format '{{.State.Pid}}' "$stack-$1" 2>/dev/null) || peer_pid=0
        if [ "$peer_pid" = 0 ]; then
          printf '%s silent\n' "$2" >>"$scratch/listening"
        else
          probe_from "$peer_pid" "$2" >>"$scratch/listening" 2>/dev/null || printf '%s silent\n' "$2" >>"$scratch/listening"
        fi
      fi
      [ "$(verdict_of "$2" "$scratch/listening")" != silent ]
    }
    """#

  static let ways: StaticString = #"""
    check_ways() {
      if ! inside_visible; then
        unknown SG-304 "$need_root: no probe was made"
        expected_ways | awk '$3 == "policy" { print $2 }' | sort -u >"$scratch/open"
        [ ! -s "$scratch/open" ] || report SG-304 policy "to $(tr '\n' ' ' <"$scratch/open")(on a shared network)"
        return 0
      fi
      if ! find_client; then
        unknown SG-304 'needs nsenter, and bash with timeout or python3, on this host'
        return 0
      fi
      check_peers
      check_host_ways
      check_outside
    }

    check_peers() {
      expected_ways >"$scratch/ways"
      if [ ! -s "$scratch/ways" ]; then
        pass SG-304 'there is no other service it could reach'
        return 0
      fi
      # shellcheck disable=SC2046 # targets are ADDRESS:PORT
      probe_from "$pid" $(awk '{ print $1 }' "$scratch/ways") >"$scratch/probes" 2>/dev/null || :
      reached='' refused='' by_policy='' unproven=''
      while read -r target peer way; do
        verdict=$(verdict_of "$target" "$scratch/probes")
        case $way/$verdict in
          declared/open) reached="$reached -> $peer:${target##*:} open" ;;
          declared/answered)
            # Port 9 stands for an unknown one: an answer shows the way.
            if [ "${target##*:}" = 9 ]; then reached="$reached -> $peer reachable"; else problem "-> $peer $target: nothing listens"; fi
            ;;
          declared/*) problem "-> $peer $target is declared and closed" ;;
          policy/open | policy/answered) by_policy="$by_policy -> $peer $target" ;;
          */open | */answered) problem "-> $peer $target is open ($verdict) and not declared" ;;
          */silent) if listening_at "$peer" "$target"; then refused="$refused -> $peer ${target%:*} refused"; else unproven="$unproven -> $peer $target"; fi ;;
          *) unproven="$unproven -> $peer $target" ;;
        esac
      done <"$scratch/ways"
      refused=$(printf '%s' "$refused" | sed 's/ -> /\n/g; s/^\n//' | sort -u | awk 'NF { printf " -> %s", $0 }')
      if [ -n "$problems" ] || [ -n "$reached$refused" ]; then conclude SG-304 "peers:$reached$refused"; fi
      [ -z "$unproven" ] || unknown SG-304 "the target does not answer even from its own namespace:$unproven"
      [ -z "$by_policy" ] || report SG-304 policy "isolation '$isolation' leaves open:$by_policy"
    }

    # The host: its own addresses, and the bridge's in every network of the service. Port 9: a reset would show a way.
    own_gateway() { # NAME KIND SUBNET GATEWAY BRIDGE
      ! grep -qF -e "$1 " "$scratch/own" || printf '%s:9\n' "$4"
    }
    check_host_ways() {
      members own_attachment >"$scratch/own"
      if [ ! -s "$scratch/own" ]; then
        pass SG-304 'on no network: neither the host nor the outside'
        return 0
      fi
      {
        networks own_gateway
        ip -4 -o address show scope global 2>/dev/null | awk '{ split($4, at, "/"); print at[1] ":9" }' | head -n 16
      } | sort -u >"$scratch/targets"
      # The control: the host itself reaches its addresses. What not even the host has needs no rule.
      # shellcheck disable=SC2046
      probe_here $(cat "$scratch/targets") | awk '$2 != "silent"' >"$scratch/control"
      # shellcheck disable=SC2046
      probe_from "$pid" $(cat "$scratch/targets") >"$scratch/probes" 2>/dev/null || :
      count=0
      while read -r target verdict; do
        case $(verdict_of "$target" "$scratch/probes") in
          silent) count=$((count + 1)) ;;
          '') unknown SG-304 "the host at ${target%:*}: no probe could be made" ;;
          *) problem "-> the host at ${target%:*} answers" ;;
        esac
      done <"$scratch/control"
      if [ -n "$problems" ] || [ "$count" -gt 0 ]; then
        conclude SG-304 "-> the host refused at $count addresses"
      else
        unknown SG-304 'the host answers at none of its addresses even to itself'
      fi
    }

    # Whether no default route has a living next hop: on an internal network nobody holds the gateway's address.
    # The host probes above made the kernel look for it, so its neighbour table tells.
    no_way_out() {
      [ -r "/proc/$pid/net/route" ] && [ -r "/proc/$pid/net/arp" ] || return 1
      awk '
        function byte(text, at) {
          return 16 * (index("0123456789ABCDEF", substr(text, at, 1)) - 1) + index("0123456789ABCDEF", substr(text, at + 1, 1)) - 1
        }
        NR > 1 && $2 == "00000000" { printf "%d.%d.%d.%d\n", byte($3, 7), byte($3, 5), byte($3, 3), byte($3, 1) }' "/proc/$pid/net/route" >"$scratch/gateways"
      while read -r gateway; do
        # Flag 0x2: the neighbour answered at some time. Without an entry nobody looked, so nothing is proven.
        awk -v gateway="$gateway" '$1 == gateway { known = 1; if ($3 != "0x0" || $4 != "00:00:00:00:00:00") alive = 1 } END { exit !(known && !alive) }' \
          "/proc/$pid/net/arp" || return 1
      done <"$scratch/gateways"
    }

    check_outside() {
      if [ "$egress" = no ]; then
        expect 'the resolver' "$(setting Dns)" '["127.0.0.1"'
        conclude SG-304 'outside names: the resolver has nobody to ask'
        if [ -z "$outside" ] && no_way_out; then
          pass SG-304 '-> outside: no gateway leads there'
          return 0
        fi
      fi
      if [ -z "$outside" ]; then
        unknown SG-304 'the outside: give a listener there with --outside IP:PORT'
        return 0
      fi
      if [ "$(probe_here "$outside" | awk '{ print $2 }')" != open ]; then
        unknown SG-304 "the outside: $outside does not answer this host either"
        return 0
      fi
      verdict=$(probe_from "$pid" "$outside" 2>/dev/null | awk '{ print $2 }')
      if [ "$egress" = yes ]; then
        expect "-> outside $outside" "$verdict" open
        conclude SG-304 "-> outside $outside open, as declared"
      else
        expect "-> outside $outside" "$verdict" silent
        conclude SG-304 "-> outside $outside refused"
      fi
    }
    """#
}
