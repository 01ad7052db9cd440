"""Many stacks in one run: the progress line, the summary, and that one that can't be written does not hinder the others."""

import os
import pty
import subprocess

from trying import DAY, SECUREGEN, Home, stack


def fleet(home, count):
    for number in range(count):
        home.write(f"stacks/s{number}/stack.yaml", stack(2, "one", name=f"s{number}").replace("publish: 8080", f"publish: {9000 + number}"))
        home.write(f"stacks/s{number}/web/index.html", "<p>")


def on_a_terminal(home, *arguments, terminal="xterm"):
    """What a build writes to a terminal on standard error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [SECUREGEN, *arguments], cwd=home.path, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": terminal})
    os.close(theirs)
    seen = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    os.close(ours)
    return process.wait(), seen


def many(counter):
    with Home() as home:
        fleet(home, 60)
        build = ["build", *DAY, "stacks"]
        code, seen = on_a_terminal(home, *build)
        counter.check("60 stacks count to the end on a terminal", code == 0 and b"\rcompiling 60/60" in seen and b"\rwriting 60/60" in seen, str(seen[-200:]))
        counter.check("and leave the line empty", seen.endswith(b"\r\x1b[K"), str(seen[-40:]))
        counter.equal("but not on a terminal that can't erase", on_a_terminal(home, *build, terminal="dumb"), (0, b""))
        result = home.run(*build)
        counter.equal("nor anywhere else", (result.returncode, result.stderr), (0, ""))
        counter.equal("a summary line for each stack, in order", [line.split()[0] for line in result.stdout.splitlines() if " · " in line], sorted((f"s{n}" for n in range(60))))
        result = on_a_terminal(home, "build", *DAY, *(f"stacks/s{number}" for number in range(49)))
        counter.equal("nor for fewer than 50", result, (0, b""))
        (home.path / "Generated" / "s7" / "run.sh").write_text("edited")
        for number in range(60):
            path = home.path / f"stacks/s{number}/stack.yaml"
            path.write_text(path.read_text().replace("SETTING: one", "SETTING: two"))
        result = home.run(*build)
        counter.check("a stack that can't be written is named", result.returncode == 1 and "Generated/s7/run.sh: error[SY-005]" in result.stderr, result.stderr)
        check = home.run("build", "--check", *DAY, "stacks")
        counter.equal("and the others are written", {line.split("/")[1] for line in check.stdout.splitlines()}, {"s7"})
        home.write("stacks/s9/stack.yaml", "version: 1\n")
        result = home.run(*build)
        counter.check("with an error in one stack nothing is written at all", result.returncode == 1 and "nothing was written" in result.stderr, result.stderr)
