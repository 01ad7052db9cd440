/// Checks of what the engine was told: privileges, namespaces, image.
enum VerifyContainerCode {
  static let privileges: StaticString = #"""
    check_capabilities() {
      case " $(fact cap_drop) " in
        *' ALL '*) ;;
        *) problem 'ALL is not dropped' ;;
      esac
      # Engines name them with or without CAP_.
      added=$(fact cap_add | sed -n 's/^\(CAP_\)*\([A-Z_][A-Z_]*\)$/CAP_\2/p' | sort | tr '\n' ' ' | sed 's/ $//')
      expect 'what is added' "$added" "$capabilities"
      if processes_visible; then
        # Bounding is the most a process could ever get; ambient would survive an exec.
        for set in CapEff CapPrm CapInh CapBnd; do
          for value in $(of_processes "$set"); do
            [ "$((0x$value & ~0x$mask))" = 0 ] || problem "$set is $value, beyond $mask"
          done
        done
        expect CapAmb "$(of_processes CapAmb)" 0000000000000000
        conclude SG-201 "all capabilities dropped${capabilities:+ but $capabilities}; every set of every process within $mask"
      else
        [ -z "$problems" ] || conclude SG-201 ''
        unknown SG-201 "the processes' capability sets: needs /proc of the engine's host"
      fi
    }

    check_privileges() {
      expect privileged "$(fact privileged)" false
      expect 'devices/requests/rules' "$(fact devices)" 0/0/0
      conclude SG-203 'not privileged, no device'
    }

    read_options() {
      docker container inspect --format '{{range .HostConfig.SecurityOpt}}{{println .}}{{end}}' "$container" >"$scratch/options"
    }
    check_new_privileges() {
      grep -qE '^no-new-privileges([=:]true)?$' "$scratch/options" || problem 'the option no-new-privileges is missing'
      if processes_visible; then
        expect NoNewPrivs "$(of_processes NoNewPrivs)" 1
        conclude SG-202 'NoNewPrivs is 1 in every process'
      else
        [ -z "$problems" ] || conclude SG-202 ''
        unknown SG-202 "NoNewPrivs of the processes: needs /proc of the engine's host"
      fi
    }

    check_health() {
      if [ "$health" = none ]; then
        report SG-107 policy 'no health check is declared'
        return 0
      fi
      expect health "$(fact health)" healthy
      # A status outlives the checks: engines from 17.11 to 22 forget them for what live-restore kept running (moby issue 41871).
      checked=$(fact checked)
      if engine_is_local && [ -n "$checked" ] && [ "$(($(date +%s) - ${checked##* }))" -gt "$check_age" ]; then
        problem "the engine has not checked for $(($(date +%s) - ${checked##* })) seconds and may have forgotten to: docker restart $container"
      fi
      conclude SG-107 'healthy'
    }

    check_files() {
      # The file system as the engine exports it, so that nothing in the image is needed to list it.
      if docker export "$container" 2>/dev/null | tar --list --verbose --file - >"$scratch/files" 2>/dev/null && [ -s "$scratch/files" ]; then
        found=$(awk '$1 ~ /^-..[sS]/ || $1 ~ /^-.....[sS]/ { print $NF }' "$scratch/files" | head -n 5 | tr '\n' ' ')
        [ -z "$found" ] || problem "setuid or setgid: $found"
        conclude SG-104 "no setuid or setgid file among $(wc -l <"$scratch/files" | tr -d ' ')"
      else
        unknown SG-104 'docker export or tar failed'
      fi
    }

    check_disclosure() {
      docker container inspect --format '{{range .Config.Env}}{{json .}}{{println}}{{end}}' "$container" >"$scratch/env"
      docker history --no-trunc --format '{{json .CreatedBy}}' "$image" >"$scratch/history" 2>/dev/null || problem "$image has no history: it is gone"
      suspicious='(PASSWORD|PASSWD|SECRET|TOKEN|API_KEY|PRIVATE_KEY)'
      found=$(sed -n 's/^"\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' "$scratch/env" | grep -iE "$suspicious" | grep -viE '_FILE$' | tr '\n' ' ') || :
      [ -z "$found" ] || problem "in the environment: $found"
      ! grep -qiE "(ENV|ARG) +[A-Za-z_]*${suspicious}[A-Za-z_]*=" "$scratch/history" || problem 'a credential in ENV or ARG of the image'
      unread=''
      "secrets_$id" look_for_secret
      if [ -n "$unread" ] && [ -z "$problems" ]; then
        unknown SG-106 "cannot read the secret files to look for their content:$unread"
      else
        conclude SG-106 'no credential in the environment or the history of the image'
      fi
    }
    # Lines of six characters and more; shorter ones would be found anywhere. Nothing of them is printed, or written anywhere.
    look_for_secret() {
      if [ -r "$2" ]; then
        if awk 'length($0) >= 6' "$2" | grep -qF -f - "$scratch/env" "$scratch/history"; then
          problem "the content of the secret $1 shows in the environment or the history of the image"
        fi
      else
        unread="$unread $1"
      fi
    }
    """#

  static let isolation: StaticString = #"""
    check_restart() {
      expect restart "$(fact restart)" "$restart"
      conclude SG-206 "restart $restart"
    }

    check_namespaces() {
      case $(fact network_mode) in
        host | container:* | default | bridge) problem "network mode is $(fact network_mode)" ;;
      esac
      expect 'PID namespace' "$(fact pid_mode)" ''
      expect 'IPC namespace' "$(fact ipc_mode)" private
      expect 'UTS namespace' "$(fact uts_mode)" ''
      expect 'user namespace' "$(fact userns_mode)" ''
      expect 'cgroup namespace' "$(fact cgroupns_mode)" private
      expect 'cgroup parent' "$(fact cgroup_parent)" ''
      if inside_visible; then
        kinds='pid net ipc uts mnt cgroup'
        [ "$userns" = no ] || kinds="$kinds user"
        for kind in $kinds; do
          [ "$(readlink "/proc/$pid/ns/$kind")" != "$(readlink "/proc/self/ns/$kind")" ] || problem "shares the host's $kind namespace"
        done
        conclude SG-207 "own namespaces: $kinds"
      else
        conclude SG-207 'no namespace of the host, no cgroup parent (as configured)'
      fi
    }
    """#
}
