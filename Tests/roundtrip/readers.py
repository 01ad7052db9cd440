"""One function per real reader: what it reads must be the value that was printed."""
import html
import json
import os
import re
import shutil
import socket
import subprocess
import time


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.shown = {}

    def check(self, name, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            kind = name.partition("#")[0]
            self.shown[kind] = self.shown.get(kind, 0) + 1
            if self.shown[kind] <= 3:
                print(f"FAIL {name}: {detail}")

    def same(self, name, got, wanted):
        self.check(name, got == wanted, f"got {got!r:.200} wanted {wanted!r:.200}")

    def each(self, name, got, wanted):
        """One check per value, and one that none is missing."""
        self.same(f"{name}: count", len(got), len(wanted))
        for index, (one, other) in enumerate(zip(got, wanted)):
            self.same(f"{name} #{index}", one, other)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(directory, name):
    with open(os.path.join(directory, name), "rb") as file:
        return file.read()


def need(program):
    path = shutil.which(program) or next((p for p in (f"/usr/sbin/{program}", f"/sbin/{program}") if os.path.exists(p)), None)
    if not path:
        raise FileNotFoundError(f"{program} is not installed")
    return path


def one_line(values):
    return [value for value in values if "\n" not in value and "\r" not in value]


def for_docker(values):
    """Docker takes lines of 64 KiB at most."""
    return [value for value in values if len(value.encode()) < 10000]


# Shell

SHELLS = [["sh"], ["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"]]


def shell(tally, directory, values, port):
    wanted = []
    for value in values:
        wanted += [value, value, f"{value}END{value}", f"a=x{value}"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/nowhere", "LC_ALL": "C.UTF-8"}
    for command in SHELLS:
        need(command[0])
        name = " ".join(command)
        for script, expected in (("arguments.sh", wanted), ("one-command.sh", values)):
            run = subprocess.run(command + [os.path.join(directory, script)], capture_output=True, env=environment, timeout=60, cwd=directory)
            tally.same(f"{name} {script} stderr", run.stderr, b"")
            tally.each(f"{name} {script}", run.stdout.split(b"\0")[:-1], [value.encode() for value in expected])


def shellcheck(tally, directory, values, port):
    run = subprocess.run(
        [need("shellcheck"), "--norc", "--format", "json", "--severity", "style", "short.sh", "one-command.sh"],
        capture_output=True, cwd=directory, timeout=60, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    findings = json.loads(run.stdout)
    tally.check("shellcheck is silent", not findings, str([(f["file"], f["line"], f["code"], f["message"]) for f in findings[:5]]))


# Dockerfile

def docker_lines(text):
    """The classic builder's reading of lines: comments dropped, continuations joined (a reader of our own; the engine's is Go)."""
    pending = None
    for line in text.split("\n"):
        if line.lstrip(" \t\r\f\v").startswith("#"):
            continue
        whole = line if pending is None else pending + line
        match = re.search(r"\\[ \t]*$", whole)
        if match:
            pending = whole[:match.start()]
        else:
            pending = None
            if whole.strip():
                yield whole.strip()


def docker_word(text):
    """What BuildKit's shell lexer makes of a word in double quotes."""
    assert text[0] == text[-1] == '"' and len(text) > 1, text
    return re.sub(r'\\(["$\\])', r"\1", text[1:-1])


def dockerfile(tally, directory, values, port):
    text = read(directory, "Dockerfile").decode()
    values = for_docker(values)
    short = one_line(values)
    found = {}
    for line in docker_lines(text):
        keyword, _, rest = line.partition(" ")
        found.setdefault(keyword, []).append(rest)
    tally.same("Dockerfile keywords", sorted(found), ["CMD", "ENTRYPOINT", "ENV", "FROM", "HEALTHCHECK", "LABEL", "RUN"])
    for keyword in ("LABEL", "ENV"):
        tally.each(f"Dockerfile {keyword}", [docker_word(rest.partition("=")[2]) for rest in found[keyword]], short)
    vectors = [rest for rest in found["RUN"] if rest.startswith('["')]
    tally.each("Dockerfile RUN exec", [json.loads(rest) for rest in vectors], [[value, value + "\\"] for value in values])
    scripts = [rest for rest in found["RUN"] if not rest.startswith('["')]
    for index, (script, value) in enumerate(zip(scripts, short)):
        run = subprocess.run(["sh", "-c", script], capture_output=True, timeout=20)
        tally.same(f"Dockerfile RUN #{index}", run.stdout, f"{value}\0--x={value}\0".encode())
    tally.same("Dockerfile RUN count", len(scripts), len(short))
    tally.same("Dockerfile HEALTHCHECK", json.loads(found["HEALTHCHECK"][0].partition("CMD ")[2]), ["echo"] + values[:20])
    tally.same("Dockerfile ENTRYPOINT", found["ENTRYPOINT"], ["[]"])
    tally.same("Dockerfile CMD", json.loads(found["CMD"][0]), in_cmd(values))


def in_cmd(values):
    return [value for value in values if len(value.encode()) < 60][:250]


def engine(tally, directory, values, port):
    """The builder's own parser, through the configuration of an image from scratch; asked only where DOCKER_HOST says which engine."""
    if not os.environ.get("DOCKER_HOST"):
        print("engine: not asked, DOCKER_HOST is not set")
        return
    values = for_docker(values)
    short = one_line(values)
    kept, pairs, inside = [], {"LABEL": [], "ENV": []}, False
    for line in read(directory, "Dockerfile").decode().split("\n"):
        keyword, _, rest = line.partition(" ")
        if keyword == "RUN" or inside:  # nothing can run in an image from scratch
            inside = line.endswith("\\")
        elif keyword in pairs:
            pairs[keyword].append(rest)
        else:
            kept.append("FROM scratch" if keyword == "FROM" else line)
    for keyword, found in pairs.items():  # a layer per 60 pairs instead of one each
        where = kept.index("FROM scratch") + 1
        kept[where:where] = [f"{keyword} {' '.join(found[i:i + 60])}" for i in range(0, len(found), 60)]
    context = os.path.join(directory, "context")
    os.mkdir(context)
    with open(os.path.join(context, "Dockerfile"), "w", newline="\n", encoding="utf-8") as file:
        file.write("\n".join(kept))
    tag = f"languages-probe:{os.getpid()}"
    try:
        build = subprocess.run(["docker", "build", "--quiet", "--tag", tag, context], capture_output=True, timeout=60)
        tally.check("docker build", build.returncode == 0, build.stderr.decode(errors="replace")[-300:])
        shown = subprocess.run(["docker", "image", "inspect", tag], capture_output=True, timeout=20)
        config = json.loads(shown.stdout)[0]["Config"]
        environment = dict(pair.split("=", 1) for pair in config["Env"])
        tally.each("docker LABEL", [config["Labels"].get(f"V{i}") for i in range(len(short))], short)
        tally.each("docker ENV", [environment.get(f"V{i}") for i in range(len(short))], short)
        tally.each("docker CMD", config["Cmd"], in_cmd(values))
        tally.each("docker HEALTHCHECK", config["Healthcheck"]["Test"], ["CMD", "echo"] + values[:20])
    finally:
        subprocess.run(["docker", "image", "rm", "--force", tag], capture_output=True, timeout=20)


def dockerfile_parse(tally, directory, values, port):
    """dockerfile-parse: instruction boundaries and raw values; it knows no JSON forms, and of the escapes only `\\"`."""
    from dockerfile_parse import DockerfileParser
    parser = DockerfileParser(path=os.path.join(directory, "Dockerfile"), env_replace=False)
    structure = [item for item in parser.structure if item["instruction"] != "COMMENT"]
    values = for_docker(values)
    short = one_line(values)
    wanted = ["FROM"] + ["LABEL", "ENV", "RUN"] * len(short) + ["RUN"] * len(values) + ["HEALTHCHECK", "ENTRYPOINT", "CMD"]
    tally.each("dockerfile-parse instructions", [item["instruction"] for item in structure], wanted)
    vectors = [item["value"] for item in structure if item["instruction"] == "RUN" and item["value"].startswith('["')]
    tally.each("dockerfile-parse RUN exec", [json.loads(value) for value in vectors], [[value, value + "\\"] for value in values])
    labels = parser.labels
    for index, value in enumerate(short):
        tally.same(f"dockerfile-parse LABEL #{index}", labels.get(f"V{index}"), value.replace("\\", "\\\\").replace("$", "\\$"))


# nginx

def fitting(values):
    cost = {"\\": 2, '"': 2, "\t": 2, "\r": 2, "\n": 2, "$": 9}
    return {i: v for i, v in enumerate(values) if sum(cost.get(c, len(c.encode())) for c in v) < 4000}


def nginx_token(raw):
    """ngx_conf_read_token's second pass over a token in quotes; crossplane leaves it out."""
    return re.sub(r"\\([\"'\\trn])", lambda m: {"t": "\t", "r": "\r", "n": "\n"}.get(m[1], m[1]), raw)


def crossplane(tally, directory, values, port):
    import crossplane as parser
    payload = parser.parse(os.path.join(directory, "nginx.conf"))
    tally.same("crossplane errors", payload["errors"], [])
    blocks = payload["config"][0]["parsed"]
    http_block = next(node for node in blocks if node["directive"] == "http")["block"]
    found, plain = [
        {int(node["args"][1][1:]): {inner["directive"]: inner["args"] for inner in node["block"]}
         for node in server["block"] if node["directive"] == "location"}
        for server in http_block if server["directive"] == "server"]
    wanted = fitting(values)
    tally.same("crossplane locations", sorted(found), sorted(wanted))
    for index, value in wanted.items():
        token = found.get(index, {}).get("return", [None, ""])[1]
        tally.same(f"crossplane text #{index}", nginx_token(token).replace("${dollar}", "$"), value)
        token = plain.get(index, {}).get("default_type", [""])[0]
        tally.same(f"crossplane verbatim #{index}", nginx_token(token), "x" + value)


def nginx(tally, directory, values, port):
    """The bodies, headers and content types that a running nginx answers with."""
    program = need("nginx")
    arguments = [program, "-p", directory, "-c", os.path.join(directory, "nginx.conf")]
    test = subprocess.run(arguments + ["-t"], capture_output=True, timeout=20, cwd=directory)
    tally.check("nginx -t", test.returncode == 0, test.stderr.decode(errors="replace")[-300:])
    if test.returncode:
        return
    server = subprocess.Popen(arguments, cwd=directory, stderr=subprocess.DEVNULL)
    try:
        for index, value in fitting(values).items():
            headers, body = ask(port, f"/{index}")
            tally.same(f"nginx body #{index}", body, value.encode())
            if not any(ord(c) < 0x20 for c in value):
                tally.same(f"nginx header #{index}", headers.get(b"X-Value", b""), value.encode())
                tally.same(f"nginx joined #{index}", headers.get(b"X-Joined"), f"<GET{value}>".encode())
                tally.same(f"nginx verbatim #{index}", headers.get(b"Content-Type"), ("x" + value).encode())
    finally:
        server.terminate()
        server.wait(timeout=10)


def ask(port, path):
    """Bytes as they come: http.client splits header lines at U+0085 and the like, and strips them."""
    for _ in range(100):
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=5)
            break
        except OSError:
            time.sleep(0.05)
    else:
        raise TimeoutError("nginx did not answer")
    with connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    return dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:]), body


# JSON and YAML

def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("duplicate key")
    return dict(pairs)


def json_reader(tally, directory, values, port):
    document = json.loads(read(directory, "values.json"), object_pairs_hook=no_duplicates)
    tally.each("json", document["values"], values)
    tally.same("json keys", list(document["keys"].items()), [(f"{i} {v}", i) for i, v in enumerate(values)])
    line = read(directory, "line.json")
    tally.check("json line is one line", b"\n" not in line)
    tally.each("json line", json.loads(line), values)


def check_yaml(tally, name, document, values):
    tally.same(f"{name} sections", list(document), ["on", "values", "blocks", "members", "keys", "last"])
    tally.same(f"{name} on", document["on"], "push")
    tally.same(f"{name} last", document["last"], True)
    tally.each(f"{name} values", list(document["values"]), values)
    tally.each(f"{name} blocks", list(document["blocks"]), values)
    for index, (member, value) in enumerate(zip(document["members"], values)):
        wanted = {"key": value, "text": value, "none": [], "nested": [[value], {}]}
        tally.same(f"{name} member #{index}", json.loads(json.dumps(member)), wanted)
    keys = {(f"{v} {i}" if v else ""): i for i, v in enumerate(values) if len(v.encode()) < 150}
    tally.same(f"{name} keys", dict(document["keys"]), keys)


def yaml_1_1(tally, directory, values, port):
    import yaml
    check_yaml(tally, "PyYAML", yaml.load(read(directory, "values.yaml").decode(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), values)
    small = read(directory, "values.yaml").decode()
    check_yaml(tally, "PyYAML without libyaml", yaml.load(small, Loader=yaml.SafeLoader), values)


def yaml_1_2(tally, directory, values, port):
    from ruamel.yaml import YAML
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    check_yaml(tally, "ruamel 1.2", reader.load(read(directory, "values.yaml").decode()), values)


# AppArmor

def apparmor(tally, directory, values, port):
    """The paths as the parser's second pass hands them to the expression engine."""
    run = subprocess.run([need("apparmor_parser"), "-QTK", "-D", "rule-exprs", os.path.join(directory, "profile")], capture_output=True, timeout=60)
    tally.check("apparmor_parser -QTK", run.returncode == 0, run.stderr.decode(errors="replace")[-300:])
    warnings = [line for line in run.stderr.decode(errors="replace").splitlines() if "arning" in line or "quoted" in line]
    tally.same("apparmor_parser warnings", warnings, [])
    dump = (run.stdout + run.stderr).decode(errors="surrogateescape")
    found = set(re.findall(r"^rule: (.*?)  ->  ", dump, re.S | re.M))
    read_back = {re.sub(r"\[\?\]|\\(.)", lambda m: m[1] or "?", rule, flags=re.S) for rule in found}
    for index, value in enumerate(values):
        if len(value.encode()) >= 4000:  # PATH_MAX
            continue
        path = re.sub("/+", "/", "/" + value + ".")
        if not value.startswith("/"):  # two slashes in front are a name space of their own
            tally.check(f"apparmor #{index}", path in read_back, repr(path)[:200])


# Markdown

def visible(page):
    text = re.sub(r"<!--.*?-->", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def markdown(tally, directory, values, port):
    """GitHub's own renderer (cmark-gfm): the text of each block is the value, up to white space."""
    import cmarkgfm
    from cmarkgfm.cmark import Options
    page = cmarkgfm.github_flavored_markdown_to_html(read(directory, "document.md").decode(), Options.CMARK_OPT_UNSAFE)
    chunks = re.split(r"(?=<h2>)", page)[1:]
    tally.same("markdown headings", len(chunks), len(values))
    for index, (chunk, value) in enumerate(zip(chunks, values)):
        plain = " ".join(re.sub(r"[\x00-\x20\x7f]", " ", value).split())
        heading = re.search(r"<h2>(.*?)</h2>", chunk, re.S)
        tally.same(f"markdown heading #{index}", visible(heading[1]), plain)
        items = [visible(item) for item in re.findall(r"<li>(.*?)</li>", chunk, re.S)]
        tally.same(f"markdown items #{index}", items, [plain] * 4)
        cells = [visible(cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", chunk, re.S)]
        tally.same(f"markdown cells #{index}", cells, [plain] * 5 + [""])
        paragraphs = re.findall(r"^<p>(.*?)</p>$", chunk, re.S | re.M)
        texts = ["".join(visible(paragraph).split()) for paragraph in paragraphs]
        wanted = "".join(plain.split())
        tally.same(f"markdown paragraphs #{index}", list(filter(None, texts)), list(filter(None, [wanted, wanted * 4])))
        fence = re.search(r"<pre[^>]*><code[^>]*>(.*?)</code></pre>", chunk, re.S)
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        tally.same(f"markdown fence #{index}", html.unescape(fence[1]), lines if lines.endswith("\n") or not lines else lines + "\n")
        # GitHub replaces emoji names in the text between tags and comments.
        shown = re.split(r"<[^>]*>", re.sub(r"<code>.*?</code>", "", heading[1], flags=re.S))
        tally.check(f"markdown emoji #{index}", not any(re.search(r":[A-Za-z0-9_+-]+:", html.unescape(part)) for part in shown), repr(shown))


ALL = [shell, shellcheck, dockerfile, dockerfile_parse, engine, crossplane, nginx, json_reader, yaml_1_1, yaml_1_2, apparmor, markdown]
