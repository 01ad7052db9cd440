/// Checks of networks, published ports and listeners.
enum VerifyNetworkCode {
  static let attachments: StaticString = #"""
    own_attachment() { # NETWORK KIND SERVICE ADDRESS ...
      [ "$3" != "$service" ] || printf '%s %s\n' "$1" "$4"
    }
    check_attachments() {
      members own_attachment | sort >"$scratch/wanted"
      fact network | awk '$1 != "none" { print $1, $2 }' | sort >"$scratch/is"
      cmp -s "$scratch/is" "$scratch/wanted" ||
        problem "attached to $(tr '\n' ';' <"$scratch/is") not $(tr '\n' ';' <"$scratch/wanted")"
      ! grep -q '^bridge ' "$scratch/is" || problem 'on the default bridge'
      if [ -s "$scratch/wanted" ]; then
        conclude SG-301 "on $(awk '{ print $1 }' "$scratch/wanted" | tr '\n' ' ')and no other network"
      else
        conclude SG-301 'on no network at all'
      fi
    }

    # How each network is made; the services on it were checked above.
    check_network() { # NAME KIND SUBNET GATEWAY BRIDGE
      made=$(docker network inspect --format '{{.Driver}} {{.Internal}} {{range .IPAM.Config}}{{.Subnet}}{{end}} {{index .Options "com.docker.network.bridge.name"}} {{index .Options "com.docker.network.bridge.inhibit_ipv4"}}/{{index .Options "com.docker.network.bridge.enable_ip_masquerade"}}/{{index .Options "com.docker.network.bridge.enable_icc"}} {{.EnableIPv6}}' \
        "$1" 2>/dev/null) || made=missing
      case $2 in
        edge) expect "$1" "$made" "bridge false $3 $5 /false/false false" ;;
        egress) expect "$1" "$made" "bridge false $3 $5 //false false" ;;
        *) expect "$1" "$made" "bridge true $3 $5 true// false" ;;
      esac
      # Somebody else's container on it would be inside the boundary.
      for other in $(docker network inspect --format '{{range .Containers}}{{.Name}} {{end}}' "$1" 2>/dev/null); do
        case " $services " in
          *" ${other#"$stack-"} "*) ;;
          *) problem "$1 holds a stranger: $other" ;;
        esac
      done
      count=$((count + 1))
    }
    check_networks() {
      count=0
      networks check_network
      conclude SG-301 "$count networks as planned: internal ones without a host address, no stranger on them"
    }
    """#

  static let ports: StaticString = #"""
    wanted_binding() { printf '%s/tcp %s %s\n' "$port" "$1" "$2"; }
    # "8080/tcp 127.0.0.1 18080", a line a binding.
    bindings() {
      fact "$1" | awk '
        function field(text, name) { sub(".*\"" name "\":\"", "", text); sub("\".*", "", text); return text }
        { count = split($2, each, "},"); for (i = 1; i <= count; i++) if (each[i] ~ /HostPort/) print $1, field(each[i], "HostIp"), field(each[i], "HostPort") }' | sort
    }
    check_ports() {
      "published_$id" wanted_binding | sort >"$scratch/wanted"
      bindings binding >"$scratch/is"
      cmp -s "$scratch/is" "$scratch/wanted" ||
        problem "publishes $(tr '\n' ';' <"$scratch/is") not $(tr '\n' ';' <"$scratch/wanted")"
      # What the engine made of it: an address left out would be every one of the host, v4 and v6.
      bindings live >"$scratch/is"
      cmp -s "$scratch/is" "$scratch/wanted" ||
        problem "listens on the host at $(tr '\n' ';' <"$scratch/is") not $(tr '\n' ';' <"$scratch/wanted")"
      expect 'publish all' "$(fact publish_all)" false
      if [ -s "$scratch/wanted" ]; then
        conclude SG-302 "published: $(awk '{ print $2 " port " $3 }' "$scratch/wanted" | tr '\n' ' ' | sed 's/ $//')"
      else
        conclude SG-302 'publishes nothing, on v4 and v6'
      fi

      if inside_visible; then
        # State 0A is LISTEN; 0B00007F is 127.0.0.11, the engine's resolver.
        listening=$(cat "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null |
          awk '$4 == "0A" && $2 !~ /^0B00007F:/ { split($2, at, ":"); print at[length(at[2]) ? 2 : 1] }' | sort -u)
        numbers=''
        for hexadecimal in $listening; do
          number=$((0x$hexadecimal))
          numbers="$numbers $number"
          [ "$number" -ge 1024 ] || problem "listens on $number"
        done
        conclude SG-303 "listens on${numbers:- nothing}"
      else
        unknown SG-303 "$need_root"
      fi
    }
    """#
}
