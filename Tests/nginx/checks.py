"""What must hold of the running server. Each check is a function `check_…(site, upstream)`; it asserts."""

import concurrent.futures
import re
import socket
import time

from harness import PORT, Answer, ask, exchange
from upstream import LOUD_HEADERS

# The policy's set (SG-601; OWASP Secure Headers Project without what belongs on TLS or on a logout only), with this stack's changes.
EXPECTED = {
    "Cache-Control": "no-store, max-age=0",
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": re.compile("deny", re.I),
    "Permissions-Policy": re.compile(r".*geolocation=\(\).*"),
    "X-Literal": r"""$host ${request_uri} "quoted" \back\\slash 100% ;{}#""",
}
ABSENT = [
    "X-XSS-Protection", "Expect-CT", "Feature-Policy", "Public-Key-Pins", "Pragma", "Clear-Site-Data", "Strict-Transport-Security",
    "X-Permitted-Cross-Domain-Policies",
]


def secured(answer, status):
    assert answer.status == status, f"status {answer.status}, not {status}: {answer.raw[:300]!r}"
    for name, value in EXPECTED.items():
        values = answer.all(name)
        assert len(values) == 1, f"{status}: {name} came {len(values)} times: {values}"
        matches = value.fullmatch(values[0]) if isinstance(value, re.Pattern) else value == values[0]
        assert matches, f"{status}: {name}: {values[0]!r}"
    for name in ABSENT:
        assert not answer.all(name), f"{status}: {name} is there"
    assert answer.all("Server") == ["nginx"], answer.all("Server")
    assert not re.search(rb"nginx/\d", answer.raw), "a version is told"
    return answer


def check_nginx_t_says_nothing_else(site, upstream):
    result = site.test()
    lines = [line for line in result.stderr.splitlines() if "syntax is ok" not in line and "test is successful" not in line]
    assert result.returncode == 0 and not lines, result.stderr


def check_200_page(site, upstream):
    assert b"<title>home</title>" in secured(ask("/"), 200).body


def check_200_head(site, upstream):
    assert secured(ask("/", method="HEAD"), 200).body == b""


def check_200_http_1_0(site, upstream):
    secured(ask("/", version="1.0"), 200)


def check_200_other_names(site, upstream):
    for host in ("www.shop.example", "SHOP.example", "shop.example:8080", "127.0.0.1", "127.0.0.1:8080"):
        secured(ask("/", host=host), 200)


def check_200_nested_route(site, upstream):
    assert secured(ask("/manual/"), 200).body == b"manual\n"


def check_301_names_a_path_only(site, upstream):
    for target, location in (("/sub", "/sub/"), ("/manual", "/manual/"), ("/manual?a=b", "/manual/?a=b"), ("/api", "/api/")):
        assert secured(ask(target), 301).all("Location") == [location], target


def check_304(site, upstream):
    tag = ask("/").all("ETag")[0]
    secured(ask("/", headers=[f"If-None-Match: {tag}"]), 304)


def check_400_before_a_host_is_known(site, upstream):
    secured(Answer(exchange(b"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n")), 400)
    secured(Answer(exchange(b"nonsense\r\n\r\n")), 400)
    secured(ask("/", host=""), 400)


def check_400_long_header(site, upstream):
    secured(ask("/", headers=["X-Long: " + "a" * 9000]), 400)


def check_400_two_lengths(site, upstream):
    data = b"POST /api/x HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"
    before = len(upstream.seen)
    secured(Answer(exchange(data)), 400)
    assert len(upstream.seen) == before, "an ambiguous request went upstream"


def check_404(site, upstream):
    secured(ask("/missing"), 404)
    secured(ask("/manual/missing"), 404)


def check_405(site, upstream):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"):
        for target in ("/", "/index.html", "/manual/"):
            secured(ask(target, method=method), 405)


def check_413(site, upstream):
    secured(ask("/api/upload", method="POST", headers=["Expect: 100-continue"], body=b"a" * 1_100_000), 413)


def check_414(site, upstream):
    secured(ask("/" + "a" * 9000), 414)


def check_429_route_limit(site, upstream):
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: ask("/limited/x"), range(20)))
    refused = [answer for answer in answers if answer.status == 429]
    served = [answer for answer in answers if answer.status == 200]
    assert len(served) + len(refused) == 20, [answer.status for answer in answers]
    # One at once and five in the burst, and what the test's own duration adds.
    assert 6 <= len(served) <= 12, f"{len(served)} served"
    secured(refused[0], 429)
    secured(served[0], 200)


def check_429_connection_limit(site, upstream):
    with concurrent.futures.ThreadPoolExecutor(130) as pool:
        answers = list(pool.map(lambda _: ask("/api/sleep"), range(130)))
    statuses = [answer.status for answer in answers]
    assert statuses.count(200) >= 90 and statuses.count(429) >= 20, (statuses.count(200), statuses.count(429))


def check_502(site, upstream):
    secured(ask("/down/x"), 502)


def check_upstream_error_and_empty(site, upstream):
    secured(ask("/api/fail"), 500)
    secured(ask("/api/empty"), 204)


def check_unknown_host_gets_nothing(site, upstream):
    for host in ("evil.example", "shop.example.evil.example", "localhost", "10.0.0.1", "_"):
        assert ask("/", host=host).raw == b"", f"host {host!r} was answered"
    assert ask("/", host=None, version="1.0").raw == b"", "no host was answered"
    assert ask("http://evil.example/", host="shop.example").raw == b"", "an absolute URI overrides Host (RFC 9112 3.2.2)"


def check_dotfiles(site, upstream):
    for target in (
        "/.env", "/.git/config", "/.git/", "/sub/.htpasswd", "/%2eenv", "/sub/%2ehtpasswd", "//.env", "/manual/.x", "/.well-known-not/x",
        "/.well-known", "/sub/../.env",
    ):
        assert b"root:" not in secured(ask(target), 404).body, target
    secured(ask("/.well-known/security.txt"), 200)


def check_traversal(site, upstream):
    for target in (
        "/../etc/passwd", "/..%2f..%2fetc/passwd", "/manual../html/index.html", "/manual/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/manual/..%2f..%2f..%2fetc/passwd", "/manual/%2e%2e%2fhtml/.env", "/manual//../../../etc/passwd", "/%00", "/manual%2f..%2f.env",
    ):
        answer = ask(target)
        assert answer.status in (400, 404), f"{target}: {answer.status}"
        secured(answer, answer.status)
        assert b"root:" not in answer.body, target


def check_links_lead_nowhere(site, upstream):
    assert b"root:" not in secured(ask("/link"), 403).body


def check_no_listing(site, upstream):
    assert b".well-known" not in secured(ask("/.well-known/"), 403).body


def check_prefixes_end_at_a_slash(site, upstream):
    before = len(upstream.seen)
    for target in ("/manualx", "/apix", "/v1Yx/", "/v1.xy"):
        secured(ask(target), 404)
    assert len(upstream.seen) == before


def check_path_goes_upstream_unchanged(site, upstream):
    for target in ("/api/", "/api/a%2Fb/%20c?x=%2F&y=1", "/api//double", "/api/.config"):
        secured(ask(target), 200)
        assert upstream.seen[-1]["target"] == target, upstream.seen[-1]["target"]


def check_strip(site, upstream):
    for target, arrives in (("/v1.x", "/"), ("/v1.x/", "/"), ("/v1.x/a/b?q=1", "/a/b?q=1"), ("/v1.x/v1.x/", "/v1.x/")):
        secured(ask(target), 200)
        assert upstream.seen[-1]["target"] == arrives, (target, upstream.seen[-1]["target"])


def check_strip_keeps_line_breaks_out(site, upstream):
    for target in ("/v1.x/a%0d%0aX-Evil:1", "/v1.x/%0aGET%20/%20HTTP/1.1"):
        before = len(upstream.seen)
        answer = ask(target)
        assert answer.status in (200, 400), answer.status
        for request in upstream.seen[before:]:
            assert "%0A" in request["target"].upper() or "\n" not in request["target"]
            assert not any(name.lower() == "x-evil" for name, _ in request["headers"])


def check_what_upstream_is_told(site, upstream):
    lies = [
        "X-Forwarded-For: 6.6.6.6", "X-Real-IP: 6.6.6.6", "X-Forwarded-Host: evil", "X-Forwarded-Proto: https", "Forwarded: for=6.6.6.6",
        "Proxy: http://evil", "X-Original-URL: /admin", "X-Rewrite-URL: /admin", "Connection: X-Real-IP", "Authorization: Bearer kept",
    ]
    secured(ask("/api/x", headers=lies), 200)
    headers = upstream.seen[-1]["headers"]
    told = {name.lower(): value for name, value in headers}
    for name, value in {
        "host": "shop.example", "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", "x-forwarded-host": "shop.example",
        "x-forwarded-proto": "http", "authorization": "Bearer kept",
    }.items():
        assert told.get(name) == value, f"{name}: {told.get(name)}"
    for name in ("forwarded", "proxy", "x-original-url", "x-rewrite-url", "upgrade"):
        assert name not in told, name
    assert len(headers) == len(told), "a header went upstream twice"


def check_upstream_headers_are_replaced_or_hidden(site, upstream):
    answer = secured(ask("/api/loud"), 200)
    kept = {"Set-Cookie", "X-Debug-Token-Kept", "X-Runtime-Kept"}
    for name, value in LOUD_HEADERS.items():
        if name in kept:
            assert answer.all(name) == [value], f"{name} was lost"
        else:
            assert value not in answer.all(name), f"{name}: {value} came through"
    for name in ("X-Powered-By", "X-AspNet-Version", "X-Generator", "SourceMap", "X-Envoy-Upstream-Service-Time"):
        assert not answer.all(name), name


def check_upstream_cannot_redirect_inside(site, upstream):
    assert b"manual" not in secured(ask("/api/accel"), 200).body


def check_websocket(site, upstream):
    with socket.create_connection(("127.0.0.1", PORT), 10) as connection:
        connection.sendall(b"GET /api/socket HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        assert head.startswith(b"HTTP/1.1 101 "), head
        connection.sendall(b"hello\n")
        text = head.partition(b"\r\n\r\n")[2]
        while b"\n" not in text and (chunk := connection.recv(4096)):
            text += chunk
        assert text == b"echo hello\n", text


def check_slow_clients_are_cut_off(site, upstream):
    def dripping(start):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", PORT), 30) as connection:
            connection.sendall(start)
            connection.settimeout(30)
            try:
                while connection.recv(4096):
                    pass
            except ConnectionResetError:
                pass
        return time.monotonic() - began

    post = b"POST /api/x HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 10\r\n\r\nab"
    idle = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for seconds in pool.map(dripping, [b"GET / HTTP/1.1\r\nHost: shop", post, idle]):
            assert 8 <= seconds <= 13, f"cut off after {seconds:.1f} s"


def check_logs_hold_no_query(site, upstream):
    ask("/api/x?token=hunter2", headers=["Cookie: session=hunter2", "Authorization: Bearer hunter2", "Referer: http://a/?hunter2"])
    ask("/missing?token=hunter2")
    ask('/"quote%22%0a')
    ask("/v1.x/stripped?token=hunter2")
    lines = site.access_lines()
    assert any(line["path"] == "/v1.x/stripped" for line in lines) and any(line["path"] == "/" for line in lines)
    assert any(line["path"] == "/api/x" and line["status"] == "200" and line["host"] == "shop.example" for line in lines)
    assert "hunter2" not in site.access_text() + site.error_text()
