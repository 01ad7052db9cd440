"""Stacks of a test's own on the private engine: compiled from a text, built, started, looked into, and removed again.

Used by the live tests of this folder. Only the standard library; root in the host's namespaces.
"""
import concurrent.futures
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STATE = os.environ.get("SECUREGEN_ENGINE_DIR") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.join(os.environ.get("HOME") or "/root", ".cache"), "securegen-engine")
os.environ["DOCKER_HOST"] = "unix://" + STATE + "/docker.sock"
os.environ["DOCKER_BUILDKIT"] = "0"
STARTED = time.time()


class Failure(Exception):
    """A command that had to succeed did not."""


def run(*words, check=True, data=None, timeout=300, env=None):
    """Runs a command; returns (status, standard output, standard error) as text."""
    done = subprocess.run(words, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                          env=dict(os.environ, **env) if env else None)
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    if check and done.returncode != 0:
        raise Failure("%s: exit %d\n%s%s" % (" ".join(words)[:300], done.returncode, out[-2000:], err[-2000:]))
    return done.returncode, out, err


def docker(*words, check=True, data=None):
    """Standard output of a docker command, without the white space around it."""
    return run("docker", *words, check=check, data=data)[1].strip()


def inspect(name):
    """What the engine says of a container, or None."""
    status, out, _ = run("docker", "container", "inspect", name, check=False)
    return json.loads(out)[0] if status == 0 else None


def pid_of(container):
    return int(docker("container", "inspect", "--format", "{{.State.Pid}}", container))


def securegen():
    """The compiler under test: SECUREGEN, or the newest build of this checkout."""
    given = os.environ.get("SECUREGEN")
    if given:
        return given
    built = [path for path in (ROOT + "/.build-static/release/securegen", ROOT + "/.build/release/securegen", ROOT + "/.build/debug/securegen")
             if os.path.exists(path)]
    if not built:
        sys.exit("no securegen built here: run Tests/lib/build, or set SECUREGEN")
    return max(built, key=os.path.getmtime)


def need_engine():
    """Ends the test, saying so, where it cannot run: that is no pass."""
    # An ended test tidies up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    reason = None
    if os.geteuid() != 0:
        reason = "needs root: it looks into network namespaces and /proc of containers"
    else:
        try:
            docker("version")
        except (Failure, OSError, subprocess.SubprocessError):
            reason = "no engine answers at %s: run Tests/Engine/start and Tests/Engine/images" % os.environ["DOCKER_HOST"]
    if reason:
        print("note: skipped: " + reason)
        print("0 passed, 0 failed")
        sys.exit(0)


def need_image(reference):
    """A base image of images.d, made where it is lacking."""
    if run("docker", "image", "inspect", reference, check=False)[0] != 0:
        run(os.path.join(HERE, "images"), reference, timeout=900)


class Tally:
    """Counts what was checked; says every failure, and at the end the figures."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, holds, detail=""):
        if holds:
            self.passed += 1
            print("ok    " + what)
        else:
            self.failed += 1
            print("FAIL  %s%s" % (what, ": " + str(detail).strip().replace("\n", "\n        ") if detail else ""))
        sys.stdout.flush()
        return holds

    def equal(self, what, found, wanted):
        return self.check(what, found == wanted, "found %s, wanted %s" % (found, wanted))

    def close(self):
        print("%d seconds" % (time.time() - STARTED))
        print("%d passed, %d failed" % (self.passed, self.failed))
        return 1 if self.failed else 0


class Stack:
    """One stack: its file, its output folder and its life. As a context manager it leaves nothing behind."""

    def __init__(self, workspace, name, text, files=None, secrets=()):
        self.name, self.folder = name, os.path.join(workspace, name)
        self.output = os.path.join(workspace, "Generated", name)
        self.spec = os.path.join(self.folder, "stack.yaml")
        self.secrets = tuple(secrets)
        os.makedirs(self.folder, exist_ok=True)
        for path, content in (files or {}).items():
            self.write_source(path, content)
        for secret in secrets:
            self.write_source("secrets/" + secret, "secret-of-%s-%s\n" % (name, os.urandom(8).hex()))
        self.compile(text)

    def write_source(self, path, content):
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w") as file:
            file.write(content)

    def compile(self, text=None):
        if text is not None:
            self.write_source("stack.yaml", text)
        _, out, err = run(securegen(), "build", self.spec, "-o", os.path.dirname(self.output))
        self.summary = out + err
        return self.summary

    def script(self, name, *words, check=True, env=None):
        """One of the emitted scripts: (status, standard output, standard error)."""
        return run(os.path.join(self.output, name + ".sh"), *words, check=check, env=env, timeout=600)

    def container(self, service):
        return "%s-%s" % (self.name, service)

    def pid(self, service):
        return pid_of(self.container(service))

    def verify(self, *words):
        """The rows of verify.sh: [(service, control, result, detail)]."""
        status, out, err = self.script("verify", "--format", "json", *words, check=False)
        try:
            report = json.loads(out)
        except ValueError:
            raise Failure("verify.sh did not print JSON, exit %d\n%s%s" % (status, out[-1000:], err[-1000:]))
        rows = [(row["service"], row["control"], row["result"], row["detail"]) for row in report["results"]]
        if (status == 1) != any(row[2] == "FAIL" for row in rows):
            raise Failure("verify.sh ends with %d, which its rows contradict" % status)
        return rows

    def verify_in_parts(self, services, *words, parts=4):
        """The same over several parts of the services at once: much of its time is waiting for silence."""
        shares = [share for share in (services[at::parts] for at in range(parts)) if share]
        with concurrent.futures.ThreadPoolExecutor(len(shares)) as pool:
            return [row for rows in pool.map(lambda share: self.verify(*words, *share), shares) for row in rows]

    def remains(self):
        """Whatever of this stack the engine and the kernel still have."""
        label = "label=securegen.stack=" + self.name
        found = ["container " + each for each in docker("ps", "-a", "--filter", label, "--format", "{{.Names}}").split()]
        found += ["network " + each for each in docker("network", "ls", "--filter", label, "--format", "{{.Name}}").split()]
        found += ["volume " + each for each in docker("volume", "ls", "-q", "--filter", label).split()]
        found += ["volume %s (no label)" % each for each in docker("volume", "ls", "-q").split()
                  if each.startswith(self.name + "-") and "volume " + each not in found]
        rules = "".join(run(tool, "-S", check=False)[1] for tool in ("iptables-save", "ip6tables-save"))
        for chain in (self.chain(), self.chain() + "-IN"):
            if re.search(r"^:%s |-j %s$" % (chain, chain), rules, re.M):
                found.append("packet rules " + chain)
        found += ["interface " + bridge for bridge in self.bridges() if os.path.exists("/sys/class/net/" + bridge)]
        return found

    def text_of(self, file):
        with open(os.path.join(self.output, file)) as opened:
            return opened.read()

    def chain(self):
        return re.search(r'^chain="(.+)"$', self.text_of("networks.sh"), re.M).group(1)

    def networks(self):
        """(name, kind, subnet, gateway, bridge) of each."""
        return re.findall(r'^  "\$@" (\S+) (edge|egress|tier|link) ([0-9.]+/[0-9]+) ([0-9.]+) (\S+) ', self.text_of("networks.sh"), re.M)

    def bridges(self):
        return [bridge for *_, bridge in self.networks()]

    def remove(self):
        """Everything this stack made, its images too."""
        self.script("stop", "--volumes", check=False)
        for container in docker("ps", "-aq", "--filter", "label=securegen.stack=" + self.name).split():
            docker("rm", "-fv", container, check=False)
        self.script("stop", "--volumes", check=False)
        for image in sorted(set(docker("images", "--filter", "reference=%s-*" % self.name, "--format", "{{.Repository}}:{{.Tag}}").split())):
            docker("rmi", image, check=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not os.environ.get("SECUREGEN_TESTS_KEEP"):
            self.remove()


class Workspace:
    """A folder of the test's own, gone at the end."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="securegen-engine-test-")
        os.chmod(self.path, 0o755)
        return self.path

    def __exit__(self, *_):
        if not os.environ.get("SECUREGEN_TESTS_KEEP"):
            shutil.rmtree(self.path, ignore_errors=True)


def until(condition, seconds=90, step=0.3):
    """Whether a condition comes true in time."""
    end = time.time() + seconds
    while True:
        if condition():
            return True
        if time.time() > end:
            return False
        time.sleep(step)


def healthy(container):
    state = docker("container", "inspect", "--format", "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}", container, check=False)
    return state == "running healthy"
