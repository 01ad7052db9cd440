/// Checks of what a published web server answers.
enum VerifyHTTPCode {
  static let responses: StaticString = #"""
    # A response with its status line and headers on standard output; nothing when the server hangs up.
    fetch() { # ADDRESS PORT HOST PATH
      case $1 in
        0.0.0.0) address=127.0.0.1 ;;
        ::) address=::1 ;;
        *) address=$1 ;;
      esac
      case $address in
        *:*) authority="[$address]:$2" ;;
        *) authority=$address:$2 ;;
      esac
      if command -v curl >/dev/null 2>&1; then
        curl --silent --include --noproxy '*' --max-time 5 --header "Host: $3" "http://$authority$4" 2>/dev/null || :
      else
        # shellcheck disable=SC2016 # expanded by that bash
        timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$3" "$2" >&3 && cat <&3' \
          "$address" "$2" "$3" "$4" 2>/dev/null || :
      fi | tr -d '\r' | awk 'NF == 0 { exit } { print }'
    }
    can_fetch() {
      engine_is_local || return 1
      command -v curl >/dev/null 2>&1 || { command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; }
    }
    status_of() { awk 'NR == 1 && $1 ~ /^HTTP\// { print $2 }' "$1"; }

    # Values are the policy's and the stack's, any printable text: they go to awk by the environment, which leaves them as they are.
    expect_header() { # NAME VALUE
      for response in found absent; do
        said=$(header_name=$1 header_value=$2 awk '
          NR > 1 {
            at = index($0, ":")
            if (tolower(substr($0, 1, at - 1)) != tolower(ENVIRON["header_name"])) next
            count++
            value = substr($0, at + 1)
            sub(/^[ \t]+/, "", value)
            sub(/[ \t]+$/, "", value)
            if (value != ENVIRON["header_value"]) other = 1
          }
          END { if (count != 1) print count + 0 " times"; else if (other) print "another value" }' "$scratch/$response")
        [ -z "$said" ] || problem "$1 on status $(status_of "$scratch/$response"): $said"
      done
      headers=$((headers + 1))
    }

    check_published() { # ADDRESS PORT
      at="$1 port $2"
      fetch "$1" "$2" "$site" / >"$scratch/found"
      fetch "$1" "$2" "$site" /securegen-verify/absent >"$scratch/absent"
      if [ -z "$(status_of "$scratch/found")" ] || [ -z "$(status_of "$scratch/absent")" ]; then
        report SG-601 fail "$at does not answer"
        return 0
      fi
      headers=0
      "headers_$id" expect_header
      conclude SG-601 "$at: $headers headers, each once, on status $(status_of "$scratch/found") and $(status_of "$scratch/absent")"

      fetch "$1" "$2" securegen-verify.invalid / >"$scratch/stranger"
      # Hanging up (444) or Misdirected Request: anything else would be an answer under a name that isn't ours.
      case $(status_of "$scratch/stranger") in
        '' | 400 | 421) ;;
        *) problem "$at answers an unknown host with $(status_of "$scratch/stranger")" ;;
      esac
      conclude SG-604 "$at: an unknown host is refused"

      for response in found absent stranger; do
        server=$(sed -n 's/^[Ss][Ee][Rr][Vv][Ee][Rr]: *//p' "$scratch/$response")
        case $server in
          *[0-9]*) problem "Server: $(plain "$server")" ;;
        esac
        disclosed=$(grep -iE '^(x-powered-by|x-aspnet-version|x-runtime|x-generator|via):' "$scratch/$response" | cut -d : -f 1 | sort -u | tr '\n' ' ') || :
        [ -z "$disclosed" ] || problem "discloses $disclosed"
      done
      conclude SG-605 "$at: no version, no name of what stands behind"
    }

    check_responses() {
      [ "$serves" = yes ] || return 0
      published=no
      "published_$id" note_published
      [ "$published" = yes ] || return 0
      if ! can_fetch; then
        unknown SG-601 "needs curl or bash on the engine's host"
        unknown SG-604 "needs curl or bash on the engine's host"
        unknown SG-605 "needs curl or bash on the engine's host"
        return 0
      fi
      "published_$id" check_published
    }
    note_published() { published=yes; }
    """#
}
