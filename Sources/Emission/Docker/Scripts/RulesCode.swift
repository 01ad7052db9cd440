import Languages

/// The fixed part of networks.sh that writes packet rules.
enum RulesCode {
  static let text: StaticString = #"""
    # Packet rules. An own chain is entered from DOCKER-USER (forwarded and bridged packets) and from INPUT (to the host).
    # RETURN means "nothing to say": Docker's own rules decide. What isn't returned for a bridge of ours is dropped.
    forward_v4() {
      bridge=$5
      case $2 in
        edge)
          # Nothing starts here; nothing comes in but what publishing has redirected.
          printf -- '-A %s -i %s -j DROP\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -m conntrack --ctstate DNAT -j RETURN\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -j DROP\n' "$chain" "$bridge"
          ;;
        egress)
          # Out to the world, but not to link-local (cloud metadata), and not back to services the host publishes.
          # Nor to the stack's own ranges: the host has no route into most of them, and would send such packets to its own gateway.
          printf -- '-A %s -i %s -o %s -j DROP\n' "$chain" "$bridge" "$bridge"
          networks own_range_rule
          for nameserver in $nameservers; do
            case $nameserver in
              169.254.*) name_rules "$chain" "$bridge" ;;
            esac
          done
          printf -- '-A %s -i %s -d 169.254.0.0/16 -j DROP\n' "$chain" "$bridge"
          printf -- '-A %s -i %s -m conntrack --ctstate DNAT -j DROP\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -m conntrack --ctstate DNAT -j RETURN\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -j DROP\n' "$chain" "$bridge"
          ;;
        tier)
          printf -- '-A %s -i %s -o %s -j RETURN\n' "$chain" "$bridge" "$bridge"
          printf -- '-A %s -i %s -j DROP\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -j DROP\n' "$chain" "$bridge"
          ;;
        link)
          # One way: from the client to the server.
          printf -- '-A %s -i %s -o %s -s %s/32 -d %s/32 -j RETURN\n' "$chain" "$bridge" "$bridge" "$6" "$7"
          printf -- '-A %s -i %s -j DROP\n' "$chain" "$bridge"
          printf -- '-A %s -o %s -j DROP\n' "$chain" "$bridge"
          ;;
      esac
    }
    own_range_rule() { printf -- '-A %s -i %s -d %s -j DROP\n' "$chain" "$bridge" "$3"; }
    input_v4() {
      if [ "$2" = egress ]; then
        for nameserver in $nameservers; do name_rules "$chain-IN" "$5"; done
      fi
      input_v6 "$@"
    }
    # The bridges carry no IPv6, so no name server is asked by it either.
    forward_v6() { printf -- '-A %s -i %s -j DROP\n-A %s -o %s -j DROP\n' "$chain" "$5" "$chain" "$5"; }
    input_v6() { printf -- '-A %s-IN -i %s -j DROP\n' "$chain" "$5"; }

    # Engines up to 25 ask the host's name servers from within the container's network. One may be link-local or the host itself:
    # its port for names is let through, and nothing else of it.
    name_rules() { # CHAIN BRIDGE
      printf -- '-A %s -i %s -d %s/32 -p udp -m udp --dport 53 -j RETURN\n' "$1" "$2" "$nameserver"
      printf -- '-A %s -i %s -d %s/32 -p tcp -m tcp --dport 53 -j RETURN\n' "$1" "$2" "$nameserver"
    }
    # The file the engine takes: the usual one, unless that names nobody but systemd-resolved. Loopback is asked from the host.
    find_nameservers() {
      resolv=/etc/resolv.conf
      if [ "$(servers_in "$resolv")" = 127.0.0.53 ]; then resolv=/run/systemd/resolve/resolv.conf; fi
      nameservers=$(servers_in "$resolv" | awk -F . '
        NF != 4 || $1 == 127 || /[^0-9.]/ { next }
        { for (i = 1; i <= 4; i++) if ($i == "" || $i > 255) next; print }' | sort -u)
    }
    servers_in() { if [ -r "$1" ]; then awk '$1 == "nameserver" { print $2 }' "$1"; fi; }

    own_chains() { # v4|v6
      printf ':%s - [0:0]\n:%s-IN - [0:0]\n' "$chain" "$chain"
      # Most packets belong to a connection that was let in: decided by the first rule.
      printf -- '-A %s -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN\n' "$chain"
      printf -- '-A %s-IN -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN\n' "$chain"
      networks "forward_$1"
      networks "input_$1"
    }

    # A whole table for iptables-restore --noflush: all of it takes effect at once, or none. Naming a chain empties it.
    rule_table() { # TOOL v4|v6
      printf '*filter\n'
      own_chains "$2"
      to_head "$1" FORWARD DOCKER-USER
      to_head "$1" DOCKER-USER "$chain"
      to_head "$1" INPUT "$chain-IN"
      printf 'COMMIT\n'
    }
    # Written before it is read: at the first line -restore takes the lock that -C waits for.
    load_table() { # TOOL v4|v6
      # Where the engine hasn't made it yet, or makes none for IPv6.
      "$1" -w -n -L DOCKER-USER >/dev/null 2>&1 || "$1" -w -N DOCKER-USER || return 1
      table=$(rule_table "$@")
      printf '%s\n' "$table" | "$1-restore" -w --noflush
    }
    # Something that accepts may have been put before a jump.
    to_head() { # TOOL FROM TO
      if "$1" -w -C "$2" -j "$3" 2>/dev/null; then printf -- '-D %s -j %s\n' "$2" "$3"; fi
      printf -- '-I %s 1 -j %s\n' "$2" "$3"
    }
    """#

  static let install: StaticString = #"""
    # Docker and this script must use the same one of the kernel's two packet filters: the one that holds DOCKER-USER.
    find_iptables() {
      iptables=
      for candidate in iptables iptables-nft iptables-legacy; do
        command -v "$candidate-restore" >/dev/null 2>&1 || continue
        [ -n "$iptables" ] || iptables=$candidate
        if "$candidate" -w -n -L DOCKER-USER >/dev/null 2>&1; then
          iptables=$candidate
          return 0
        fi
      done
      [ -n "$iptables" ]
    }

    say_open() { undeclared_ways "$1" | sed 's/\([^ ]*\) \(.*\)/  \1 -> \2: open/'; }
    say_wide_open() {
      case $2 in
        edge) say "  services on $1: the host's own ports, and one-way packets to the outside: open" ;;
        egress) say "  services on $1: the host's own ports and 169.254.0.0/16: open" ;;
      esac
    }

    # Nothing that stays open is passed over in silence.
    report_open() {
      say "$1"
      say 'without them these ways are open although nothing declares them:'
      say_open policy
      say_open rules
      networks say_wide_open
    }

    # Packets between containers on one bridge pass the rules only with br_netfilter.
    bridged_packets_pass() {
      knob=/proc/sys/net/bridge/bridge-nf-call-iptables
      [ -e "$knob" ] || modprobe br_netfilter 2>/dev/null || :
      [ -r "$knob" ] || return 1
      [ "$(cat "$knob")" = 1 ] || { printf '1\n' >"$knob"; } 2>/dev/null || return 1
      [ "$(cat "$knob")" = 1 ]
    }

    has_ipv6() { [ -e /proc/net/if_inet6 ]; }
    can_filter_ipv6() { command -v ip6tables >/dev/null 2>&1 && command -v ip6tables-restore >/dev/null 2>&1; }

    # Only root sees the rules. This tells the others that there are some; like them, it is gone after a reboot.
    rules_mark=/run/securegen-$stack.rules

    install_rules() {
      if ! engine_is_local; then
        report_open "packet rules are NOT installed: the engine is not on this host (or has a network of its own): run 'networks.sh rules' where it is"
        return 0
      fi
      if ! is_root; then
        report_open "packet rules are not visible without root, and not touched; to install them: sudo $here/networks.sh rules"
        return 0
      fi
      if ! find_iptables; then
        report_open 'packet rules are NOT installed: iptables is not installed'
        return 0
      fi
      find_nameservers
      load_table "$iptables" v4 || fail "$iptables-restore refused the packet rules"
      if has_ipv6; then
        if ! can_filter_ipv6; then
          warn 'ip6tables is not installed: IPv6 on the bridges is not filtered (they have no IPv6 address)'
        elif ! load_table ip6tables v6; then
          warn 'ip6tables-restore refused the rules: IPv6 on the bridges is not filtered (they have no IPv6 address)'
        fi
      fi
      printf '%s\n' "$chain" 2>/dev/null >"$rules_mark" || :
      if bridged_packets_pass; then
        say "packet rules: installed ($chain)"
      else
        say 'packet rules: installed, but packets inside a bridge do not pass them (no br_netfilter); these ways stay open:'
        say_open rules
      fi
    }

    remove_from() { # TOOL
      for hook in DOCKER-USER FORWARD; do
        while "$1" -w -C "$hook" -j "$chain" 2>/dev/null; do "$1" -w -D "$hook" -j "$chain"; done
      done
      while "$1" -w -C INPUT -j "$chain-IN" 2>/dev/null; do "$1" -w -D INPUT -j "$chain-IN"; done
      for own_chain in "$chain" "$chain-IN"; do
        if "$1" -w -n -L "$own_chain" >/dev/null 2>&1; then
          "$1" -w -F "$own_chain"
          "$1" -w -X "$own_chain"
          removed=yes
        fi
      done
    }

    remove_rules() {
      engine_is_local || return 0
      if ! is_root; then
        # Without root there were never any, unless somebody else's mark says so.
        if [ -d /run ] && [ ! -e "$rules_mark" ]; then return 0; fi
        fail "the packet rules (chains $chain and $chain-IN) are left: removing them needs root; sudo $here/networks.sh down"
      fi
      find_iptables || return 0
      removed=no
      remove_from "$iptables"
      if has_ipv6 && can_filter_ipv6; then remove_from ip6tables; fi
      rm -f "$rules_mark"
      [ "$removed" = no ] || say 'packet rules: removed'
    }
    """#
}
