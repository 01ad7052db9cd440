"""What a build must never do: follow a link out, lose a hand edit, remove or touch what isn't its own; and what --check says of it all."""

import os
import re

from trying import Home, snapshot, stack


def built(home, name="one.yaml"):
    result = home.build(name)
    assert result.returncode == 0, result.stderr
    return snapshot(home.output)


def prepared():
    home = Home()
    home.write("one.yaml", stack(3, "one"))
    home.write("two.yaml", stack(3, "two"))
    home.write("fewer.yaml", stack(2, "one"))
    home.outside = home.path / "elsewhere"
    home.outside.mkdir()
    (home.outside / "file").write_text("theirs")
    return home


def links(counter):
    """Each way a link could lead a build out of its folder; what lies outside stays as it is."""

    def in_place_of_a_file(home):
        (home.output / "run.sh").unlink()
        (home.output / "run.sh").symlink_to(home.outside / "file")

    def dangling(home):
        (home.output / "run.sh").unlink()
        (home.output / "run.sh").symlink_to(home.outside / "new")

    def in_place_of_the_manifest(home):
        (home.output / "manifest.json").unlink()
        (home.output / "manifest.json").symlink_to(home.outside / "file")

    def in_place_of_a_folder(home):
        os.rename(home.output / "web", home.path / "web-before")
        (home.output / "web").symlink_to(home.outside)

    def in_place_of_the_stack(home):
        os.rename(home.output, home.path / "shop-before")
        home.output.symlink_to(home.outside)

    def beside_for_the_new_one(home):
        (home.path / "out" / ".securegen-shop").symlink_to(home.outside)

    def in_a_leftover(home):
        left = home.path / "out" / ".securegen-shop"
        (left / "web").mkdir(parents=True)
        (left / "web" / "out").symlink_to(home.outside)
        (left / "file").symlink_to(home.outside / "file")

    def in_a_name_that_keeps(home):
        (home.output / "run.sh").write_text("edited")
        (home.output / "run.sh.orig").symlink_to(home.outside / "file")

    harmless = {beside_for_the_new_one, in_a_leftover}
    for plant in (
        in_place_of_a_file, dangling, in_place_of_the_manifest, in_place_of_a_folder, in_place_of_the_stack, beside_for_the_new_one, in_a_leftover,
        in_a_name_that_keeps):
        for force in ([], ["--force"]):
            with prepared() as home:
                built(home)
                plant(home)
                before = snapshot(home.outside)
                result = home.build("two.yaml", *force)
                what = f"a link {plant.__name__.replace('_', ' ')}{' with --force' if force else ''}"
                counter.equal(f"{what}: what lies outside", snapshot(home.outside), before)
                counter.check(f"{what}: no crash", result.returncode in (0, 1, 2) and "Fatal" not in result.stderr, result.stderr)
                counter.equal(f"{what}: leftovers", home.leftovers() if result.returncode == 0 else [], [])
                if plant in harmless:
                    counter.check(f"{what}: the build goes on", result.returncode == 0 and home.is_built("two.yaml"), result.stderr)
                elif not force:
                    counter.check(f"{what}: refused, with the path", result.returncode != 0 and "shop" in result.stderr, result.stderr)
                elif plant is in_place_of_the_stack:
                    counter.check(f"{what}: refused as a link", result.returncode == 2 and "symbolic link" in result.stderr, result.stderr)
                else:
                    counter.equal(f"{what}: done", (result.returncode, result.stderr), (0, ""))


def hand_edits(counter):
    with prepared() as home:
        built(home)
        (home.output / "run.sh").write_text("#!/bin/sh\necho mine\n")
        before = snapshot(home.output)
        result = home.build("two.yaml")
        counter.check(
            "an edited file stops the build and is named", result.returncode == 1 and "error[SY-005]: run.sh was edited by hand" in result.stderr, result.stderr)
        counter.equal("nothing of that stack was written", snapshot(home.output), before)
        counter.equal("nor by a build of the same input", home.build("one.yaml").returncode, 1)
        result = home.build("--force", "two.yaml")
        counter.check("--force goes on and says what it kept", result.returncode == 0 and "run.sh as run.sh.orig" in result.stdout, result.stdout + result.stderr)
        counter.equal("the edit is kept", (home.output / "run.sh.orig").read_text(), "#!/bin/sh\necho mine\n")
        (home.output / "run.sh").write_text("again")
        home.build("--force", "one.yaml")
        counter.equal("a second edit does not take the first one's place", ((home.output / "run.sh.orig").read_text()[-5:], (home.output / "run.sh.orig.1").read_text()), ("mine\n", "again"))

    with prepared() as home:
        built(home)
        os.chmod(home.output / "run.sh", 0o644)
        counter.equal("a lost executable bit is stale", home.build("--check", "one.yaml").stdout, "stale    out/shop/run.sh\n")
        counter.equal("and a build puts it back", (home.build("one.yaml").returncode, os.stat(home.output / "run.sh").st_mode & 0o777), (0, 0o755))
        for path in home.output.rglob("*"):
            if path.is_file():
                os.chmod(path, 0o775 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o664)
        counter.equal("what git checks out under umask 002 is current", home.build("--check", "one.yaml").returncode, 0)
        os.chmod(home.output / "run.sh", 0o757)
        counter.equal("what anybody may write is stale", home.build("--check", "one.yaml").stdout, "stale    out/shop/run.sh\n")

    with prepared() as home:
        built(home)
        (home.output / "run.sh").unlink()
        (home.output / "run.sh").mkdir()
        (home.output / "run.sh" / "note").write_text("mine")
        counter.equal("a folder in a file's place stops the build", home.build("one.yaml").returncode, 1)
        result = home.build("--force", "one.yaml")
        counter.check("--force keeps it whole", result.returncode == 0 and (home.output / "run.sh.orig" / "note").read_text() == "mine", result.stderr)
        counter.equal("and makes the file", (home.output / "run.sh").is_file(), True)

    with prepared() as home:
        built(home)
        manifest = home.output / "manifest.json"
        for what, text in (
            ("empty", ""), ("no JSON", "{"), ("a list", "[]"), ("without outputs", "{}"), ("digests of nobody", '{"outputs": [{"path": "run.sh"}]}'),
            ("paths that lead out", '{"outputs": [{"path": "../../elsewhere/file", "sha256": "x"}, {"path": "/etc/passwd", "sha256": "x"}, {"path": "", "sha256": "x"}]}'),
            ("deep", "[" * 100_000), ("huge numbers", '{"outputs": 1' + "0" * 5000 + "}")):
            manifest.write_text(text)
            result = home.build("two.yaml")
            counter.equal(f"a manifest that is {what}: nothing is ours, so nothing is overwritten", (result.returncode, "edited by hand" in result.stderr), (1, True))
            counter.equal(f"a manifest that is {what}: what lies outside", (home.outside / "file").read_text(), "theirs")
            result = home.run("diff", "--as-of", "2026-11-26", "--output", "out", "two.yaml")
            counter.check(f"a manifest that is {what}: diff goes on", result.returncode == 0 and "manifest" in result.stdout, result.stdout[-300:] + result.stderr)
        # With the files as they would be made, a lost manifest is only a stale one.
        manifest.unlink()
        counter.equal("a manifest that is gone is made again", home.build("one.yaml").returncode, 0)
        # A manifest that claims a person's file can't make a build remove more than that file.
        (home.output / "notes").write_text("mine")
        text = manifest.read_text().replace('"path": "api1/Dockerfile"', '"path": "notes"')
        manifest.write_text(text)
        counter.equal("a manifest that claims a foreign file with another digest", (home.build("two.yaml").returncode, (home.output / "notes").read_text()), (1, "mine"))


def obsolete_and_foreign(counter):
    with prepared() as home:
        built(home)
        (home.output / "notes.txt").write_text("mine")
        (home.output / "private").mkdir(mode=0o700)
        (home.output / "private" / "key").write_text("mine")
        (home.output / "private" / "none").mkdir()
        (home.output / "api2" / "extra").symlink_to("/nowhere")
        os.chmod(home.output, 0o750)
        before = snapshot(home.output)
        for name in ("two.yaml", "fewer.yaml", "one.yaml"):
            counter.equal(f"{name} is built beside foreign files", home.build(name).returncode, 0)
            after = snapshot(home.output)
            mine = ["notes.txt", "private", "private/key", "private/none", "api2/extra"]
            counter.equal(f"{name} leaves them as they are", [after.get(path) for path in mine], [before[path] for path in mine])
            counter.equal("and the folder's own mode", os.stat(home.output).st_mode & 0o777, 0o750)
    with prepared() as home:
        built(home)
        (home.output / "api2" / "seccomp.json").write_text("edited")
        result = home.build("fewer.yaml")
        there = sorted(os.listdir(home.output / "api2"))
        counter.equal("files no longer made go, but for an edited one", (result.returncode, there), (0, ["seccomp.json"]))
        counter.check("and it is said", re.search(r"\d+ removed", result.stdout), result.stdout)
    with prepared() as home:
        built(home)
        before = snapshot(home.output)
        home.build("one.yaml")
        counter.equal("a second build touches nothing", snapshot(home.output), before)
        home.write("one.yaml", stack(3, "one").replace("env: { SETTING: one }", "env: { SETTING: two }", 1))
        home.build("one.yaml")
        after = snapshot(home.output)
        touched = {path for path in after if after[path] != before.get(path)}
        counter.equal("one changed value touches what says it and the manifest", touched, {"run.sh", "README.md", "manifest.json"} & touched | {"run.sh", "manifest.json"})


def checks(counter):
    with prepared() as home:
        result = home.build("--check", "one.yaml")
        counter.check("before the first build all is missing", result.returncode == 1 and set(re.findall(r"^\w+", result.stdout, re.M)) == {"missing"}, result.stdout)
        result = home.build("--dry-run", "one.yaml")
        counter.check("--dry-run lists it too, and is content", result.returncode == 0 and result.stdout.count("missing") > 10, result.stdout)
        counter.equal("neither writes anything", (home.path / "out").exists(), False)
        built(home)
        counter.equal("after a build", (home.build("--check", "one.yaml").returncode, home.build("--check", "one.yaml").stdout), (0, ""))
        (home.output / "run.sh").write_text("edited")
        (home.output / "web" / "Dockerfile").unlink()
        (home.output / "notes").write_text("mine")
        before = snapshot(home.output)
        result = home.build("--check", "fewer.yaml")
        lines = dict(reversed(line.split()) for line in result.stdout.splitlines())
        words = {path: lines.get(f"out/shop/{path}") for path in ("run.sh", "web/Dockerfile", "notes", "api2/Dockerfile", "verify.sh", "daemon.json")}
        counter.equal(
            "each word", (result.returncode, words),
            (1, {"run.sh": "edited", "web/Dockerfile": "missing", "notes": "foreign", "api2/Dockerfile": "extra", "verify.sh": "stale", "daemon.json": None}))
        counter.equal("a check changes nothing", snapshot(home.output), before)
        counter.equal("a stack with an error", home.build("--check", str(home.write("bad.yaml", "version: 1\n"))).returncode, 1)
        counter.equal("a stack that isn't there", home.build("--check", "none.yaml").returncode, 2)
        counter.equal("--check and --dry-run together", home.build("--check", "--dry-run", "one.yaml").returncode, 2)


def places(counter):
    """Output folders that can't be written, and two stacks of one name."""
    with prepared() as home:
        (home.path / "out").write_text("a file")
        result = home.build("one.yaml")
        counter.check("a file where the output folder belongs", result.returncode == 2 and "error[SY-004]" in result.stderr, result.stderr)
        counter.equal("and it stays", (home.path / "out").read_text(), "a file")
    with prepared() as home:
        home.output.parent.mkdir()
        home.output.write_text("a file")
        result = home.build("--force", "one.yaml")
        counter.check("a file where the stack's folder belongs", result.returncode == 2 and "error[SY-004]" in result.stderr, result.stderr)
        counter.equal("and it stays too", (home.output.read_text(), home.leftovers()), ("a file", []))
    with prepared() as home:
        built(home)
        if os.geteuid() != 0:
            os.chmod(home.path / "out", 0o555)
            result = home.build("two.yaml")
            counter.check("an output folder without permission", result.returncode == 2 and "permission denied" in result.stderr, result.stderr)
            os.chmod(home.path / "out", 0o755)
            counter.equal("the old stack stands", home.is_built("one.yaml"), True)
    with prepared() as home:
        real = home.path / "real"
        real.mkdir()
        (home.path / "out").symlink_to(real)
        counter.equal("an output folder that is a link is the user's own choice", (home.build("one.yaml").returncode, (real / "shop" / "run.sh").is_file()), (0, True))
    with prepared() as home:
        result = home.build("one.yaml", "two.yaml")
        counter.check("two stacks of one name", result.returncode == 1 and "error[SY-406]" in result.stderr, result.stderr)
        counter.equal("neither is written", (home.path / "out").exists(), False)
