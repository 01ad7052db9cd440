"""Whole-process times, from spawn to exit, with the peak of resident memory. Prints figures; asserts only that everything ran."""

import os
import pathlib
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
    """One run, in milliseconds."""
    os.chdir(folder)
    silent = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    began = time.perf_counter()
    pid = os.posix_spawn(arguments[0], [str(argument) for argument in arguments], os.environ, file_actions=silent)
    _, status = os.waitpid(pid, 0)
    took = (time.perf_counter() - began) * 1000
    if status != 0:
        raise SystemExit(f"{arguments} failed: {os.waitstatus_to_exitcode(status)}")
    return took


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
    times = samples[2:]
    return statistics.median(times), min(times), memory(arguments, folder, before)


def say(what, figures, note=""):
    middle, least, peak = figures
    print(f"figure: {what:<58} {middle:9.2f} ms (least {least:.2f}), {peak:6.1f} MB{note}", flush=True)
    return middle


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
    line = f"figure: {count} services: {built / count:.3f} ms a service, {built / copied:.1f} × cp -r"
    if compose:
        (home / "compose.yaml").write_text(services.compose(count))
        asked = say(f"docker compose config -q, {count} services", median([compose, "-f", home / "compose.yaml", "config", "-q"], home, min(rounds, 7)))
        line += f"; compose takes {asked / built:.1f} × as long as a build from nothing, {asked / again:.1f} × an unchanged one"
    print(line, flush=True)
    shutil.rmtree(home)


def main():
    fetched = subprocess.run([ROOT / "Tests" / "bench" / "compose-fetch"], capture_output=True, text=True, check=False)
    compose = fetched.stdout.strip() if fetched.returncode == 0 else None
    if compose is None:
        print(f"note: docker compose could not be fetched, so nothing is compared with it: {fetched.stderr.strip()[-200:]}")
    else:
        version = subprocess.run([compose, "version"], capture_output=True, text=True, check=True).stdout.strip()
        print(f"figure: {version}; {os.cpu_count()} cores; median of {ROUNDS} (7 from 1,000 services on)")
    with tempfile.TemporaryDirectory(prefix="bench.") as folder:
        work = pathlib.Path(folder)
        three_tier(work, compose)
        for count in SIZES:
            many(work, compose, count)
        os.chdir("/")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    sys.exit(main())
