import Languages

/// The fixed part of build.sh.
enum BuildCode {
  static let context: StaticString = #"""
    # The tar that build contexts are made with; bsdtar and busybox tar cannot rename members on the way.
    find_tar() {
      for tar in tar gtar; do
        case $("$tar" --version 2>/dev/null) in
          *'GNU tar'*) return 0 ;;
        esac
      done
      fail 'GNU tar is needed to make build contexts, and is not in PATH'
    }

    need_directory() {
      for directory in "$@"; do
        [ -d "$source/$directory" ] || fail "$service: the directory $source/$directory does not exist"
      done
    }

    # Everything that could fail for want of a file, before anything is built.
    check_service() {
      "describe_$id"
      "configuration_$id" need_file
      [ -n "$source" ] || return 0
      [ -d "$source" ] || fail "$service: its source directory $source does not exist"
      "required_$id" need_directory
    }
    need_file() {
      for file in "$@"; do
        [ -f "$here/$file" ] || fail "$service: $file is missing beside this script; build the stack again with securegen"
      done
    }

    # By the file itself, not by its name: a link, an absolute path or a second name (a hard link) may lead into the source.
    refuse_secret() {
      [ -e "$1" ] || return 0
      # shellcheck disable=SC2012 # of find only GNU's can print an inode's number
      inode=$(ls -diL -- "$1" | awk 'NR == 1 { print $1 }')
      found=$(cd -- "$source" && "list_$id" -inum "$inode" -exec test {} -ef "$1" ";" -print) || fail "$service: $source could not be read in full"
      [ -z "$found" ] || fail "$service: the secret $1 is in its source as $found and would be in the image; move it out of $source"
    }

    # The context as a tar stream: Dockerfile, config/ and source/. Owner, modes and order are fixed, so that caches hit.
    send() {
      set -- "$@" --no-recursion --null --verbatim-files-from --files-from="$scratch/list"
      "$tar" --create --file - --format=gnu --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --hard-dereference \
        --transform "s|^$service/Dockerfile\$|Dockerfile|S;s|^$service/config/|config/|S;s|^$service/|config/|S;s|^\\./|source/|S" \
        --directory "$here" "$@"
    }
    in_source() { set -- "$@" --directory "${source:-$here}"; send "$@"; }
    """#

  static let main: StaticString = #"""
    build_service() {
      "describe_$id"
      : >"$scratch/list"
      if [ -n "$source" ]; then
        (cd -- "$source" && "list_$id" -print0) >"$scratch/unsorted" || fail "$service: $source could not be read in full"
        sort -z <"$scratch/unsorted" >"$scratch/list"
        secret_files refuse_secret
        [ -s "$scratch/list" ] || fail "$service: there is nothing to send in $source (dotfiles never count)"
      fi
      say "$service: building $image"
      rm -f "$scratch/incomplete"
      # Provenance would make another image of the same content with every build (containerd image store).
      export BUILDX_NO_DEFAULT_ATTESTATIONS=1
      set -- docker build --file Dockerfile --tag "$image" --label "securegen.build=$build" --force-rm
      [ "$pull" = no ] || set -- "$@" --pull
      [ "$cache" = yes ] || set -- "$@" --no-cache
      if [ "$verbose" = yes ]; then
        context | "$@" - || fail "$service: the build failed"
      else
        context | "$@" - >"$scratch/log" 2>&1 || {
          tail -n 40 "$scratch/log" >&2
          fail "$service: the build failed (its last lines are above; --verbose shows all)"
        }
      fi
      # A pipe hides that its first half failed.
      [ ! -e "$scratch/incomplete" ] || fail "$service: the build context could not be read in full"
      say "$service: built $image $(docker image inspect --format '{{.Id}}' "$image")"
    }
    context() { "configuration_$id" in_source || : >"$scratch/incomplete"; }

    pull=no cache=yes verbose=no
    while [ $# -gt 0 ]; do
      case $1 in
        --pull) pull=yes ;;
        --no-cache) cache=no ;;
        --verbose) verbose=yes ;;
        -*) wrong_usage "unknown option '$1'; usage: build.sh [--pull] [--no-cache] [--verbose] [SERVICE ...]" ;;
        *) break ;;
      esac
      shift
    done
    select_services "$@"
    find_tar
    for_each_service check_service
    need_engine
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for_each_service build_service
    """#
}
