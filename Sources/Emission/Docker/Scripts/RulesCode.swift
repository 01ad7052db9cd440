import Languages

/// The fixed part of networks.sh that writes packet rules.
enum RulesCode {
  static let text: StaticString = #"""
    # Packet rules. An own chain is entered from DOCKER-USER (forwarded and bridged packets) and from INPUT (to the host).
    # RETURN means "nothing to say": Docker's own rules decide. What isn't returned for a bridge of ours is dropped.
    forward_rules() {
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
    input_rules() { printf -- '-A %s-IN -i %s -j DROP\n' "$chain" "$5"; }
    sealed_rules() {
      # The bridges carry no IPv6.
      printf -- '-A %s -i %s -j DROP\n-A %s -o %s -j DROP\n' "$chain" "$5" "$chain" "$5"
    }

    # A whole table for iptables-restore --noflush: all of it takes effect at once, or none. Naming a chain empties it.
    rule_table() { # TOOL HOOK FUNCTION
      printf '*filter\n:%s - [0:0]\n:%s-IN - [0:0]\n' "$chain" "$chain"
      # The jumps move to the head, in case something else was put before them.
      if "$1" -w -C "$2" -j "$chain" 2>/dev/null; then printf -- '-D %s -j %s\n' "$2" "$chain"; fi
      if "$1" -w -C INPUT -j "$chain-IN" 2>/dev/null; then printf -- '-D INPUT -j %s-IN\n' "$chain"; fi
      printf -- '-I %s 1 -j %s\n-I INPUT 1 -j %s-IN\n' "$2" "$chain" "$chain"
      # Most packets belong to a connection that was let in: decided by the first rule.
      printf -- '-A %s -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN\n' "$chain"
      printf -- '-A %s-IN -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN\n' "$chain"
      networks "$3"
      networks input_rules
      printf 'COMMIT\n'
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
      say "packet rules are NOT installed: $1"
      say 'these ways stay open although nothing declares them:'
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

    has_ipv6() { [ -e /proc/net/if_inet6 ] && command -v ip6tables >/dev/null 2>&1 && command -v ip6tables-restore >/dev/null 2>&1; }

    install_rules() {
      if ! engine_is_local; then
        report_open "the engine is not on this host (or has a network of its own): run 'networks.sh rules' where it is"
        return 0
      fi
      if ! is_root; then
        report_open "they need root ('sudo $here/networks.sh rules')"
        return 0
      fi
      if ! find_iptables; then
        report_open 'iptables is not installed'
        return 0
      fi
      if ! "$iptables" -w -n -L DOCKER-USER >/dev/null 2>&1; then
        "$iptables" -w -N DOCKER-USER || fail "$iptables cannot make the chain DOCKER-USER"
      fi
      "$iptables" -w -C FORWARD -j DOCKER-USER 2>/dev/null || "$iptables" -w -I FORWARD 1 -j DOCKER-USER
      rule_table "$iptables" DOCKER-USER forward_rules | "$iptables-restore" -w --noflush ||
        fail "$iptables-restore refused the packet rules"
      if has_ipv6; then
        rule_table ip6tables FORWARD sealed_rules | ip6tables-restore -w --noflush ||
          warn 'ip6tables-restore refused the rules: IPv6 on the bridges is not filtered (they have no IPv6 address)'
      fi
      if bridged_packets_pass; then
        say "packet rules: installed ($chain)"
      else
        say 'packet rules: installed, but packets inside a bridge do not pass them (no br_netfilter); these ways stay open:'
        say_open rules
      fi
    }

    remove_from() { # TOOL HOOK
      while "$1" -w -C "$2" -j "$chain" 2>/dev/null; do "$1" -w -D "$2" -j "$chain"; done
      while "$1" -w -C INPUT -j "$chain-IN" 2>/dev/null; do "$1" -w -D INPUT -j "$chain-IN"; done
      for own in "$chain" "$chain-IN"; do
        if "$1" -w -n -L "$own" >/dev/null 2>&1; then
          "$1" -w -F "$own"
          "$1" -w -X "$own"
          removed=yes
        fi
      done
    }

    remove_rules() {
      engine_is_local && is_root && find_iptables || return 0
      removed=no
      remove_from "$iptables" DOCKER-USER
      if has_ipv6; then remove_from ip6tables FORWARD; fi
      [ "$removed" = no ] || say 'packet rules: removed'
    }

    rules_status() {
      if ! engine_is_local || ! is_root || ! find_iptables; then
        say 'packet rules: not visible (needs root and iptables on the engine'"'"'s host)'
      elif "$iptables" -w -C DOCKER-USER -j "$chain" 2>/dev/null && "$iptables" -w -C INPUT -j "$chain-IN" 2>/dev/null; then
        say "packet rules: installed ($chain)"
      else
        report_open "run 'networks.sh rules'"
        missing=yes
      fi
    }
    """#
}
