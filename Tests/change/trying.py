"""What every part of this suite needs: counting, a home with stacks in it, and the executable."""

import hashlib
import os
import pathlib
import subprocess
import tempfile

SECUREGEN = os.environ.get("SECUREGEN", "securegen")
DAY = ["--as-of", "2026-11-26"]


class Counter:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, what, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}" + (f"\n  {detail}" if detail else ""), flush=True)
        return holds

    def equal(self, what, found, wanted):
        return self.check(what, found == wanted, f"found {found!r}, wanted {wanted!r}")


def stack(services=3, setting="one", name="shop", policy="baseline"):
    """A stack of one web server and apis; `setting` shows in every service."""
    lines = ["version: 1", f"name: {name}", f"policy: {policy}", "services:"]
    lines += ["  web:", "    tier: frontend", "    runtime: nginx", "    source: ./web", "    publish: 8080", "    routes: { /: { files: . } }"]
    lines += [f"    labels: {{ setting: {setting} }}"]
    for number in range(1, services):
        lines += [f"  api{number}:", "    tier: api", "    image: ghcr.io/acme/app:1.0", "    port: 8080", f"    env: {{ SETTING: {setting} }}"]
    return "\n".join(lines) + "\n"


class Home:
    """A folder with sources, in which stacks are built; removed at the end."""

    def __init__(self, where=None):
        self.holder = tempfile.TemporaryDirectory(prefix="change.", dir=where)
        self.path = pathlib.Path(self.holder.name)
        (self.path / "web").mkdir()
        (self.path / "web" / "index.html").write_text("<p>")
        self.output = self.path / "out" / "shop"

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, *arguments):
        return subprocess.run([SECUREGEN, *arguments], cwd=self.path, capture_output=True, text=True, check=False)

    def build(self, *arguments):
        return self.run("build", *DAY, "--output", "out", *arguments)

    def is_built(self, name):
        """Whether the output is exactly what this stack file makes."""
        return self.build("--check", name).returncode == 0

    def leftovers(self):
        return sorted(str(path) for path in self.path.rglob(".securegen-*"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.holder.cleanup()


def snapshot(folder):
    """Everything below a folder: kind, mode, inode, time and content."""
    found = {}
    for base, folders, names in os.walk(folder):
        for name in folders + names:
            path = os.path.join(base, name)
            status = os.lstat(path)
            if os.path.islink(path):
                content = os.readlink(path)
            elif os.path.isfile(path):
                content = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
            else:
                content = None
            # A folder's times and inode change with every swap.
            stamp = (status.st_ino, status.st_mtime_ns) if not os.path.isdir(path) or os.path.islink(path) else None
            found[os.path.relpath(path, folder)] = (status.st_mode, stamp, content)
    return found
