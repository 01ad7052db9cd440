import Languages

/// Fixed shell that more than one script holds. POSIX sh; each block needs only what stands before it.
enum SharedCode {
  static let start: StaticString = #"""
    set -eu
    # The output of tools is read below, so it must not depend on the user's language.
    LC_ALL=C
    export LC_ALL
    script=${0##*/}

    say() { printf '%s\n' "$*"; }
    warn() { printf '%s: %s\n' "$script" "$*" >&2; }
    fail() {
      warn "$*"
      exit 1
    }
    wrong_usage() {
      warn "$*"
      exit 2
    }
    """#

  /// For scripts that read files beside them.
  static let place: StaticString = #"""
    here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
    """#

  /// Needs `services`. Sets `selected`.
  static let selection: StaticString = #"""
    # The services named on the command line, or all of them.
    select_services() {
      selected=" $services "
      [ $# -gt 0 ] || return 0
      selected=' '
      for wanted in "$@"; do
        case $wanted in
          '' | *[!a-z0-9-]*) wrong_usage "'$wanted' is no service; services: $services" ;;
        esac
        case " $services " in
          *" $wanted "*) selected="$selected$wanted " ;;
          *) wrong_usage "'$wanted' is no service; services: $services" ;;
        esac
      done
    }

    # The end of a service's function names: web-shop is web_shop there.
    identify() {
      id=$1
      while :; do
        case $id in
          *-*) id=${id%%-*}_${id#*-} ;;
          *) break ;;
        esac
      done
    }

    # Calls a function with a service's name and identifier for each selected one.
    for_each_service() {
      for service in $services; do
        case $selected in
          *" $service "*)
            identify "$service"
            "$@"
            ;;
        esac
      done
    }
    """#

  static let engine: StaticString = #"""
    # Sets engine (its version) and engine_major; says what is wrong when none answers.
    need_engine() {
      command -v docker >/dev/null 2>&1 || fail 'docker is not installed, or not in PATH'
      if ! engine=$(docker version --format '{{.Server.Version}}' 2>&1); then
        fail "no Docker engine answers${DOCKER_HOST:+ at $DOCKER_HOST}: $engine"
      fi
      engine_major=${engine%%.*}
      case $engine_major in
        '' | *[!0-9]*) engine_major=0 ;;
      esac
      find_place
    }

    # Whether the engine runs on this very host: only then do packet rules, ports and /proc here tell about it.
    # A socket alone says little: Docker Desktop's leads into a virtual machine, a rootless engine has a network of its own.
    find_place() {
      engine_place=here
      endpoint=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null)} || endpoint=''
      case $endpoint in
        '' | unix://*) ;;
        *) engine_place=elsewhere ;;
      esac
      facts=$(docker info --format '{{.Name}} {{.KernelVersion}} {{json .SecurityOptions}}' 2>/dev/null) || facts=''
      case $facts in
        *name=rootless*) engine_place=elsewhere ;;
        "$(uname -n) $(uname -r) "*) ;;
        *) engine_place=elsewhere ;;
      esac
    }
    engine_is_local() { [ "$engine_place" = here ]; }

    is_root() { [ "$(id -u)" = 0 ]; }
    """#

  /// Needs the rows `members` and `declared`. Pairs are worked out here: a row for each would grow with the square of the services.
  static let ways: StaticString = #"""
    # Ways that stay open without being declared, "FROM TO" a line: policy, by everyone on a shared network seeing everyone;
    # rules, where a link's direction is held by packet rules alone.
    undeclared_ways() { # policy|rules
      {
        declared printf 'D %s %s\n'
        members printf 'M %s %s %s %s %s %s\n'
      } | awk -v wanted="$1" '
        function note(from, to) { if (from != to && !((from, to) in declared) && !((from, to) in seen)) { seen[from, to] = 1; print from, to } }
        $1 == "D" { declared[$2, $3] = 1; next }
        $3 == "tier" && wanted == "policy" {
          count = ++size[$2]
          on[$2, count] = $4
          for (i = 1; i < count; i++) { note(on[$2, i], $4); note($4, on[$2, i]) }
        }
        $3 == "link" && wanted == "rules" {
          end[$2, $7] = $4
          if ((($2, "client") in end) && (($2, "server") in end)) note(end[$2, "server"], end[$2, "client"])
        }' | sort
    }
    """#

  /// Needs `stack`.
  static let lock: StaticString = #"""
    # One run at a time: two would undo each other's work. The kernel holds the lock, and lets it go when its holder ends, however that is.
    # It lies where no other user can put, or hold, one: root's in /run, a user's in a directory that is theirs alone.
    find_lock() {
      me=$(id -u)
      usual=${XDG_RUNTIME_DIR:-}
      if is_root; then usual=/run; fi
      for folder in "$usual" "${TMPDIR:-/tmp}/securegen-$me"; do
        case $folder in
          /*) ;;
          *) continue ;;
        esac
        mkdir -m 700 "$folder" 2>/dev/null || :
        # A symbolic link shows its own mode.
        case $(stat -c '%u %a' -- "$folder" 2>/dev/null) in
          "$me 700" | '0 755') ;;
          *) continue ;;
        esac
        lock=$folder/securegen-$stack.lock
        # Whoever can read a file can lock it.
        if (umask 077 && : >>"$lock") 2>/dev/null; then return 0; fi
      done
      fail "there is no place for a lock: $folder must be a directory of $(id -un), of mode 0700"
    }
    take_lock() {
      command -v flock >/dev/null 2>&1 || fail 'flock is not installed, or not in PATH'
      find_lock
      exec 9>>"$lock"
      flock -n 9 || fail "another run of this stack's scripts is at work (process $(tail -n 1 "$lock"))"
      printf '%s\n' "$$" >"$lock"
    }
    """#
}
