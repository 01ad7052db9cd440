"""Builds that are killed, that run out of disk, and that run at the same time: the folder is the old one or the new one, whole.
And builds where the file system can't swap two folders."""

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


# Linux x86-64 and AArch64: renameat2 with RENAME_EXCHANGE answers EINVAL, as on a file system that has no such flag.
NO_EXCHANGE = """
import ctypes, os, platform, struct, sys
machine, number = (0xC000003E, 316) if platform.machine() == "x86_64" else (0xC00000B7, 276)
code = [(0x20, 0, 0, 4), (0x15, 0, 5, machine), (0x20, 0, 0, 0), (0x15, 0, 3, number), (0x20, 0, 0, 48), (0x15, 0, 1, 2),
        (0x06, 0, 0, 0x00050000 | 22), (0x06, 0, 0, 0x7FFF0000)]
filter = b"".join(struct.pack("HBBI", *each) for each in code)
space = ctypes.create_string_buffer(filter)
program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(space))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0):
    sys.exit("no filter: " + os.strerror(ctypes.get_errno()))
os.execv(sys.argv[1], sys.argv[1:])
"""


def without_exchange(counter):
    """On a file system that can't swap two names: in steps, and every interruption is made good by the next build."""
    def build(home, name, *arguments):
        words = [sys.executable, "-c", NO_EXCHANGE, SECUREGEN, "build", *DAY, "--output", "out", *arguments, name]
        return subprocess.run(words, cwd=home.path, capture_output=True, text=True, check=False)

    with Home() as home:
        out = home.output.parent
        for name in ("one", "two"):
            home.write(name + ".yaml", stack(3, name))
        for name in ("one.yaml", "two.yaml", "two.yaml", "one.yaml"):
            result = build(home, name)
            counter.check(f"built in steps: {name}", result.returncode == 0 and home.is_built(name) and not home.leftovers(), result.stderr)
        (home.output / "notes").write_text("mine")
        counter.check("a foreign file stays", build(home, "two.yaml").returncode == 0 and (home.output / "notes").read_text() == "mine")
        (home.output / "notes").unlink()

        def copy(source, target):
            subprocess.run(["cp", "-a", source, target], check=True)

        # The states that a kill can leave, by the order of the steps: two.yaml is on disk, one.yaml was being built.
        copy(home.output, out / "two")
        home.build("one.yaml")
        copy(home.output, out / "one")
        for what, moves in {
            "finished, not yet in place": {".securegen-shop.new": "one", "shop": "two"},
            "the old one moved away": {".securegen-shop.new": "one", ".securegen-shop.old": "two"},
            "the old one half removed": {".securegen-shop.new": "one", "shop": "half"},
            "in place, the old one still there": {"shop": "one", ".securegen-shop.old": "two"},
            "an unfinished one": {"shop": "two", ".securegen-shop": "half"},
        }.items():
            for wanted in ("one.yaml", "two.yaml"):
                subprocess.run(["rm", "-rf", home.output, out / "half"], check=True)
                copy(out / "two", out / "half")
                (out / "half" / "run.sh").unlink()
                for target, source in moves.items():
                    copy(out / source, out / target)
                result = home.build(wanted)
                counter.check(f"{what}; then {wanted}", result.returncode == 0 and home.is_built(wanted) and not home.leftovers(),
                              f"{result.returncode} {result.stderr} {home.leftovers()}")


def lower_layers(counter):
    """In a folder of a lower layer of overlayfs, as in a container whose image holds the output: no folder of it can be renamed."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True)
    for name in ("upper", "work", "merged"):
        os.mkdir("/mnt/" + name)
    with Home("/mnt") as home:
        for name in ("one", "two"):
            home.write(name + ".yaml", stack(3, name))
        home.build("one.yaml")
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={home.path},upperdir=/mnt/upper,workdir=/mnt/work", "/mnt/merged"], check=True)
        below = home.path
        home.path, home.output = home.path.parent / "merged", home.path.parent / "merged" / "out" / "shop"
        try:
            os.rename(home.output, str(home.output) + "2")
            renamed = True
        except OSError:
            renamed = False
        counter.check("a folder of a lower layer can't be renamed here, or there is nothing to see", not renamed)
        for name in ("two.yaml", "one.yaml"):
            result = home.build(name)
            counter.check(f"over a lower layer: {name}", result.returncode == 0 and home.is_built(name) and not home.leftovers(), result.stderr)
        home.path = below
        subprocess.run(["umount", "/mnt/merged"], check=True)
    subprocess.run(["umount", "/mnt"], check=True)


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
    lower_layers(own)
    with_full_disks(own)
    print(f"{own.passed} passed, {own.failed} failed")
