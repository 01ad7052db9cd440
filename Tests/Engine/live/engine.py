"""The engine under test, the stacks in a scratch copy of the repository, and the lines that are printed."""
import json
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))


class Results:
    """One line per check; the closing line counts them."""

    def __init__(self):
        self.passed = self.failed = 0
        self.began = time.time()

    def check(self, what, problem=None, note=""):
        """Passed where `problem` is empty; it says what is wrong otherwise."""
        if problem:
            self.failed += 1
        else:
            self.passed += 1
        text = "FAIL" if problem else "ok"
        detail = str(problem or note).strip().replace("\n", "\n       ")
        print("%5d s  %-4s  %s%s" % (time.time() - self.began, text, what, ": " + detail if detail else ""), flush=True)
        return not problem


def command(*words, timeout=300, **options):
    """(exit status, both outputs). A command that does not end in time has failed."""
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", timeout=timeout, **options)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
        return 124, (out.decode(errors="replace") if isinstance(out, bytes) else out) + "\nnot done after %d s" % timeout


def docker(*words, timeout=60):
    status, out = command("docker", *words, timeout=timeout)
    if status:
        raise RuntimeError("docker %s: %s" % (" ".join(words[:3]), out.strip()[-300:]))
    return out


def inspect(container):
    return json.loads(docker("container", "inspect", container))[0]


class Service:
    def __init__(self, stack, name):
        self.stack, self.name, self.container = stack, name, "%s-%s" % (stack.name, name)

    @property
    def pid(self):
        return inspect(self.container)["State"]["Pid"]

    @property
    def addresses(self):
        return sorted(item["IPAddress"] for item in inspect(self.container)["NetworkSettings"]["Networks"].values())


class Stack:
    """A generated stack in the scratch tree; its services and ports are read from the scripts, as a user would."""

    def __init__(self, tree, name, policy):
        self.name, self.policy, self.folder = name, policy, os.path.join(tree, "Generated", name)
        self.title = "%s (%s)" % (name, policy)
        with open(os.path.join(self.folder, "run.sh")) as file:
            text = file.read()
        self.services = [Service(self, name) for name in re.search(r'^services="(.*)"$', text, re.M).group(1).split()]
        self.ports = [int(port) for port in re.findall(r"--publish \"?127\.0\.0\.1:(\d+):", text)]
        self.secrets = [path for path in re.findall(r'"\$root/([^"$]+)"', text)]

    def script(self, name, *arguments, timeout=300):
        return command(os.path.join(self.folder, name), *arguments, timeout=timeout)

    def service(self, name):
        return next(item for item in self.services if item.name == name)

    def profile(self, service):
        return os.path.join(self.folder, service.name, "seccomp.json")

    def containers(self):
        """Name to id: a service that was replaced has another id."""
        return {item.container: inspect(item.container)["Id"] for item in self.services}

    def remains(self):
        """What is left on the host that bears the stack's label or name."""
        label = "label=securegen.stack=" + self.name
        left = []
        for kind, listing in (("container", ["ps", "-a", "--format", "{{.Names}}"]), ("network", ["network", "ls", "--format", "{{.Name}}"]),
                              ("volume", ["volume", "ls", "--format", "{{.Name}}"])):
            names = set(docker(*listing, "--filter", label).split())
            names |= {name for name in docker(*listing).split() if name.startswith(self.name + "-")}
            left += ["%s %s" % (kind, name) for name in sorted(names)]
        return left

    def chain(self):
        """The stack's own packet chain, as its script names it."""
        with open(os.path.join(self.folder, "networks.sh")) as file:
            found = re.search(r"\bSG-[0-9a-f]{8}\b", file.read())
        return found.group(0) if found else None


def wait_until(check, seconds):
    end = time.time() + seconds
    while time.time() < end:
        if check():
            return True
        time.sleep(0.3)
    return False


def skip(reason, required):
    """No engine can run here: said plainly, and a failure only where one was demanded."""
    print("note: skipped: " + reason)
    print("0 passed, %d failed, 1 skipped" % (1 if required else 0))
    sys.exit(1 if required else 0)
