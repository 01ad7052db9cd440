/// The fixed part of verify.sh that collects facts and reports results.
enum VerifyReportCode {
  static let report: StaticString = #"""
    passed=0 failed=0 unknown=0 policy=0

    # Text of containers and servers is not ours: nothing but printable ASCII of it gets into the report.
    plain() { printf '%s' "$1" | tr -c '\040-\176' '?'; }
    quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }

    report() { # CONTROL pass|fail|unknown|policy DETAIL
      detail=$(plain "$3")
      case $2 in
        pass) passed=$((passed + 1)) word=pass ;;
        fail) failed=$((failed + 1)) word=FAIL ;;
        policy) policy=$((policy + 1)) word='open by policy' ;;
        *) unknown=$((unknown + 1)) word='not verifiable' ;;
      esac
      if [ "$format" = json ]; then
        [ "$((passed + failed + unknown + policy))" = 1 ] || printf ','
        printf '\n  {"service":%s,"control":"%s","result":"%s","detail":%s}' "$(quoted "$service")" "$1" "$word" "$(quoted "$detail")"
      else
        case $2 in
          pass) printf '%-12s %-7s %-64s %s\n' "$service" "$1" "$detail" "$word" ;;
          *) printf '%-12s %-7s %-64s %s: %s\n' "$service" "$1" "$(title "$1")" "$word" "$detail" ;;
        esac
      fi
    }
    title() {
      case $1 in
        SG-101) printf 'user and group' ;;
        SG-104) printf 'setuid and setgid files' ;;
        SG-106) printf 'credentials in environment and history' ;;
        SG-107) printf 'health' ;;
        SG-201) printf 'capabilities' ;;
        SG-202) printf 'no new privileges' ;;
        SG-203) printf 'privileged mode and devices' ;;
        SG-204) printf 'writable paths' ;;
        SG-205) printf 'limits' ;;
        SG-206) printf 'restart policy' ;;
        SG-207) printf 'namespaces' ;;
        SG-208) printf 'mounts' ;;
        SG-209) printf 'system call filter' ;;
        SG-210) printf 'AppArmor label' ;;
        SG-301) printf 'networks' ;;
        SG-302) printf 'published ports' ;;
        SG-303) printf 'listening ports' ;;
        SG-304) printf 'connections' ;;
        SG-401) printf 'secrets' ;;
        SG-501) printf 'settings of the engine' ;;
        SG-601) printf 'response headers' ;;
        SG-604) printf 'unknown hosts' ;;
        SG-605) printf 'disclosure' ;;
      esac
    }
    pass() { report "$1" pass "$2"; }
    unknown() { report "$1" unknown "$2"; }

    # A check collects what is wrong, and passes only if nothing is.
    problems=''
    problem() { problems="${problems:+$problems; }$*"; }
    expect() { # WHAT IS WANTED
      [ "$2" = "$3" ] || problem "$1 is ${2:-empty}, not ${3:-empty}"
    }
    conclude() { # CONTROL STATEMENT
      if [ -z "$problems" ]; then report "$1" pass "$2"; else report "$1" fail "$problems"; fi
      problems=''
    }
    """#

  static let facts: StaticString = #"""
    # What the engine says of a container, a line a fact.
    read_facts() {
      docker container inspect --format '{{$h := .HostConfig}}pid={{.State.Pid}}
    running={{.State.Running}}
    health={{if .State.Health}}{{.State.Health.Status}}{{end}}
    checked={{if .State.Health}}{{range .State.Health.Log}}{{.End.Unix}} {{end}}{{end}}
    image={{.Image}}
    user={{.Config.User}}
    groups={{len $h.GroupAdd}}
    cap_drop={{range $h.CapDrop}}{{.}} {{end}}
    cap_add={{range $h.CapAdd}}{{println .}}cap_add={{end}}
    privileged={{$h.Privileged}}
    devices={{len $h.Devices}}/{{len $h.DeviceRequests}}/{{len $h.DeviceCgroupRules}}
    read_only={{$h.ReadonlyRootfs}}
    memory={{$h.Memory}}
    swap={{$h.MemorySwap}}
    pids={{json $h.PidsLimit}}
    ulimits={{range $h.Ulimits}}{{.Name}}={{.Soft}}:{{.Hard}} {{end}}
    restart={{$h.RestartPolicy.Name}}:{{$h.RestartPolicy.MaximumRetryCount}}
    network_mode={{$h.NetworkMode}}
    pid_mode={{$h.PidMode}}
    ipc_mode={{$h.IpcMode}}
    uts_mode={{$h.UTSMode}}
    userns_mode={{$h.UsernsMode}}
    cgroupns_mode={{$h.CgroupnsMode}}
    cgroup_parent={{$h.CgroupParent}}
    binds={{len $h.Binds}}
    volumes_from={{len $h.VolumesFrom}}
    publish_all={{$h.PublishAllPorts}}
    {{range .Mounts}}mount={{.Type}} {{if .Name}}{{.Name}}{{else}}{{json .Source}}{{end}} {{.Destination}} {{.RW}} {{.Propagation}}
    {{end}}{{range $name, $n := .NetworkSettings.Networks}}network={{$name}} {{$n.IPAddress}} {{if $n.IPAMConfig}}{{$n.IPAMConfig.IPv4Address}}{{end}}
    {{end}}{{range $port, $to := $h.PortBindings}}binding={{$port}} {{json $to}}
    {{end}}{{range $port, $to := .NetworkSettings.Ports}}live={{$port}} {{json $to}}
    {{end}}' "$container" >"$scratch/facts" 2>/dev/null &&
        docker container inspect --format '{{json .HostConfig}}' "$container" >"$scratch/settings"
    }
    # Templates know some fields by names that differ between versions (NanoCpus, NanoCPUs); in JSON they have one.
    setting() { sed -n "s/.*[{,]\"$1\":\([^],}]*\)[],}].*/\1/p" "$scratch/settings"; }
    fact() { sed -n "s/^$1=//p" "$scratch/facts" | sed 's/ *$//'; }

    # Every process of the container, as the host numbers them.
    find_processes() {
      pid=$(fact pid)
      pids=$(docker top "$container" -eo pid 2>/dev/null | sed -n 's/^ *\([0-9][0-9]*\) *$/\1/p' | tr '\n' ' ') || pids=''
      [ -n "$pids" ] || pids=$pid
      host_user=$(host_id uid_map "$user") host_group=$(host_id gid_map "$group")
    }
    # An id of the container as the host counts it: the same, unless the engine maps them (userns-remap).
    host_id() { # MAP ID
      mapped=$(awk -v id="$2" 'id >= $1 && id < $1 + $3 { printf "%d", $2 + id - $1; exit }' "/proc/$pid/$1" 2>/dev/null) || mapped=''
      printf '%s' "${mapped:-$2}"
    }
    # The distinct values of a field of /proc/PID/status over all of them. One that has just ended has none.
    of_processes() {
      for process in $pids; do
        sed -n "s/^$1:[[:space:]]*//p" "/proc/$process/status" 2>/dev/null || :
      done | tr '\t' ' ' | sed 's/ *$//' | sort -u
    }
    processes_visible() { engine_is_local && [ -r "/proc/$pid/status" ]; }
    inside_visible() { processes_visible && is_root && [ -r "/proc/$pid/mountinfo" ]; }
    need_root='needs root on the host of the engine'
    """#

  static let main: StaticString = #"""
    verify_service() {
      "describe_$id"
      if ! read_facts || [ "$(fact running)" != true ]; then
        report SG-107 fail 'the container is not running, so nothing else of it can be checked: run run.sh'
        return 0
      fi
      find_processes
      read_options
      check_identity
      check_files
      check_disclosure
      check_health
      check_capabilities
      check_new_privileges
      check_privileges
      check_mounts
      check_limits
      check_restart
      check_namespaces
      check_host_mounts
      check_seccomp
      check_apparmor
      check_attachments
      check_ports
      check_ways
      check_secrets
      check_responses
    }

    format=text outside=''
    while [ $# -gt 0 ]; do
      case $1 in
        --format)
          format=${2:-}
          case $format in
            text | json) ;;
            *) wrong_usage '--format takes text or json' ;;
          esac
          shift
          ;;
        --outside)
          outside=${2:-}
          case $outside in
            *[!0-9.:]* | *:*:* | :* | *:) wrong_usage '--outside takes IP:PORT' ;;
            *:*) ;;
            *) wrong_usage '--outside takes IP:PORT' ;;
          esac
          shift
          ;;
        -*) wrong_usage "unknown option '$1'; usage: verify.sh [--format text|json] [--outside IP:PORT] [SERVICE ...]" ;;
        *) break ;;
      esac
      shift
    done
    select_services "$@"
    (need_engine) || exit 2
    need_engine # again, for what it sets
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    [ "$format" = text ] || printf '{"stack":%s,"results":[' "$(quoted "$stack")"
    for_each_service verify_service
    check_host
    if [ "$format" = json ]; then
      printf '\n],"passed":%d,"failed":%d,"notVerifiable":%d,"openByPolicy":%d}\n' "$passed" "$failed" "$unknown" "$policy"
    else
      [ "$policy" = 0 ] || say "$policy open by policy: neither passed nor failed"
      say "$passed passed, $failed failed, $unknown not verifiable"
    fi
    [ "$failed" = 0 ] || exit 1
    """#
}
