import Languages
import Policy

/// The fixed part of scan.sh. Each scanner has its own notion of "found something"; `scan` answers 0 clean, 1 findings, 2 failed.
enum ScanCode {
  static func tool(_ tool: ScanTool) -> StaticString {
    switch tool {
    case .trivy: trivy
    case .grype: grype
    case .scout: scout
    case .clair: clair
    }
  }

  /// trivy exits 1 on its own failures, so findings get a code of their own.
  private static let trivy: StaticString = #"""
    need_tool() { command -v trivy >/dev/null 2>&1 || fail "trivy is not installed, or not in PATH: https://trivy.dev"; }
    scan() {
      case $format in
        text) style=table ;;
        *) style=$format ;;
      esac
      status=0
      trivy image --quiet --scanners vuln --severity "$severities" --exit-code 10 --format "$style" "$image" || status=$?
      case $status in
        0) return 0 ;;
        10) return 1 ;;
        *) return 2 ;;
      esac
    }
    """#

  /// grype since 0.79 exits 2 on findings and 1 on failure; before, 1 on both, and the reason stands in its messages.
  private static let grype: StaticString = #"""
    need_tool() { command -v grype >/dev/null 2>&1 || fail "grype is not installed, or not in PATH: https://github.com/anchore/grype"; }
    # grype takes the lowest severity that fails.
    threshold() {
      case ,$severities, in
        *,LOW,*) printf 'low' ;;
        *,MEDIUM,*) printf 'medium' ;;
        *,HIGH,*) printf 'high' ;;
        *) printf 'critical' ;;
      esac
    }
    scan() {
      case $format in
        text) style=table ;;
        *) style=$format ;;
      esac
      status=0
      grype "docker:$image" --quiet --fail-on "$(threshold)" --output "$style" 2>"$scratch/messages" || status=$?
      cat "$scratch/messages" >&2
      case $status in
        0) return 0 ;;
        2) return 1 ;;
        1) ! grep -q 'severity threshold' "$scratch/messages" || return 1 ;;
      esac
      return 2
    }
    """#

  /// `docker scout cves --exit-code` exits 2 on findings.
  private static let scout: StaticString = #"""
    need_tool() { docker scout version >/dev/null 2>&1 || fail "the Docker CLI has no scout plugin: https://docs.docker.com/scout"; }
    scan() {
      case $format in
        text) style=packages ;;
        json) style=gitlab ;; # scout's JSON report
        *) style=$format ;;
      esac
      status=0
      docker scout cves --exit-code --only-severity "$(printf '%s' "$severities" | tr '[:upper:]' '[:lower:]')" \
        --format "$style" "local://$image" || status=$?
      case $status in
        0) return 0 ;;
        2) return 1 ;;
        *) return 2 ;;
      esac
    }
    """#

  /// clairctl has no gate and no SARIF; it reads the image from its registry, so that the image must have been pushed.
  private static let clair: StaticString = #"""
    need_tool() {
      command -v clairctl >/dev/null 2>&1 || fail "clairctl is not installed, or not in PATH: https://github.com/quay/clair"
      [ "$format" != sarif ] || fail 'clairctl writes no SARIF; use --json'
    }
    scan() {
      clairctl report --host "${CLAIR_HOST:-http://localhost:6060}" --out json "$image" >"$scratch/report" || return 2
      if [ "$format" = json ]; then
        cat "$scratch/report"
      else
        grep -o '"normalized_severity": *"[A-Za-z]*"' "$scratch/report" | sort | uniq -c || :
      fi
      pattern=$(printf '%s' "$severities" | tr ',' '|')
      ! grep -qiE "\"normalized_severity\": *\"($pattern)\"" "$scratch/report" || return 1
    }
    """#

  static let main: StaticString = #"""
    # Here a scan that could not be made must never look like one that found nothing, or something.
    fail() {
      warn "$*"
      exit 2
    }

    check_service() {
      "describe_$id"
      docker image inspect "$image" >/dev/null 2>&1 || fail "$service: there is no image $image; run build.sh"
    }

    scan_service() {
      "describe_$id"
      [ "$format" != text ] || say "$service: scanning $image with $tool for $severities"
      result=0
      scan || result=$?
      case $result in
        0) [ "$format" != text ] || say "$service: nothing at these severities" ;;
        1)
          warn "$service: $image has vulnerabilities of severity $severities"
          found=yes
          ;;
        *)
          warn "$service: $tool failed on $image, so nothing is known of it"
          broken=yes
          ;;
      esac
    }

    format=text found=no broken=no
    while [ $# -gt 0 ]; do
      case $1 in
        --json) format=json ;;
        --sarif) format=sarif ;;
        -*) wrong_usage "unknown option '$1'; usage: scan.sh [--json|--sarif] [SERVICE ...]" ;;
        *) break ;;
      esac
      shift
    done
    select_services "$@"
    need_engine
    need_tool
    for_each_service check_service
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for_each_service scan_service
    [ "$broken" = no ] || exit 2
    [ "$found" = no ] || exit 1
    """#
}
