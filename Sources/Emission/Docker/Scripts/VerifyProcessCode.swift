/// Checks of the living processes in /proc.
enum VerifyProcessCode {
  static let identity: StaticString = #"""
    check_identity() {
      expect user "$(fact user)" "$user:$group"
      expect 'added groups' "$(fact groups)" 0
      if processes_visible; then
        # Real, effective, saved and file system ids, of every process.
        expect uids "$(of_processes Uid)" "$host_user $host_user $host_user $host_user"
        expect gids "$(of_processes Gid)" "$host_group $host_group $host_group $host_group"
        for other in $(of_processes Groups); do
          [ "$other" = "$host_group" ] || problem "is in the group $other too"
        done
        conclude SG-101 "user $user:$group in every process, no other ids"
      else
        [ -z "$problems" ] || conclude SG-101 ''
        unknown SG-101 "the processes' ids: needs /proc of the engine's host"
      fi
    }

    check_secrets() {
      if ! inside_visible; then
        unknown SG-401 "$need_root"
        return 0
      fi
      count=0
      "secrets_$id" check_secret
      # Nothing but the declared files may be there.
      if [ -d "/proc/$pid/root/run/secrets" ]; then
        there=$(find "/proc/$pid/root/run/secrets" -type f 2>/dev/null | wc -l | tr -d ' ')
        [ "$there" = "$count" ] || problem "/run/secrets holds $there files, not $count"
      fi
      conclude SG-401 "$count secrets, each owned by $user:$group with mode 0400"
    }
    check_secret() {
      count=$((count + 1))
      facts=$(stat -c '%F %u:%g %a' "/proc/$pid/root/run/secrets/$1" 2>/dev/null) || facts=missing
      expect "/run/secrets/$1" "$facts" "regular file $host_user:$host_group 400"
    }
    """#

  static let confinement: StaticString = #"""
    check_seccomp() {
      # The engine keeps the profile it was given: it must be the file beside this script, white space aside.
      given=$(sed -n 's/^seccomp[=:]//p' "$scratch/options" | tr -d ' \t\n')
      wanted=''
      [ "$filter" = engine ] || wanted=$(tr -d ' \t\n\r' <"$here/$service/seccomp.json") || wanted=''
      if [ "$filter" = engine ]; then
        [ -z "$given" ] || problem "it has a profile that its plan doesn't give it"
      elif [ -z "$given" ]; then
        problem 'no profile of its own'
      elif [ "$given" != "$wanted" ]; then
        problem "its profile is not $service/seccomp.json"
      fi
      if processes_visible; then
        expect Seccomp "$(of_processes Seccomp)" 2
        if [ "$filter" = runtime ] || [ -n "$problems" ]; then
          conclude SG-209 "filtered in every process, by $service/seccomp.json"
        else
          report SG-209 policy "filtered in every process, by the engine's default, which allows more than the runtime needs"
        fi
      else
        [ -z "$problems" ] || conclude SG-209 ''
        unknown SG-209 "the processes' seccomp mode: needs /proc of the engine's host"
      fi
    }

    check_apparmor() {
      case $(docker info --format '{{json .SecurityOptions}}') in
        *name=apparmor*) ;;
        *)
          unknown SG-210 'this kernel has no AppArmor'
          return 0
          ;;
      esac
      grep -qxF -e "apparmor=$profile" -e "apparmor:$profile" "$scratch/options" || problem "the option apparmor=$profile is missing"
      if inside_visible; then
        for process in $pids; do
          label=$(tr -d '\0\n' 2>/dev/null <"/proc/$process/attr/current") || continue
          expect 'the AppArmor label' "$label" "$profile ($mode)"
        done
        if [ "$mode" = enforce ] || [ -n "$problems" ]; then
          conclude SG-210 "every process under $profile (enforce)"
        else
          report SG-210 policy "every process under $profile (complain): what it doesn't allow is logged, not refused"
        fi
      else
        [ -z "$problems" ] || conclude SG-210 ''
        unknown SG-210 "$need_root"
      fi
    }
    """#
}
