"""A stack of the test's own, derived from one in Specs/: another name, port and knobs, compiled into a scratch tree."""
import glob
import os
import re
import secrets
import shutil

from .engine import HERE, REPOSITORY, Stack, command


def executable():
    """SECUREGEN, else the build that is newest."""
    given = os.environ.get("SECUREGEN")
    if given and os.access(given, os.X_OK):
        return given
    built = [path for path in glob.glob(os.path.join(REPOSITORY, ".build*", "*", "securegen")) if os.access(path, os.X_OK)]
    return max(built, key=os.path.getmtime) if built else None


def derive(tree, project, name, edits):
    """Compiles `project` under `name`; each edit (pattern, replacement) must fit exactly once, or it would silently do nothing."""
    compiler = executable()
    if not compiler:
        raise RuntimeError("no securegen is built")
    folder = os.path.join(tree, "Specs", name)
    shutil.copytree(os.path.join(REPOSITORY, "Specs", project), folder)
    path = os.path.join(folder, "stack.yaml")
    with open(path) as file:
        text = file.read()
    for pattern, replacement in [(r"(?m)^name: .*$", "name: " + name)] + edits:
        text, count = re.subn(pattern, replacement, text)
        if count != 1:
            raise RuntimeError("%s fits %d times in the stack file of %s" % (pattern, count, project))
    with open(path, "w") as file:
        file.write(text)
    status, out = command(compiler, "build", os.path.join("Specs", name, "stack.yaml"), cwd=tree)
    if status:
        raise RuntimeError("securegen build: " + out)
    stack = Stack(tree, name, "baseline")
    for secret in stack.secrets:
        with open(os.path.join(folder, secret), "w") as file:
            file.write(secrets.token_urlsafe(24))
        os.chmod(file.name, 0o600)
    return stack


class Engine:
    """The private engine: started when it does not run, and stopped at the end only in that case."""

    def __init__(self):
        self.was_running = bool(self.pid())
        self.said = ""

    @staticmethod
    def pid():
        out = command("sh", "-c", '. "$0/environment.sh"; engine_pid', HERE)[1].strip()
        return int(out) if out.isdigit() else None

    def start(self, configuration=None):
        """True when it answers; sets DOCKER_HOST."""
        status, self.said = command(os.path.join(HERE, "start"), *(["--config", configuration] if configuration else []))
        address = re.search(r"^DOCKER_HOST=(\S+)$", self.said, re.M)
        if address:
            os.environ["DOCKER_HOST"] = address.group(1)
        return status == 0 and bool(address)

    def images(self, *names):
        return command(os.path.join(HERE, "images"), *names, timeout=1200)

    def stop(self):
        if not self.was_running:
            command(os.path.join(HERE, "stop"))


def base_images(stack):
    """What the stack's Dockerfiles start from, less their own stages."""
    found = set()
    for path in glob.glob(os.path.join(stack.folder, "*", "Dockerfile")):
        with open(path) as file:
            found |= set(re.findall(r"(?m)^FROM (\S+:\S+)", file.read()))
    return sorted(found)
