# shellcheck shell=sh disable=SC2034 # used by the commands that source this
# Where the private engine lives. Sourced by the commands of this folder; POSIX sh.

engine_state=${SECUREGEN_ENGINE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/securegen-engine}
engine_socket=$engine_state/docker.sock
engine_pid_file=$engine_state/docker.pid
engine_host=unix://$engine_socket

# A bridge and pools of our own, away from the ranges that Docker and the built-in policies use,
# so that the engine can live beside a host's own engine and beside the stacks under test.
engine_bridge=sgengine0
engine_bridge_address=172.30.255.1/24
engine_pool=172.30.0.0/17

engine_say() { printf 'engine: %s\n' "$*" >&2; }

engine_fail() {
    engine_say "$*"
    exit 1
}

# The pid of our dockerd when it runs, nothing otherwise. A pid file outlives a reboot,
# so the process behind it must be a dockerd that was started on our socket.
engine_pid() {
    [ -r "$engine_pid_file" ] || return 0
    pid=$(cat "$engine_pid_file")
    case $pid in '' | *[!0-9]*) return 0 ;; esac
    if [ -r "/proc/$pid/cmdline" ] && tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -- "--host=$engine_host"; then
        printf '%s\n' "$pid"
    fi
}

engine_answers() { docker --host "$engine_host" version >/dev/null 2>&1; }

# Our containerd and the shims of our containers. Under live-restore shims outlive both dockerd and containerd, and the next dockerd takes
# their containers over.
engine_processes() {
    for process in /proc/[0-9]*; do
        if [ "${process#/proc/}" != "$$" ] && { tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null | grep -qF -e "$engine_state/run/containerd/"; then
            printf '%s\n' "${process#/proc/}"
        fi
    done
}

# dockerd waits in vain for the containerd of a pid file whose number is another process by now.
engine_forget_containerd() {
    pid=$(cat "$engine_state/run/containerd/containerd.pid" 2>/dev/null) || return 0
    engine_processes | grep -qxF -e "$pid" || rm -f "$engine_state/run/containerd/containerd.pid"
}

# What an engine that was killed leaves behind: its containerd and shims, and mounts.
engine_clear_leftovers() {
    for process in $(engine_processes); do kill -9 "$process" 2>/dev/null || true; done
    # Deepest first: mounts of containers lie inside the mount of the data root.
    awk -v root="$engine_state/" 'index($2, root) == 1 { print length($2), $2 }' /proc/mounts |
        sort -rn | cut -d ' ' -f 2- | while read -r mount; do
        umount "$mount" 2>/dev/null || umount -l "$mount" || engine_say "cannot unmount $mount"
    done
    rm -rf "$engine_state/run"
}

# How this host's apt reaches its mirror, without what only the host needs.
host_apt_settings() {
    apt-config dump 2>/dev/null |
        grep -E '^Acquire::(Check-Valid-Until|Check-Date|Retries|(http|https)::(Proxy|Timeout))[: ]' || true
}
