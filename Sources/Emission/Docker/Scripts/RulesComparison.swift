extension RulesCode {
  /// Whether the kernel's rules are the wanted ones, and are reached before anything that could accept.
  static let compare: StaticString = #"""
    # The wanted chains as iptables itself prints them: made in a network namespace of their own, where they concern nobody.
    wanted_rules() { # TOOL v4|v6
      # shellcheck disable=SC2016 # expanded by that shell
      {
        printf '*filter\n'
        own_chains "$2"
        printf 'COMMIT\n'
      } | unshare -n sh -c '"$0-restore" -w && "$0" -w -S "$1" && "$0" -w -S "$1-IN"' "$1" "$chain"
    }
    print_bridge() { printf 'bridge %s\n' "$5"; }

    # What is there against what is wanted, a line a difference.
    differences() { # TOOL v4|v6
      wanted=$(wanted_rules "$1" "$2" 2>/dev/null) || fail "$1 cannot say what the rules would look like (it needs unshare)"
      there=$("$1" -w -S 2>/dev/null) || fail "$1 cannot list the rules"
      {
        networks print_bridge
        printf '%s\n' "$there" | sed 's/^/found /'
        printf '%s\n' "$wanted" | sed 's/^/wanted /'
      } | awk -v tool="$1" -v ways="FORWARD>DOCKER-USER DOCKER-USER>$chain INPUT>$chain-IN" '
        function meets(name, each) {
          for (each in bridges) {
            if (name == each) return 1
            if (name ~ /\+$/ && index(each, substr(name, 1, length(name) - 1)) == 1) return 1
          }
          return 0
        }
        # Whether a rule can meet a packet from or to one of our bridges.
        function concerns(rule, hook, words, count, i, other_in, other_out) {
          count = split(rule, words, " ")
          for (i = 3; i < count; i++) {
            if (words[i] == "-i" && words[i - 1] != "!" && !meets(words[i + 1])) other_in = 1
            if (words[i] == "-o" && words[i - 1] != "!" && !meets(words[i + 1])) other_out = 1
          }
          return !(other_in && (other_out || hook == "INPUT"))
        }
        # The first rule of a chain that lets a packet past whatever comes later; at the top a RETURN does so too.
        function opening(at, top, hook, last, i, rule, words, count, verb, target, within) {
          if (!top && (at in memory)) return memory[at]
          within = ""
          for (i = 1; i <= size[at] && within == ""; i++) {
            rule = rules[at, i]
            if (rule == last) break
            # Our chains say the same of these.
            if (rule ~ / -m (conntrack --ctstate|state --state) (RELATED,)?ESTABLISHED -j (ACCEPT|RETURN)$/) continue
            gsub(/"([^"\\]|\\.)*"/, "_", rule)
            if (!concerns(rule, hook)) continue
            count = split(rule, words, " ")
            verb = target = ""
            for (verb = 3; verb < count; verb++) if (words[verb] == "-j" || words[verb] == "-g") { target = words[verb + 1]; break }
            if (target ~ /^(ACCEPT|NFQUEUE|QUEUE)$/ || top && (target == "RETURN" || words[verb] == "-g")) within = rules[at, i]
            else if ((target in size) && opening(target, 0, hook, "") != "") within = rules[at, i]
          }
          if (!top) memory[at] = within
          return within
        }
        $1 == "bridge" { bridges[$2] = 1; next }
        $2 == "-N" && $1 == "found" { size[$3] += 0 }
        $2 == "-N" && $1 == "wanted" { own[++owns] = $3 }
        $2 == "-A" {
          line = substr($0, length($1) + 2)
          if ($1 == "found") { rules[$3, ++size[$3]] = line; if (!(($3, line) in first)) first[$3, line] = size[$3] }
          else wish[$3, ++wishes[$3]] = line
        }
        END {
          count = split(ways, way, " ")
          for (w = 1; w <= count; w++) {
            split(way[w], ends, ">")
            jump = "-A " ends[1] " -j " ends[2]
            split("", memory)
            if (!((ends[1], jump) in first)) printf "%s: %s does not lead to %s\n", tool, ends[1], ends[2]
            else if ((rule = opening(ends[1], 1, ends[1], jump)) != "") printf "%s: before the jump to %s stands %s\n", tool, ends[2], rule
          }
          for (o = 1; o <= owns; o++) {
            at = own[o]
            if (!(at in size)) { printf "%s: the chain %s is missing\n", tool, at; continue }
            lacks = surplus = moved = 0
            split("", left)
            for (i = 1; i <= size[at]; i++) { left[rules[at, i]]++; if (rules[at, i] != wish[at, i]) moved = 1 }
            for (i = 1; i <= wishes[at]; i++) if (left[wish[at, i]]-- <= 0) { left[wish[at, i]] = 0; if (!lacks++) lacking = wish[at, i] }
            for (i = 1; i <= size[at]; i++) if (left[rules[at, i]] > 0) { left[rules[at, i]]--; if (!surplus++) added = rules[at, i] }
            if (lacks) printf "%s: missing: %s%s\n", tool, lacking, (lacks > 1 ? ", and " (lacks - 1) " more" : "")
            if (surplus) printf "%s: not wanted: %s%s\n", tool, added, (surplus > 1 ? ", and " (surplus - 1) " more" : "")
            if (moved && !lacks && !surplus) printf "%s: the rules of %s are in another order\n", tool, at
          }
        }'
    }

    compare_rules() {
      if ! engine_is_local || ! is_root; then fail 'needs root on the host of the engine'; fi
      if ! find_iptables; then
        say 'iptables is not installed'
        return 0
      fi
      find_nameservers
      differences "$iptables" v4
      has_ipv6 || return 0
      if can_filter_ipv6; then differences ip6tables v6; else say 'ip6tables is not installed'; fi
    }

    rules_status() {
      if ! engine_is_local || ! is_root; then
        say "packet rules: not visible (needs root on the engine's host)"
        return 0
      fi
      differing=$(compare_rules) || {
        missing=yes
        return 0
      }
      if [ -z "$differing" ]; then
        say "packet rules: installed ($chain)"
      else
        say "packet rules are not as wanted:"
        printf '%s\n' "$differing" | sed 's/^/  /'
        report_open "run 'networks.sh rules' to install them;"
        missing=yes
      fi
    }
    """#
}
