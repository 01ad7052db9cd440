/// Argument vectors of health checks. Values are arguments of fixed scripts, never part of their text.
enum Probe {
  /// bash opens TCP connections itself (`/dev/tcp`), so an image needs no HTTP client for a health check. Arguments: port, path, Host.
  private static let bashHTTP = #"""
    exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$2" "$3" >&3 \#
    && read -r -t 4 _ status _ <&3 && case $status in 2??|3??) ;; *) exit 1 ;; esac
    """#

  private static let bashTCP = #"exec 3<>"/dev/tcp/127.0.0.1/$1""#

  /// For images with bash: all of Debian's.
  static func bash(_ request: ProbeRequest) -> [String] {
    switch request {
    case .http(let path, let host, let port): ["bash", "-c", bashHTTP, "probe", port.description, path, host]
    case .tcp(let port): ["bash", "-c", bashTCP, "probe", port.description]
    }
  }

  /// For images nothing is known of but a shell: the first client there is of bash, wget, curl and nc. Arguments: port, path, Host, bash's script.
  private static let anyHTTP = #"""
    has() { command -v "$1" >/dev/null 2>&1; }; \#
    if has bash; then exec bash -c "$4" probe "$1" "$2" "$3"; \#
    elif has wget; then exec wget -q -T 4 -O /dev/null --header "Host: $3" "http://127.0.0.1:$1$2"; \#
    elif has curl; then exec curl -fsS -m 4 -o /dev/null -H "Host: $3" "http://127.0.0.1:$1$2"; \#
    else printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$2" "$3" | nc -w 4 127.0.0.1 "$1" \#
    | { read -r _ status _ && case $status in 2??|3??) ;; *) exit 1 ;; esac; }; fi
    """#

  /// Arguments: port, bash's script. curl's telnet client stays connected until its time is up (28); an answer that is no HTTP, or an
  /// error, is an answer too (GNU wget's 7 and 8).
  private static let anyTCP = #"""
    has() { command -v "$1" >/dev/null 2>&1; }; \#
    if has bash; then exec bash -c "$2" probe "$1"; \#
    elif has nc; then exec nc -z -w 4 127.0.0.1 "$1"; \#
    elif has curl; then curl -s -m 2 "telnet://127.0.0.1:$1" </dev/null >/dev/null; case $? in 0|28) ;; *) exit 1 ;; esac; \#
    else wget -q -T 4 -O /dev/null "http://127.0.0.1:$1/"; case $? in 0|7|8) ;; *) exit 1 ;; esac; fi
    """#

  static func anyClient(_ request: ProbeRequest) -> [String] {
    switch request {
    case .http(let path, let host, let port): ["sh", "-c", anyHTTP, "probe", port.description, path, host, bashHTTP]
    case .tcp(let port): ["sh", "-c", anyTCP, "probe", port.description, bashTCP]
    }
  }
}
