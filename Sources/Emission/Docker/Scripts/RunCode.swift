import Languages

/// The fixed part of run.sh: what must hold before anything is touched, secrets, and the decision what to do with each service.
enum RunCode {
  static let checks: StaticString = #"""
    # AppArmor holds only where the engine's kernel has it. Where it hasn't, that is said, never passed over.
    find_apparmor() {
      apparmor=no
      case $(docker info --format '{{json .SecurityOptions}}') in
        *name=apparmor*) apparmor=yes ;;
        *) warn "AppArmor is not enforced: this engine's kernel has none (SG-210 does not hold here; the other controls do)" ;;
      esac
    }

    load_profile() {
      "describe_$id"
      [ "$apparmor" = yes ] || return 0
      file=$here/$service/apparmor.profile
      if is_root && engine_is_local && command -v apparmor_parser >/dev/null 2>&1; then
        apparmor_parser --replace --skip-cache "$file" || fail "$service: the AppArmor profile $file could not be loaded"
        return 0
      fi
      loaded=/sys/kernel/security/apparmor/profiles
      if [ -r "$loaded" ]; then
        grep -qF -e "$profile ($mode)" "$loaded" ||
          fail "$service: the AppArmor profile $profile is not loaded; as root: apparmor_parser --replace --skip-cache '$file'"
      fi
    }

    check_secret() { # NAME FILE
      [ -e "$2" ] || fail "$service: the secret '$1' has no file: $2 is missing"
      [ -f "$2" ] || fail "$service: the secret '$1': $2 is no regular file"
      [ -r "$2" ] || fail "$service: the secret '$1': $2 can't be read by $(id -un)"
      [ -s "$2" ] || fail "$service: the secret '$1': $2 is empty"
    }

    # What a changed secret is noticed by: inode, size and times of its files. Nothing is derived from their content.
    stamp_secret() { stat -L -c '%n %d %i %s %Y %Z' -- "$2"; }
    stamp_secrets() { "secrets_$id" stamp_secret | cksum | tr ' ' '-'; }

    # A TCP port that somebody else listens on, by /proc/net/tcp: address and port in hexadecimal, state 0A is LISTEN.
    check_port() { # ADDRESS PORT
      port=$(printf '%04X' "$2")
      case $1 in
        *:*) address=any ;;
        *) address=$(printf '%s' "$1" | awk -F. '{ printf "%02X%02X%02X%02X", $4, $3, $2, $1 }') ;;
      esac
      taken=$(awk -v port="$port" -v address="$address" '
        $4 == "0A" {
          split($2, local, ":")
          if (local[2] != port) next
          if (local[1] ~ /^0+$/ || address == "00000000" || local[1] == address) { print "yes"; exit }
        }' /proc/net/tcp /proc/net/tcp6 2>/dev/null) || taken=
      [ -z "$taken" ] || fail "$service: port $2 on $1 is taken by another program; free it, or publish another port in the stack file"
    }

    check_service() {
      "describe_$id"
      image_id=$(docker image inspect --format '{{.Id}}' "$image" 2>/dev/null) || fail "$service: there is no image $image; run build.sh"
      built=$(docker image inspect --format '{{index .Config.Labels "securegen.build"}}' "$image" 2>/dev/null) || built=
      [ "$built" = "$build" ] || fail "$service: the image $image is older than its Dockerfile or configuration here: run build.sh"
      [ "$filter" = engine ] || [ -r "$here/$service/seccomp.json" ] || fail "$service: $here/$service/seccomp.json is missing"
      "secrets_$id" check_secret
      decide
      # Only a container that doesn't run yet can find its port taken by somebody else.
      case $verdict in
        create | start) if engine_is_local; then "published_$id" check_port; fi ;;
      esac
    }
    """#

  static let secrets: StaticString = #"""
    # A fresh volume, filled through a container that is never started: files of the service's user, mode 0400.
    fill_secrets() {
      [ -n "$secrets" ] || return 0
      docker volume rm "$secrets" >/dev/null 2>&1 || :
      docker volume create --label "securegen.stack=$stack" --label securegen.kind=secrets "$secrets" >/dev/null
      made_volumes="$made_volumes $secrets"
      loader=$container--loader
      docker rm --force --volumes "$loader" >/dev/null 2>&1 || :
      docker create --name "$loader" --network none --label "securegen.stack=$stack" --label securegen.kind=loader \
        --mount "type=volume,source=$secrets,target=/run/secrets" "$image" >/dev/null
      made="$made $loader"
      "secrets_$id" copy_secret
      docker rm --volumes "$loader" >/dev/null
    }

    # The content goes through a pipe alone: it is on no command line and in no file on the way.
    copy_secret() { # NAME FILE
      rm -f "$scratch/incomplete"
      pack_secret "$@" | docker cp - "$loader:/run/secrets" || fail "$service: the secret '$1' could not be copied"
      [ ! -e "$scratch/incomplete" ] || fail "$service: the secret '$1' could not be read: $2"
    }
    pack_secret() {
      tar --create --file - --format=gnu --dereference --owner="$user" --group="$group" --numeric-owner --mode=0400 \
        --transform "s|.*|$1|" --directory "${2%/*}/" -- "${2##*/}" || : >"$scratch/incomplete"
    }

    # The engine copies the image's directory, with its owner, into a volume when a container first uses it.
    ensure_volume() {
      owner=$(docker volume inspect --format '{{index .Labels "securegen.stack"}}' "$1" 2>/dev/null) || owner=
      case $owner in
        '' | "$stack") ;;
        *) fail "the volume $1 belongs to the stack '$owner'" ;;
      esac
      docker volume create --label "securegen.stack=$stack" --label securegen.kind=data "$1" >/dev/null
    }
    """#

  static let decisions: StaticString = #"""
    # What is to be done with a service: verdict is unchanged, start, create or replace.
    decide() {
      wanted="$config/$apparmor/$(stamp_secrets)"
      state=$(docker container inspect --format '{{.State.Status}} {{index .Config.Labels "securegen.stack"}} {{.Image}} {{index .Config.Labels "securegen.config"}}' \
        "$container" 2>/dev/null) || state=
      case $state in
        '') verdict=create ;;
        *" $stack $image_id $wanted")
          case $state in
            running*) verdict=unchanged ;;
            exited*) verdict=start ;;
            *) verdict=replace ;; # created by a run that was killed, paused, restarting, dead
          esac
          ;;
        *" $stack "*) verdict=replace ;;
        *) fail "$service: a container $container exists and is not this stack's: remove or rename it" ;;
      esac
      case $verdict in
        create | replace) creating="$creating$service " ;;
      esac
      case $verdict in
        replace) replacing="$container $replacing" ;;
      esac
    }

    # Clients go before their servers.
    remove_replaced() {
      for old in $replacing; do
        docker stop "$old" >/dev/null 2>&1 || :
        docker rm --force --volumes "$old" >/dev/null
      done
    }

    known() {
      for service in $services; do
        [ "$stack-$service" != "$1" ] || return 0
      done
      return 1
    }

    # Containers of services that the stack file no longer has.
    find_leftovers() {
      for old in $(docker ps --all --filter "label=securegen.stack=$stack" --format '{{.Names}}'); do
        known "$old" || leftovers="$leftovers $old"
      done
    }
    remove_leftovers() {
      for old in $leftovers; do
        say "$old: not in the stack file any more, removed"
        docker stop "$old" >/dev/null 2>&1 || :
        docker rm --force --volumes "$old" >/dev/null
      done
      for old in $(docker volume ls --quiet --filter "label=securegen.stack=$stack" --filter label=securegen.kind=secrets); do
        owner=${old%--secrets}
        known "$owner" || docker volume rm "$old" >/dev/null
      done
    }
    """#
}
