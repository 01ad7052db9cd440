# shellcheck shell=bash
# What the suites need from outside, and how results are counted. Sourced by Tests/run.

# command:package, for what Debian has.
debian_tools=(python3:python3 curl:curl git:git apparmor_parser:apparmor nginx:nginx-light busybox:busybox dash:dash setpriv:util-linux
  unshare:util-linux ip:iproute2 timeout:coreutils wrk:wrk)
tools=$PWD/.build-tools

install_tools() {
  local missing=() pair
  command -v swift >/dev/null || { echo 'Tests/run: needs swift 6.2 or newer on the PATH (https://www.swift.org/install)' >&2 && return 1; }
  # nginx and the parser live in /usr/sbin, which is not on everyone's PATH.
  export PATH=$tools/venv/bin:$PATH:/usr/sbin:/sbin
  for pair in "${debian_tools[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [[ -e /usr/include/yaml.h ]] || missing+=(libyaml-dev)
  # The shell has a word of that name.
  [[ -x /usr/bin/time ]] || missing+=(time)
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  if [[ ${#missing[@]} -gt 0 ]]; then
    apt_install "${missing[@]}" || { echo "Tests/run: please install: ${missing[*]}" >&2 && return 1; }
  fi
  case " $* " in *' judges '* | *' scaffold '* | *' roundtrip '* | *' nginx '* | *' scripts '* | *' hostile '* | *' engine '* | *' scan '*) install_python ;; esac
}

apt_install() {
  local as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo -n)
  command -v apt-get >/dev/null || return 1
  [[ ${#as_root[@]} -eq 0 ]] || sudo -n true 2>/dev/null || return 1
  echo "installing from Debian: $*"
  # Packages of servers must not start them here.
  # shellcheck disable=SC2016 # expanded by the inner shell
  "${as_root[@]}" sh -c '
    made=
    if [ ! -e /usr/sbin/policy-rc.d ]; then printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d && made=1; fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    status=$?
    [ -z "$made" ] || rm -f /usr/sbin/policy-rc.d
    exit $status' sh "$@"
}

# The judges from PyPI: pinned, in a place of this checkout, made anew when a pin changes.
install_python() {
  local stamp want
  stamp=$tools/venv.stamp
  want=$(cat Tests/judges/requirements.txt Tests/judges/requirements-gixy-ng.txt | sha256sum)
  [[ $(cat "$stamp" 2>/dev/null) != "$want" ]] || return 0
  echo 'installing judges from PyPI into .build-tools'
  rm -rf "$tools/venv" "$tools/gixy-ng" "$stamp"
  mkdir -p "$tools"
  if python3 -m venv "$tools/venv" && "$tools/venv/bin/pip" install -q --disable-pip-version-check -r Tests/judges/requirements.txt \
    && python3 -m venv "$tools/gixy-ng" && "$tools/gixy-ng/bin/pip" install -q --disable-pip-version-check -r Tests/judges/requirements-gixy-ng.txt; then
    echo "$want" >"$stamp"
  else
    echo 'Tests/run: the judges of Tests/judges/requirements*.txt could not be installed from PyPI' >&2
    return 1
  fi
}

# Prints "passed failed" from a suite's output: its last "N passed, N failed" line, or what swift test says.
count_results() {
  awk '
    /^[0-9]+ passed, [0-9]+ failed$/ { ok = $1; bad = $3; plain = 1 }
    # XCTest ends with the totals of all suites.
    /^[ \t]*Executed [0-9]+ tests?, with / {
      ran = $2; wrong = 0
      for (i = 3; i <= NF; i++) if ($i ~ /^failures?$/) wrong = $(i - 1)
    }
    # Swift Testing: "Test run with 12 tests in 3 suites passed after" or "… failed after 0.1 seconds with 2 issues."
    /Test run with [0-9]+ tests? / {
      for (i = 1; i <= NF; i++) if ($i == "with" && $(i + 2) ~ /^tests?$/) modern = $(i + 1)
      if ($0 ~ / failed after /) for (i = 1; i <= NF; i++) if ($i ~ /^issues?[.]?$/) modern_wrong = $(i - 1)
    }
    END {
      if (plain) print ok + 0, bad + 0
      else print ran - wrong + modern - (modern_wrong > modern ? modern : modern_wrong), wrong + modern_wrong
    }' "$1"
}
