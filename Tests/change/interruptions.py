"""Builds that are killed, that run out of disk, and that run at the same time: the folder is the old one or the new one, whole."""

import os
import random
import subprocess
import sys
import threading
import time

from trying import DAY, SECUREGEN, Home, stack

KILLS = 200
FULL_DISKS = 60
ROUNDS = 25


def start(home, name):
    arguments = [SECUREGEN, "build", *DAY, "--output", "out", name]
    return subprocess.Popen(arguments, cwd=home.path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kills(counter):
    """SIGKILL after a random time, in builds from nothing and in builds that replace all of a stack or one file of it."""
    rng = random.Random(20261126)
    with Home() as home:
        # Large, so that writing takes long; the third differs from the first in one service.
        home.write("one.yaml", stack(40, "one"))
        home.write("two.yaml", stack(40, "two"))
        home.write("three.yaml", stack(39, "one"))
        names = ["one.yaml", "two.yaml", "three.yaml"]
        took = []
        for name in names * 3:
            began = time.perf_counter()
            home.build(name)
            took.append(time.perf_counter() - began)
        longest = sorted(took)[-2] * 1.1
        killed = halfway = attempts = 0
        current = "three.yaml"
        while (killed < KILLS or halfway < KILLS // 10) and attempts < 20 * KILLS:
            attempts += 1
            wanted = rng.choice([name for name in names if name != current])
            from_nothing = attempts % 8 == 0
            if from_nothing:
                home.build("--force", current)
                subprocess.run(["rm", "-rf", home.output], check=True)
            delay = rng.uniform(0, longest)
            process = start(home, wanted)
            time.sleep(delay)
            process.kill()
            process.wait()
            process.stderr.close()
            if process.returncode != -9:
                current = wanted
                continue
            killed += 1
            if home.leftovers():
                halfway += 1
            old = not home.output.exists() if from_nothing else home.is_built(current)
            new = home.is_built(wanted)
            counter.check(f"killed after {delay * 1000:.1f} ms ({current} → {wanted}): wholly old or wholly new", old != new, f"old {old}, new {new}")
            again = rng.choice([current, wanted])
            result = home.build(again)
            counter.check(
                f"the build after that ({again})", result.returncode == 0 and home.is_built(again) and not home.leftovers(),
                f"{result.returncode} {result.stderr} {home.leftovers()}")
            current = again
        print(f"note: {killed} builds killed in {attempts} tries, {halfway} of them with half of the new folder on disk")
        counter.check(f"{KILLS} builds were killed, {KILLS // 10} of them in the middle of writing", killed >= KILLS and halfway >= KILLS // 10)


def full_disks(counter):
    """Runs this file again in a mount namespace of its own, where it may mount."""
    for options in (["--mount"], ["--user", "--map-root-user", "--mount"]):
        if subprocess.run(["unshare", *options, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False).returncode == 0:
            result = subprocess.run(["unshare", *options, sys.executable, __file__], capture_output=True, text=True, check=False)
            sys.stdout.write(result.stdout)
            last = result.stdout.strip().splitlines()[-1:] or [""]
            words = last[0].split()
            if result.returncode == 0 and len(words) == 4:
                counter.passed += int(words[0])
                counter.failed += int(words[2])
            else:
                counter.check("full disks", False, result.stderr)
            return
    counter.check("full disks: no namespace to mount in", False, "needs root or unprivileged user namespaces")


def with_full_disks(counter):
    rng = random.Random(20261126)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", "/mnt"], check=True)
    with Home("/mnt") as home:
        home.write("one.yaml", stack(40, "one"))
        home.write("two.yaml", stack(40, "two"))
        names = ["one.yaml", "two.yaml"]
        counter.equal("the first build", home.build("one.yaml").returncode, 0)
        refused = 0
        for number in range(FULL_DISKS):
            current, wanted = names[number % 2], names[1 - number % 2]
            filler = home.path / "filler"
            free = os.statvfs("/mnt").f_bavail * os.statvfs("/mnt").f_frsize
            filler.write_bytes(b"x" * max(0, free - rng.randrange(0, 700) * 1024))
            result = home.build(wanted)
            filler.unlink()
            full = result.returncode != 0
            refused += full
            expected = current if full else wanted
            words = result.returncode == 2 and "error[SY-004]" in result.stderr and "no space left on the disk" in result.stderr
            counter.check(
                f"full disk {number}: wholly {'old' if full else 'new'}, and said", home.is_built(expected) and (words or not full) and not home.leftovers(),
                f"{result.returncode} {result.stderr} {home.leftovers()}")
            counter.equal(f"the build after full disk {number}", home.build(wanted).returncode, 0)
        print(f"note: {refused} of {FULL_DISKS} builds found the disk full")
        counter.check("at least half of the builds found the disk full", refused >= FULL_DISKS // 2)


def at_once(counter):
    """Several builds of one stack, of different inputs, while a reader looks: there is a whole stack at every moment."""
    with Home() as home:
        home.write("one.yaml", stack(30, "one"))
        home.write("two.yaml", stack(30, "two"))
        home.build("one.yaml")
        stop = threading.Event()
        missing = []

        def read():
            while not stop.is_set():
                for name in ("manifest.json", "run.sh", "web/Dockerfile"):
                    # A walk along the path may have entered the old folder just before the swap; a second one can't.
                    if not (home.output / name).is_file() and not (home.output / name).is_file():
                        missing.append(name)

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(ROUNDS):
            if number >= ROUNDS - 6:
                # From nothing, too: then each of them makes the folders.
                stop.set()
                reader.join()
                subprocess.run(["rm", "-rf", home.path / "out"], check=True)
            processes = [start(home, name) for name in ("one.yaml", "two.yaml", "one.yaml", "two.yaml")]
            codes = [(process.wait(), process.stderr.read().decode()) for process in processes]
            for process in processes:
                process.stderr.close()
            counter.check(f"round {number}: every build succeeds", all(code == 0 for code, _ in codes), str(codes))
            built = [name for name in ("one.yaml", "two.yaml") if home.is_built(name)]
            counter.check(f"round {number}: one of them is there, whole", len(built) == 1 and not home.leftovers(), f"{built} {home.leftovers()}")
        stop.set()
        reader.join()
        counter.equal("files that were missing for a moment", sorted(set(missing)), [])


if __name__ == "__main__":
    from trying import Counter

    own = Counter()
    with_full_disks(own)
    print(f"{own.passed} passed, {own.failed} failed")
