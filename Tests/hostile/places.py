"""Hostile places: links out of the tree, full and read-only disks, a kill in the middle. What stood there stands there still."""

import os
import pathlib
import re
import subprocess

from harness import GOOD, Tally, kill_after, project, require, run, snapshot
from inputs import refused

NGINX = """version: 1
name: linked
services:
  web:
    tier: frontend
    runtime: nginx
    source: ./src
    publish: 8080
    routes: { /: { files: html } }
"""


def outside_link(folder, make, text=GOOD, words="outside"):
    home = project(folder / "home", text)
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "app.py").write_text("print()\n")
    make(home)
    refused(folder, ["build", "home/stack.yaml"], 1, words)


def source_is_link(home):
    (home / "src" / "app.py").unlink()
    (home / "src").rmdir()
    (home / "src").symlink_to("../elsewhere")


def files_is_link(home):
    (home / "src" / "html").symlink_to("../../elsewhere")


def secret_is_link(home):
    (home / "secrets").mkdir()
    (home / "secrets" / "key").symlink_to("../../elsewhere/app.py")


SECRET = GOOD + "    secrets: [key]\nsecrets:\n  key: { file: ./secrets/key }\n"


def output_is_link(folder):
    home = project(folder / "home")
    (folder / "elsewhere").mkdir()
    (home / "Generated").mkdir()
    (home / "Generated" / "good").symlink_to("../../elsewhere")
    before = snapshot(folder / "elsewhere")
    outcome = run(["build"], home)
    require(snapshot(folder / "elsewhere") == before, "wrote through a link")
    require(outcome.status != 0, "exit 0")


def file_in_output_is_link(folder):
    home = project(folder / "home")
    require(run(["build"], home).status == 0, "the first build failed")
    (folder / "precious").write_text("precious\n")
    target = home / "Generated" / "good" / "run.sh"
    target.unlink()
    target.symlink_to("../../../precious")
    run(["build"], home)
    run(["build", "--force"], home)
    require((folder / "precious").read_text() == "precious\n", "wrote through a link")


def output_is_file(folder):
    home = project(folder)
    (home / "Generated").write_text("a file\n")
    fails_unchanged(home, ["build"], "Generated|directory|folder|file")


def stack_folder_is_file(folder):
    home = project(folder)
    (home / "Generated").mkdir()
    (home / "Generated" / "good").write_text("a file\n")
    fails_unchanged(home, ["build"], "good|directory|folder|file")


def foreign_folder(folder):
    home = project(folder)
    (home / "Generated" / "good").mkdir(parents=True)
    (home / "Generated" / "good" / "thesis.txt").write_text("years of work\n")
    run(["build"], home)
    require((home / "Generated" / "good" / "thesis.txt").read_text() == "years of work\n", "removed a file that isn't its own")


def fails_unchanged(home, arguments, words, **options):
    before = snapshot(home)
    outcome = run(arguments, home, **options)
    require(outcome.status == 2 or outcome.status == 1, f"exit {outcome.status}")
    require(re.search(words, outcome.stderr), f"says nothing like {words!r}: {outcome.stderr[:600]}")
    after = snapshot(home)
    require(after == before, f"changed the disk: {sorted(set(after) ^ set(before))[:8]}")


def read_only_output(folder):
    home = project(folder)
    (home / "Generated").mkdir()
    (home / "Generated").chmod(0o555)
    fails_unchanged(home, ["build"], "[Pp]ermission denied", user=65534)


def read_only_disk(folder):
    home = project(folder)
    with mounted(home / "Generated", "ro"):
        fails_unchanged(home, ["build"], "[Rr]ead-only")


def full_disk(folder):
    home = project(folder)
    with mounted(home / "Generated", "size=16k"):
        fails_unchanged(home, ["build"], "[Nn]o space")


def full_disk_keeps_old(folder):
    """A disk that fills up during an update leaves the earlier output whole."""
    home = project(folder)
    with mounted(home / "Generated", "size=512k"):
        require(run(["build"], home).status == 0, "the first build failed")
        filler = home / "Generated" / "filler"
        file = os.open(filler, os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(file, b"x" * 4096):
                pass
        except OSError:
            os.close(file)
        text = GOOD.replace("name: good", "name: good\nrelease: 2.0.0") + "".join(
            f"  more{n}: {{ tier: api, runtime: python, source: ./src, command: [python, app.py], health: {{ tcp: true }} }}\n" for n in range(20)
        )
        (home / "stack.yaml").write_text(text)
        fails_unchanged(home, ["build"], "[Nn]o space")


class mounted:
    """A small tmpfs of our own."""

    def __init__(self, path, options):
        self.path, self.options = path, options

    def __enter__(self):
        self.path.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", self.options, "tmpfs", self.path], check=True)

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=True)


def many(count, release):
    head = f"version: 1\nname: many\nrelease: {release}\nservices:\n"
    return head + "".join(
        f"  s{n}: {{ tier: api, runtime: python, source: ./src, command: [python, app.py], health: {{ tcp: true }} }}\n" for n in range(count)
    )


def killed(folder):
    """Killed at many moments, a build leaves the old output or the new one, never a mixture, and the next build is clean."""
    home = project(folder, many(200, "1.0.0"))
    require(run(["build"], home).status == 0, "the first build failed")
    old = contents(home / "Generated" / "many")
    reference = project(folder / "reference", many(200, "2.0.0"))
    require(run(["build"], reference).status == 0, "the reference build failed")
    new = contents(reference / "Generated" / "many")
    require(old != new, "both releases give the same files")
    seen = set()
    (home / "stack.yaml").write_text(many(200, "2.0.0"))
    for step in range(40):
        kill_after(["build"], home, 0.001 * step)
        now = contents(home / "Generated" / "many")
        require(now in (old, new), f"killed after {step} ms: neither the old nor the new output")
        seen.add(now == new)
        if now == new:
            (home / "stack.yaml").write_text(many(200, "1.0.0"))
            require(run(["build"], home).status == 0, "the build after a kill failed")
            (home / "stack.yaml").write_text(many(200, "2.0.0"))
    require(False in seen, "no kill came in time")
    require(run(["build"], home).status == 0, "the last build failed")
    require(contents(home / "Generated" / "many") == new, "the last build is not whole")
    left = [name for name in os.listdir(home / "Generated") if name != "many"]
    require(not left, f"left behind: {left}")


def contents(folder):
    return tuple(sorted((str(path.relative_to(folder)), path.read_bytes()) for path in pathlib.Path(folder).rglob("*") if path.is_file()))


def two_at_once(folder):
    """Two runs on one output at the same time: both end, and the output is whole."""
    home = project(folder, many(100, "1.0.0"))
    require(run(["build"], home).status == 0, "the first build failed")
    whole = contents(home / "Generated" / "many")
    for path in (home / "Generated" / "many").glob("*.sh"):
        path.unlink()
    program = os.environ["SECUREGEN"]
    pair = [subprocess.Popen([program, "build", "--force"], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    codes = [(process.communicate(timeout=10)[1], process.returncode) for process in pair]
    require(all(code in (0, 1, 2) for _, code in codes) and any(code == 0 for _, code in codes), f"ended with {codes}")
    require(contents(home / "Generated" / "many") == whole, "the output is not whole")


def add_to(tally):
    tally.hold("source is a link out of the tree", outside_link, source_is_link)
    tally.hold("a route's files are a link out of the tree", outside_link, files_is_link, NGINX)
    tally.hold("a secret's file is a link out of the tree", outside_link, secret_is_link, SECRET)
    for bad in ["../elsewhere", "/etc", "src/../../elsewhere"]:
        tally.hold(f"source: {bad}", outside_link, lambda home: None, GOOD.replace("./src", bad))
    for test in [output_is_link, file_in_output_is_link, output_is_file, stack_folder_is_file, foreign_folder, read_only_output,
                 read_only_disk, full_disk, full_disk_keeps_old, killed, two_at_once]:
        tally.hold(test.__name__.replace("_", " "), test)


if __name__ == "__main__":
    results = Tally()
    add_to(results)
    results.close()
