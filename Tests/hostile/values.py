"""Hostile values in every free-text key: either a diagnostic at the value and nothing written, or output that real parsers read back
as the same value."""

import json
import os
import pathlib
import re
import subprocess

from dockerfile_parse import DockerfileParser

from harness import Tally, project, require, run, snapshot

BIG = 64 * 1024
VALUES = {
    "single quote": "it's",
    "double quote": 'say "hi"',
    "both quotes": "'\"'\"",
    "quote at the end": 'x"',
    "backslash": "a\\b",
    "backslash at the end": "a b\\",
    "two backslashes": "\\\\server\\share",
    "backslash n": "a\\nb",
    "dollar": "$",
    "variable": "$HOME",
    "braced variable": "${HOME}",
    "braced with default": "${X:-y}",
    "open brace": "${",
    "command": "$(id)",
    "backticks": "`id`",
    "arithmetic": "$((1+1))",
    "newline": "a\nb",
    "newline at the end": "a\n",
    "newline and brace": "a\n}\nb",
    "carriage return": "a\rb",
    "tab": "a\tb",
    "NUL": "a\0b",
    "escape": "\x1b[31mred",
    "delete": "a\x7fb",
    "comment": "# x",
    "comment after space": "a # b",
    "semicolon": "a; b",
    "closing": "x; } }",
    "server block": "x; } server { listen 1; }",
    "percent": "100% %s %n %%",
    "unicode": "ü – 漢字 🙂",
    "right to left": "a\u202eb",
    "line separator": "a\u2028b",
    "next line": "a\u0085b",
    "byte order mark": "\ufeffa",
    "last code point": "\U0010fffd",
    "64 KiB": "a" * BIG,
    "64 KiB of quotes": '"' * BIG,
    "4095 bytes": "b" * 4095,
    "4096 bytes": "b" * 4096,
    "4000 quotes": '"' * 4000,
    "spaces around": " a ",
    "only a space": " ",
    "empty": "",
    "option": "--privileged",
    "dash": "-",
    "asterisk": "*",
    "glob": "/etc/*",
    "tilde": "~",
    "bang": "!x",
    "ampersands": "a && b || c & d",
    "pipe": "a | b",
    "redirect": "a > /tmp/x < y",
    "template": "{{ .Env }}",
    "workflow": "${{ github.token }}",
    "here document": "<<EOF\nx\nEOF",
    "Markdown": "[x](y) `z` **b** | c <b>",
    "HTML comment": "--> <!-- x",
    "JSON": '{"a": ["b"]}',
    "YAML": "a: b",
    "dot dot": "../../etc/passwd",
    "absolute": "/etc/passwd",
    "comma": "a,b=c,readonly",
    "colon": "a:b",
    "equals": "a=b=c",
    "at": "user@host",
}

BASE = """version: 1
name: hostile
services:
  web:
    tier: frontend
    runtime: nginx
    source: ./src
    publish: 8080
    routes: {{ /: {{ files: html }}{route} }}
{web}  api:
    tier: api
    runtime: python
    source: ./src
    command: [python, app.py{argument}]
    port: 8000
{api}{top}"""
HEALTH = "    health: { tcp: true }\n"


def stack(route="", web="", argument="", api=HEALTH, top=""):
    return BASE.format(route=route, web=web, argument=argument, api=api, top=top)


MARK = "@VALUE@"

# A key of more than 1,024 characters needs YAML's `?` before it. Place → the stack file with the value's place, and what reads it back.
PLACES = {
    "env value": (stack(api=HEALTH + f"    env: {{ KEY: {MARK} }}\n"), "env"),
    "env name": (stack(api=HEALTH + f"    env: {{ ? {MARK} : x }}\n"), "env name"),
    "label value": (stack(api=HEALTH + f"    labels: {{ com.acme.key: {MARK} }}\n"), "label"),
    "label key": (stack(api=HEALTH + f"    labels: {{ ? {MARK} : x }}\n"), "label name"),
    "command argument": (stack(argument=f", {MARK}"), "command"),
    "command as one string": (stack().replace("[python, app.py]", MARK), "command line"),
    "health command": (stack(api=f"    health: {{ command: [python, -c, {MARK}] }}\n"), "health"),
    "health path": (stack(api=f"    health: {{ http: {MARK} }}\n"), "health path"),
    "build command": (stack(api=HEALTH + f"    build: {{ run: {MARK}, output: dist }}\n"), "build"),
    "build output": (stack(api=HEALTH + f"    build: {{ run: make, output: {MARK} }}\n"), "written"),
    "header value": (stack(web=f"    headers: {{ X-Hostile: {MARK} }}\n"), "header"),
    "header name": (stack(web=f"    headers: {{ ? {MARK} : x }}\n"), "header name"),
    "server_name": (stack(web=f"    server_name: {MARK}\n"), "written"),
    "route prefix": (stack(route=f", ? {MARK} : {{ to: api }}"), "route"),
    "route rate": (stack(route=f", /a/: {{ to: api, rate_limit: {MARK} }}"), "written"),
    "route files": (stack(route=f", /a/: {{ files: {MARK} }}"), "files"),
    "source": (stack().replace("source: ./src\n    command", f"source: {MARK}\n    command"), "source"),
    "secret file": (stack(api=HEALTH + "    secrets: [key]\n", top=f"secrets:\n  key: {{ file: {MARK} }}\n"), "secret"),
    "secret name": (stack(api=HEALTH, top=f"secrets:\n  {MARK}: {{ file: ./x }}\n"), "written"),
    "secret variable": (stack(api=HEALTH + f"    secrets: {{ ? {MARK} : key }}\n", top="secrets:\n  key: { file: ./x }\n"), "secret variable"),
    "registry": (stack(top=f"registry: {MARK}\n"), "written"),
    "release": (stack(top=f"release: {MARK}\n"), "written"),
    "pool": (stack(top=f"network: {{ pool: {MARK} }}\n"), "written"),
    "policy": (stack(top=f"policy: {MARK}\n"), "policy"),
    "name": (stack().replace("name: hostile", f"name: {MARK}"), "written"),
    "service name": (stack().replace("  api:\n", f"  {MARK}:\n"), "written"),
    "connects": (stack(api=HEALTH + f"    connects: [{MARK}]\n"), "written"),
    "image": (stack(api=HEALTH + f"    image: {MARK}\n"), "written"),
    "version": (stack(api=HEALTH + f"    version: {MARK}\n"), "written"),
    "runtime": (stack().replace("runtime: python", f"runtime: {MARK}"), "written"),
    "tier": (stack().replace("tier: api", f"tier: {MARK}"), "written"),
    "publish": (stack().replace("publish: 8080", f"publish: {MARK}"), "written"),
    "user": (stack(api=HEALTH + f"    user: {MARK}\n"), "written"),
    "tmpfs": (stack(api=HEALTH + f"    tmpfs: [{MARK}]\n"), "written"),
    "capability": (stack(api=HEALTH + f"    capabilities: [{MARK}]\n"), "written"),
    "volume name": (stack(api=HEALTH + f"    volumes: {{ ? {MARK} : /data }}\n"), "written"),
    "volume path": (stack(api=HEALTH + f"    volumes: {{ data: {MARK} }}\n"), "volume"),
    "memory": (stack(api=HEALTH + f"    resources: {{ memory: {MARK} }}\n"), "written"),
    "interval": (stack(api=f"    health: {{ tcp: true, interval: {MARK} }}\n"), "written"),
    "unknown key": (stack(top=f"{MARK}: 1\n"), "written"),
    "ignored key": (stack(top=f"x-note: {MARK}\n"), "written"),
}


def quoted(value):
    """A YAML double-quoted scalar that means exactly this text."""
    result = '"'
    for character in value:
        code = ord(character)
        if character in '"\\':
            result += "\\" + character
        elif code < 0x20 or 0x7F <= code < 0xA0:
            result += f"\\x{code:02x}"
        elif code in (0x2028, 0x2029, 0xFEFF, 0x202E):
            result += f"\\u{code:04x}"
        else:
            result += character
    return result + '"'


def check(folder, template, reader, value):
    home = project(folder, "")
    (home / "src" / "html").mkdir()
    directory_for(home, reader, value)
    head = template.partition(MARK)[0]
    line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
    text = template.replace(MARK, quoted(value))
    (home / "stack.yaml").write_text(text, newline="")
    before = snapshot(home)
    outcome = run(["build", "stack.yaml"], home)
    # A policy file that can't be read is unreadable input, as the stack file itself would be.
    if outcome.status == 1 or (outcome.status == 2 and reader == "policy"):
        places = re.findall(r"(?m)^stack\.yaml:(\d+):(\d+): error\[", outcome.stderr)
        # The wrong thing may also be in the file that the value names.
        elsewhere = reader == "policy" and outcome.stderr.startswith(f"{value}:")
        require((str(line), str(column)) in places or elsewhere, f"no error at {line}:{column}, only at {places[:4]}: {outcome.stderr[:300]!r}")
        require(snapshot(home) == before, "wrote something in spite of the error")
        require(len(outcome.stderr) < 16_384, f"the message has {len(outcome.stderr)} bytes")
        require(not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", outcome.stderr), "a control character reached the terminal")
        return
    require(outcome.status == 0, f"exit {outcome.status}: {outcome.stderr[:400]}")
    output = next((home / "Generated").iterdir())
    READERS[reader](output, value)
    for script in output.glob("*.sh"):
        result = subprocess.run(["dash", "-n", script], capture_output=True, text=True, check=False)
        require(result.returncode == 0, f"{script.name}: {result.stderr}")
    for document in output.rglob("*.json"):
        json.loads(document.read_bytes())


def directory_for(home, reader, value):
    """Makes the folder that a path key names, where such a folder can be."""
    base = {"files": home / "src", "source": home}.get(reader)
    if base is None or not value or "\0" in value or value.startswith(("/", "..")) or len(value) > 200:
        return
    (base / value).mkdir(parents=True, exist_ok=True)
    (base / value / "app.py").write_text("")


# Readers: each finds the value in the output by the parser that will read it in earnest.


def sourced(output, script, calls):
    """What the data functions of a script hand to a command, as the shell reads them: NUL-separated."""
    text = (output / script).read_bytes().partition(b"\n# The services named on the command line")
    require(text[1], f"{script} has no end of its data")
    probe = output / "probe.sh"
    probe.write_bytes(text[0] + b"\nemit() { printf '%s\\0' \"$@\"; }\ndocker() { emit \"$@\"; }\n" + calls)
    results = []
    for shell in (["dash"], ["bash", "--posix"], ["busybox", "sh"]):
        result = subprocess.run([*shell, probe], capture_output=True, check=False)
        require(result.returncode == 0 and not result.stderr, f"{shell[0]}: {result.stderr[:300]!r}")
        results.append(result.stdout)
    probe.unlink()
    require(results[0] == results[1] == results[2], "shells read it differently")
    return [part.decode("utf-8", "surrogateescape") for part in results[0].split(b"\0")[:-1]]


def created(output):
    return sourced(output, "run.sh", b"create_api\n")


def option(output, name, wanted):
    arguments = created(output)
    pairs = [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == name]
    require(wanted in pairs, f"run.sh gives {name} {[p for p in pairs if p.partition('=')[0] == wanted.partition('=')[0]]}")


def instruction(output, word):
    dockerfile = DockerfileParser(path=str(output / "api"), env_replace=False)
    found = [item for item in dockerfile.structure if item["instruction"] == word]
    require(found, f"no {word} in the Dockerfile")
    return found[-1]["value"]


def exec_form(output, word):
    return json.loads(instruction(output, word))


def read_health(output, value):
    command = json.loads(instruction(output, "HEALTHCHECK").partition(" CMD ")[2])
    require(command == ["python", "-c", value], f"HEALTHCHECK runs {command[-1][:80]!r}")


def read_health_path(output, value):
    command = json.loads(instruction(output, "HEALTHCHECK").partition(" CMD ")[2])
    require(value in command, f"HEALTHCHECK runs {command}")


def read_command(output, value):
    command = exec_form(output, "CMD")
    require(command == ["python", "app.py", value], f"CMD is {[c[:80] for c in command]}")


def read_command_line(output, value):
    command = exec_form(output, "CMD")
    require(command == value.split(" ") or command == value.split(), f"CMD is {[c[:80] for c in command]}")


def read_build(output, value):
    dockerfile = DockerfileParser(path=str(output / "api"), env_replace=False)
    runs = [item["value"] for item in dockerfile.structure if item["instruction"] == "RUN" and item["value"].startswith("[")]
    require(any(value in json.loads(item) for item in runs), "no RUN has the text as one argument")


def read_secret(output, value):
    path = sourced(output, "run.sh", b"secrets_api emit\n")[-1]
    if value.startswith("/"):
        require(path == value, f"run.sh reads {path!r}")
    else:
        require(os.path.normpath(path) == os.path.normpath(output.parent.parent / value), f"run.sh reads {path!r}")


def read_source(output, value):
    path = sourced(output, "build.sh", b"describe_api; emit \"$source\"\n")[-1]
    require(os.path.normpath(path) == os.path.normpath(output.parent.parent / value), f"build.sh reads {path!r}")


def read_files(output, value):
    names = sourced(output, "build.sh", b"required_web emit\n")
    require(os.path.normpath(value) in names, f"build.sh needs {names}")
    read_served(output)


def read_served(output):
    """nginx takes the configuration; the folder's name stands in it only as one token."""
    nginx(output, "true")


def read_header(output, value):
    received = nginx(output, "curl -sSi -m 5 -H 'Host: localhost' http://127.0.0.1:8080/")
    lines = [line for line in received.split(b"\r\n") if line.lower().startswith(b"x-hostile:")]
    require(lines, f"no such header in {received[:300]!r}")
    for line in lines:
        require(line.partition(b":")[2].strip(b" \t") == value.encode(), f"nginx sends {line[:100]!r}")


def read_header_name(output, value):
    received = nginx(output, "curl -sSi -m 5 -H 'Host: localhost' http://127.0.0.1:8080/")
    require(f"\r\n{value}: x\r\n".encode() in received, f"nginx sends no {value!r}")


def read_route(output, value):
    """Only what lies under the prefix reaches the API: nobody listens there, so it answers 502 and the rest 404."""
    received = nginx(output, f"curl -sS -m 5 -o /dev/null -w '%{{http_code}}' -g --path-as-is -H 'Host: localhost' 'http://127.0.0.1:8080{value}'")
    require(received in (b"502", b"301", b"504"), f"the prefix answers {received!r}")


LAYOUT = """
set -eu
mount --make-rprivate /
mount --bind "$1" /etc/nginx
mount -t tmpfs tmpfs /tmp
ip link set lo up
ip addr add 10.0.0.0/8 dev lo
nginx -c /etc/nginx/nginx.conf -g 'daemon off;' >/tmp/access 2>/tmp/log &
pid=$!
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if [ -s /tmp/nginx.pid ]; then break; fi
    kill -0 $pid || { cat /tmp/log >&2; exit 1; }
    sleep 0.05
done
status=0
sh -c "$2" || status=$?
kill -QUIT $pid
wait $pid || true
exit $status
"""


def nginx(output, command):
    """Serves a web service's configuration by the real nginx, in namespaces of its own, and runs a command beside it."""
    etc = output.parent / "etc-nginx"
    subprocess.run(["cp", "-R", "/etc/nginx", etc], check=True)
    for path in (output / "web").rglob("*.conf"):
        target = etc / path.relative_to(output / "web")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    result = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", LAYOUT, "sh", etc, command], capture_output=True, timeout=20, check=False
    )
    require(result.returncode == 0, f"nginx: {result.stderr[-600:].decode(errors='replace')}")
    return result.stdout


READERS = {
    "env": lambda output, value: option(output, "--env", f"KEY={value}"),
    "env name": lambda output, value: option(output, "--env", f"{value}=x"),
    "label": lambda output, value: option(output, "--label", f"com.acme.key={value}"),
    "label name": lambda output, value: option(output, "--label", f"{value}=x"),
    "command": read_command,
    "command line": read_command_line,
    "health": read_health,
    "health path": read_health_path,
    "build": read_build,
    "header": read_header,
    "header name": read_header_name,
    "route": read_route,
    "files": read_files,
    "source": read_source,
    "secret": read_secret,
    "secret variable": lambda output, value: option(output, "--env", f"{value}=/run/secrets/key"),
    "volume": lambda output, value: option(output, "--mount", f"type=volume,source=hostile-data,target={value.rstrip('/')}"),
    # A name or number that fits its grammar: nothing in it needs quoting anywhere.
    "policy": lambda output, value: None,
    "written": lambda output, value: None,
}


def add_to(tally):
    for place, (template, reader) in PLACES.items():
        for name, value in VALUES.items():
            tally.hold(f"{place}: {name}", check, template, reader, value)


if __name__ == "__main__":
    results = Tally()
    add_to(results)
    results.close()
