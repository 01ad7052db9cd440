"""Whole-process times, from spawn to exit, with the peak of resident memory. Prints figures; asserts only that everything ran.

`--readme` also puts them into README.md, with the day; run it on a quiet machine.
"""

import datetime
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import services

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATIC = pathlib.Path(os.environ["SECUREGEN"])
DYNAMIC = ROOT / ".build" / "release" / "securegen"
ALL = os.environ.get("SECUREGEN_TESTS_ALL") == "1"
ROUNDS = 100 if ALL else 31
SIZES = (10, 100, 1000, 3000)


def once(arguments, folder):
    """One run: milliseconds from spawn to exit, and of processor time."""
    os.chdir(folder)
    silent = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    began = time.perf_counter()
    pid = os.posix_spawn(arguments[0], [str(argument) for argument in arguments], os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    took = (time.perf_counter() - began) * 1000
    if status != 0:
        raise SystemExit(f"{arguments} failed: {os.waitstatus_to_exitcode(status)}")
    return took, (usage.ru_utime + usage.ru_stime) * 1000


def memory(arguments, folder, before):
    """Peak resident memory in MB. A child of this program would start with its size, so GNU time runs it."""
    before()
    with tempfile.NamedTemporaryFile("r") as report:
        command = ["/usr/bin/time", "--format=%M", f"--output={report.name}", *map(str, arguments)]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        return int(report.read()) / 1024


def median(arguments, folder, rounds=ROUNDS, before=lambda: None):
    samples = []
    for _ in range(rounds + 2):
        before()
        samples.append(once(arguments, folder))
    # The first two fill caches.
    times, work = zip(*samples[2:])
    return statistics.median(times), min(times), statistics.median(work), memory(arguments, folder, before)


def say(what, figures):
    middle, least, work, peak = figures
    figure(f"{what:<50} {middle:9.2f} ms (least {least:.2f}), processor {work:.2f} ms, {peak:.1f} MB")
    return middle


FIGURES = []


def figure(text):
    FIGURES.append(text)
    print(f"figure: {text}", flush=True)


def into_readme():
    readme = ROOT / "README.md"
    block = f"<!-- figures -->\n```\n$ Tests/bench/run, {datetime.date.today().isoformat()}\n" + "\n".join(FIGURES) + "\n```\n<!-- end of figures -->"
    readme.write_text(re.sub(r"<!-- figures -->.*?<!-- end of figures -->", lambda _: block, readme.read_text(), flags=re.S))


def fresh(folder):
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def three_tier(work, compose):
    home = work / "three-tier"
    shutil.copytree(ROOT / "Specs" / "three-tier", home)
    output = home / "Generated"
    for kind, program in (("static", STATIC), ("dynamic", DYNAMIC)):
        if not program.exists():
            print(f"note: no {kind} release executable at {program.relative_to(ROOT)}")
            continue
        say(f"three-tier from nothing, {kind}", median([program, "build"], home, before=fresh(output)))
        say(f"three-tier unchanged, {kind}", median([program, "build"], home))
    say("three-tier validate, static", median([STATIC, "validate"], home))
    say("securegen --version, static", median([STATIC, "--version"], home))
    copy = work / "copy"
    say("cp -r of three-tier's output", median(["/bin/cp", "-r", output, copy], work, before=fresh(copy)))
    (work / "compose.yaml").write_text(services.compose(3))
    if compose:
        say("docker compose config -q, 3 services", median([compose, "-f", work / "compose.yaml", "config", "-q"], work))


def many(work, compose, count):
    home = work / f"many{count}"
    for name in ("web/html", "api"):
        (home / name).mkdir(parents=True)
    (home / "api" / "app.py").write_text("")
    (home / "stack.yaml").write_text(services.stack(count))
    output = home / "Generated"
    rounds = 7 if count >= 1000 and not ALL else ROUNDS
    built = say(f"{count} services from nothing, static", median([STATIC, "build"], home, rounds, fresh(output)))
    again = say(f"{count} services unchanged, static", median([STATIC, "build"], home, rounds))
    files = sum(len(names) for _, _, names in os.walk(output))
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6
    copied = say(f"cp -r of that output ({files} files, {size:.1f} MB)", median(["/bin/cp", "-r", output, home / "copy"], home, rounds, fresh(home / "copy")))
    line = f"{count} services: {built / count:.3f} ms a service, {built / copied:.1f} × cp -r"
    if compose:
        (home / "compose.yaml").write_text(services.compose(count))
        asked = say(f"docker compose config -q, {count} services", median([compose, "-f", home / "compose.yaml", "config", "-q"], home, min(rounds, 7)))
        line += f"; compose takes {asked / built:.1f} × as long as a build from nothing, {asked / again:.1f} × an unchanged one"
    figure(line)
    shutil.rmtree(home)


POLICY_STACKS = 500


def small(number):
    """A stack of three services, one of them with a memory limit of its own: not all stacks feel every knob."""
    text = f"version: 1\nname: stack{number}\npolicy: ../../policy.yaml\nservices:\n"
    text += "  web:\n    tier: frontend\n    runtime: nginx\n    source: ./web\n"
    text += f"    publish: 127.0.0.1:{10000 + number}\n    routes: {{ /: {{ files: . }}, /api/: {{ to: api }} }}\n"
    text += "  api:\n    tier: api\n    image: ghcr.io/acme/app:1.0\n    port: 8080\n    connects: [db]\n"
    text += "  db:\n    tier: db\n    image: ghcr.io/acme/store:1.0\n    port: 5432\n"
    if number % 2:
        text = text.replace("    port: 8080\n", "    port: 8080\n    resources: { pids: 64 }\n").replace("    port: 5432\n", "    port: 5432\n    resources: { pids: 64 }\n")
        text = text.replace("    publish: ", "    resources: { pids: 64 }\n    publish: ")
    return text


def stamps(folder):
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            status = os.lstat(os.path.join(base, name))
            found[os.path.relpath(os.path.join(base, name), folder)] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def policy_change(work):
    """500 stacks under one policy, which changes: the stacks it concerns are written, in them the files it concerns, and nothing else."""
    home = work / "fleet"
    for number in range(POLICY_STACKS):
        source = home / "stacks" / f"stack{number}"
        (source / "web").mkdir(parents=True)
        (source / "web" / "index.html").write_text("<p>")
        (source / "stack.yaml").write_text(small(number))
    policy = home / "policy.yaml"

    def decide(pids):
        policy.write_text(f"version: 1\nname: acme\nextends: baseline\nresources: {{ pids: {pids} }}\n")

    rounds = ROUNDS if ALL else 7
    build = [STATIC, "build", "stacks"]
    decide(256)
    once(build, home)
    output = home / "Generated"
    before = stamps(output)
    decide(128)
    once(build, home)
    after = stamps(output)
    touched = {path for path in after if after[path] != before.get(path)}
    # A manifest holds its policy's digest; the limit stands in run.sh, verify.sh and the runbook of the stacks that leave it to the policy.
    wanted = {f"stack{number}/manifest.json" for number in range(POLICY_STACKS)}
    for number in range(0, POLICY_STACKS, 2):
        wanted |= {f"stack{number}/{name}" for name in ("run.sh", "verify.sh")}
    runbooks = {path for path in touched if path.endswith("/README.md")}
    if touched - runbooks != wanted or any(int(path.split("/")[0][5:]) % 2 for path in runbooks) or set(after) != set(before):
        difference = sorted((touched - runbooks) ^ wanted)
        raise SystemExit(f"a policy change touched other files than it concerns: {difference[:10]} {sorted(runbooks)[:4]}")
    figure(f"a changed policy rewrites {len(touched)} of {len(after)} files in {POLICY_STACKS} stacks, and no other is touched")
    say(f"{POLICY_STACKS} stacks of 3 services from nothing", median(build, home, rounds, fresh(output)))
    turn = iter(range(10_000))
    say(f"{POLICY_STACKS} stacks after a policy change", median(build, home, rounds, lambda: decide(100 + next(turn))))
    say(f"{POLICY_STACKS} stacks, nothing changed", median(build, home, rounds))
    say(f"{POLICY_STACKS} stacks, build --check", median([STATIC, "build", "--check", "stacks"], home, rounds))
    shutil.copy(policy, home / "new.yaml")
    (home / "new.yaml").write_text(policy.read_text().replace("pids: ", "pids: 1"))
    say(f"{POLICY_STACKS} stacks, diff under two policies", median([STATIC, "diff", "--policy", "policy.yaml", "--policy", "new.yaml", "stacks"], home, rounds))
    shutil.rmtree(home)


def main():
    fetched = subprocess.run([ROOT / "Tests" / "bench" / "compose-fetch"], capture_output=True, text=True, check=False)
    compose = fetched.stdout.strip() if fetched.returncode == 0 else None
    if compose is None:
        print(f"note: docker compose could not be fetched, so nothing is compared with it: {fetched.stderr.strip()[-200:]}")
    else:
        version = subprocess.run([compose, "version"], capture_output=True, text=True, check=True).stdout.strip()
        figure(f"{version}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median of {ROUNDS} (7 from 1,000 services on)")
    with tempfile.TemporaryDirectory(prefix="bench.") as folder:
        work = pathlib.Path(folder)
        three_tier(work, compose)
        policy_change(work)
        for count in SIZES:
            many(work, compose, count)
        os.chdir("/")
    if "--readme" in sys.argv:
        into_readme()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    sys.exit(main())
