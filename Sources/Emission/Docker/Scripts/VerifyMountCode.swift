/// Checks of the file system and of the limits, as the kernel has them.
enum VerifyMountCode {
  static let mounts: StaticString = #"""
    # "PATH OPTIONS TYPE SUPER-OPTIONS", a line a mount.
    read_mounts() {
      awk '{ for (i = 7; i <= NF; i++) if ($i == "-") { print $5, $6, $(i + 1), $(i + 3); break } }' "/proc/$pid/mountinfo" >"$scratch/mounts"
    }
    mount_of() { awk -v path="$1" '$1 == path { line = $0 } END { if (line != "") print line }' "$scratch/mounts"; }
    has_option() {
      case ",$1," in
        *",$2,"*) return 0 ;;
        *) return 1 ;;
      esac
    }

    check_tmpfs() { # PATH SIZE MODE
      expected_writable="$expected_writable$1 "
      line=$(mount_of "$1")
      if [ -z "$line" ]; then
        problem "$1 is no mount"
        return 0
      fi
      options=${line#* } options=${options%% *}
      super=${line##* }
      case $line in
        *' tmpfs '*) ;;
        *) problem "$1 is no tmpfs" ;;
      esac
      for option in rw noexec nosuid nodev; do
        has_option "$options" "$option" || problem "$1 lacks $option"
      done
      # The kernel rounds up to pages and shows kilobytes.
      shown=$(printf '%s' "$super" | tr ',' '\n' | sed -n 's/^size=\([0-9]*\)k$/\1/p')
      pages=$((($2 + 4095) / 4096))
      expect "the size of $1 in KiB" "$shown" "$((pages * 4))"
      # The kernel shows a mode that isn't 1777.
      shown=$(printf '%s' "$super" | tr ',' '\n' | sed -n 's/^mode=0*\([0-7]*\)$/\1/p')
      expect "the mode of $1" "${shown:-1777}" "$3"
      has_option "$super" "uid=$host_user" || problem "$1 is not the service's"
      described="$described$1 noexec,nosuid,nodev $((pages / 256))M, "
    }
    expect_volume() { # NAME PATH WRITABLE
      printf 'volume %s %s %s\n' "$1" "$2" "$3" >>"$scratch/wanted"
      [ "$3" = false ] || expected_writable="$expected_writable$2 "
      if [ "$3" = false ] && inside_visible; then
        line=$(mount_of "$2")
        options=${line#* } options=${options%% *}
        has_option "$options" ro || problem "$2 is not read-only"
      fi
    }

    check_mounts() {
      expected_writable=' ' described=''
      : >"$scratch/wanted"
      if inside_visible; then
        read_mounts
        "tmpfs_$id" check_tmpfs
        "volumes_$id" expect_volume
        if [ "$read_only" = true ]; then
          expect ReadonlyRootfs "$(fact read_only)" true
          options=$(mount_of / | awk '{ print $2 }')
          has_option "$options" ro || problem '/ is not read-only'
          # Through /proc the mounts of the container hold for the host's root as well.
          if (: >"/proc/$pid/root/securegen-write-probe") 2>/dev/null; then
            rm -f "/proc/$pid/root/securegen-write-probe"
            problem 'a write to / succeeded'
          fi
        fi
        # What the engine itself mounts in /proc, /dev and /sys is not the service's.
        awk '("," $2 ",") ~ /,rw,/ { print $1 }' "$scratch/mounts" >"$scratch/writable"
        while read -r path; do
          case $path in
            / | /proc | /proc/* | /dev | /dev/* | /sys/fs/cgroup) continue ;;
          esac
          case $expected_writable in
            *" $path "*) ;;
            *) problem "$path is writable" ;;
          esac
        done <"$scratch/writable"
        if [ "$read_only" = true ]; then
          conclude SG-204 "write to / refused; ${described}nothing else writable but its volumes"
        elif [ -n "$problems" ]; then
          conclude SG-204 ''
        else
          report SG-204 policy 'the root file system is writable'
        fi
      else
        [ "$read_only" = false ] || expect ReadonlyRootfs "$(fact read_only)" true
        [ -z "$problems" ] || conclude SG-204 ''
        unknown SG-204 "$need_root"
        "volumes_$id" expect_volume
      fi
    }

    # What was asked for: named volumes of the plan, nothing of the host. Reads what check_mounts noted.
    check_host_mounts() {
      expect 'host binds' "$(fact binds)" 0
      expect 'volumes of others' "$(fact volumes_from)" 0
      fact mount | awk '{ print $1, $2, $3, $4 }' | sort >"$scratch/is"
      sort <"$scratch/wanted" >"$scratch/sorted"
      if ! cmp -s "$scratch/is" "$scratch/sorted"; then
        for line in $(fact mount | awk '{ print $1 ":" $2 ":" $3 }'); do
          case $line in
            volume:*) ;;
            *) problem "mounted: $line" ;;
          esac
        done
        [ -n "$problems" ] || problem "its volumes are $(tr '\n' ';' <"$scratch/is") not $(tr '\n' ';' <"$scratch/sorted")"
      fi
      shared=$(fact mount | awk '$5 ~ /shared/ { print $3 }' | tr '\n' ' ')
      [ -z "$shared" ] || problem "shared propagation: $shared"
      conclude SG-208 'no socket and no path of the host, no shared propagation'
    }
    """#

  static let limits: StaticString = #"""
    # The directory of a controller's limits, cgroup v2 or v1.
    cgroup_directory() {
      path=$(sed -n 's/^0:://p' "/proc/$pid/cgroup" | head -n 1)
      if [ -e "/sys/fs/cgroup/cgroup.controllers" ]; then
        printf '/sys/fs/cgroup%s' "$path"
      else
        path=$(awk -F: -v controller="$1" '("," $2 ",") ~ ("," controller ",") { print $3; exit }' "/proc/$pid/cgroup")
        printf '/sys/fs/cgroup/%s%s' "$1" "$path"
      fi
    }
    expect_limit() { # WHAT DIRECTORY FILES VALUE
      for name in $3; do
        if [ -r "$2/$name" ]; then
          expect "$1 in the cgroup" "$(tr '\n' ' ' <"$2/$name" | sed 's/ $//')" "$4"
          live=yes
          return 0
        fi
      done
    }

    check_limits() {
      expect memory "$(fact memory)" "$memory"
      expect 'memory and swap' "$(fact swap)" "$memory"
      expect 'CPU (billionths)' "$(setting NanoCpus)" "$nano_cpus"
      expect processes "$(fact pids)" "$processes"
      case " $(fact ulimits) " in
        *" nofile=$open_files:$open_files "*) ;;
        *) problem "open files are not limited to $open_files" ;;
      esac
      live=no
      if processes_visible; then
        quota=$((nano_cpus / 10000))
        directory=$(cgroup_directory memory)
        expect_limit memory "$directory" 'memory.max memory.limit_in_bytes' $((memory / 4096 * 4096))
        if [ -e "$directory/memory.swap.max" ]; then expect_limit swap "$directory" memory.swap.max 0; fi
        expect_limit processes "$(cgroup_directory pids)" pids.max "$processes"
        directory=$(cgroup_directory cpu)
        expect_limit CPU "$directory" cpu.max "$quota 100000"
        expect_limit CPU "$directory" cpu.cfs_quota_us "$quota"
        files=$(awk '/^Max open files/ { print $4, $5 }' "/proc/$pid/limits" 2>/dev/null) || files=''
        [ -z "$files" ] || expect 'open files' "$files" "$open_files $open_files"
      fi
      if [ "$live" = yes ]; then how='in the kernel too'; else how='as configured; the cgroup is not readable here'; fi
      conclude SG-205 "memory $memory without swap, CPU $((nano_cpus / 1000000))m, $processes processes, $open_files files ($how)"
    }
    """#
}
