extension RunCode {
  static let start: StaticString = #"""
    explain() {
      warn "$service: $*"
      docker container inspect --format '{{if .State.Error}}engine: {{.State.Error}}{{println}}{{end}}{{if .State.OOMKilled}}it ran out of its memory limit{{println}}{{end}}{{if .State.Health}}{{range .State.Health.Log}}health check, exit {{.ExitCode}}: {{.Output}}{{println}}{{end}}{{end}}' \
        "$container" 2>/dev/null | tail -n 8 >&2 || :
      warn "$service: the last lines of its log:"
      docker logs --tail 20 "$container" >&2 2>&1 || :
    }

    # Bounded by the health plan: an answer comes, or the wait ends.
    wait_healthy() {
      deadline=$(($(date +%s) + patience))
      while :; do
        state=$(docker container inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}without{{end}}' "$container") || return 1
        case $state in
          'running healthy') return 0 ;;
          'running unhealthy')
            explain 'its health check fails'
            return 1
            ;;
          'running without')
            [ "$patience" = 0 ] || {
              explain 'its image has no health check: run build.sh'
              return 1
            }
            # None is declared, so nothing more can be asked than that it keeps running.
            sleep 2
            [ "$(docker container inspect --format '{{.State.Running}}' "$container")" = true ] && return 0
            ;;
          running* | restarting* | created*) ;;
          *)
            explain "it stopped (${state%% *})"
            return 1
            ;;
        esac
        if [ "$patience" != 0 ] && [ "$(date +%s)" -ge "$deadline" ]; then
          explain "not healthy after $patience seconds"
          return 1
        fi
        sleep 0.5
      done
    }

    create_service() {
      fill_secrets
      "volumes_$id" ensure_volume
      set -- --label "securegen.config=$config/$apparmor/$(stamp_secrets)"
      [ "$apparmor" = no ] || set -- "$@" --security-opt "apparmor=$profile"
      made="$made $container"
      "create_$id" "$@" >/dev/null 2>"$scratch/said" || {
        cat "$scratch/said" >&2
        fail "$service: the engine refused the container"
      }
      # A resolver that leads nowhere is what is wanted.
      grep -v 'Localhost DNS' "$scratch/said" >&2 || :
      # Every network before the start: a service never runs with half of them.
      "attach_$id"
    }

    start_service() {
      "describe_$id"
      was_running=$(docker container inspect --format '{{.State.Running}}' "$container" 2>/dev/null) || was_running=false
      case $creating in
        *" $service "*)
          create_service
          case " $replacing " in
            *" $container "*) done_word=replaced ;;
            *) done_word=started ;;
          esac
          ;;
        *) if [ "$was_running" = true ]; then done_word=unchanged; else done_word='started again'; fi ;;
      esac
      if [ "$was_running" != true ]; then
        docker start "$container" >/dev/null || {
          explain 'it could not be started'
          exit 1
        }
      fi
      wait_healthy || exit 1
      if [ "$patience" = 0 ]; then say "$service: $done_word, running (no health check is declared)"; else say "$service: $done_word, healthy"; fi
    }

    # Runs at every exit. What this run made goes again unless all went well; data volumes stay.
    finish() {
      status=$?
      trap - EXIT INT TERM HUP
      rm -rf "$scratch"
      if [ "$status" -ne 0 ] && [ -n "$made$made_volumes" ]; then
        warn "removing what this run made:$made$made_volumes"
        # shellcheck disable=SC2086 # lists of names without spaces
        [ -z "$made" ] || docker rm --force --volumes $made >/dev/null 2>&1 || :
        # shellcheck disable=SC2086
        [ -z "$made_volumes" ] || docker volume rm $made_volumes >/dev/null 2>&1 || :
        if [ -z "$(docker ps --all --quiet --filter "label=securegen.stack=$stack")" ]; then "$here/networks.sh" down >/dev/null 2>&1 || :; fi
      fi
      exit "$status"
    }
    """#

  static let main: StaticString = #"""
    case ${1:-} in
      -*) wrong_usage "unknown option '$1'; usage: run.sh [SERVICE ...]" ;;
    esac
    select_services "$@"
    need_engine
    command -v tar >/dev/null 2>&1 || fail 'tar is not installed, or not in PATH'
    take_lock
    made='' made_volumes='' creating=' ' replacing='' leftovers=''
    scratch=$(mktemp -d)
    trap finish EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    find_apparmor
    for_each_service load_profile
    for_each_service check_service
    [ $# -gt 0 ] || find_leftovers
    # Nothing is taken away for networks that can't be made.
    # shellcheck disable=SC2086 # lists of names without spaces
    "$here/networks.sh" check $replacing $leftovers || fail 'the networks cannot be made, so no container was touched'
    # From here on things change.
    remove_replaced
    [ $# -gt 0 ] || remove_leftovers
    "$here/networks.sh" up || fail 'the networks could not be made'
    for_each_service start_service
    """#
}
