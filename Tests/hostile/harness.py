"""Runs the compiler as a stranger would and watches it: exit code, messages, time, memory, and every change on disk."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["SECUREGEN"]
SECONDS = 10
# Peak resident memory of any run here, the 100 MB file included.
MEGABYTES = 256

GOOD = """version: 1
name: good
services:
  api:
    tier: api
    runtime: python
    source: ./src
    command: [python, app.py]
    health: { tcp: true }
"""


class Outcome:
    def __init__(self, status, stdout, stderr, seconds, megabytes):
        self.status, self.stdout, self.stderr, self.seconds, self.megabytes = status, stdout, stderr, seconds, megabytes


class Failure(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Failure(message)


def run(arguments, cwd, user=None, seconds=SECONDS, megabytes=MEGABYTES):
    """One whole run; being too slow or too big is a failure whatever it printed."""
    command = [PROGRAM, *map(str, arguments)]
    if user is not None:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        status = usage = None
        while time.monotonic() - began < seconds:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(0.002)
        else:
            process.kill()
            os.wait4(process.pid, 0)
            raise Failure(f"still running after {seconds} s")
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        outcome = Outcome(
            process.returncode, out.read(), err.read().decode("utf-8", "surrogateescape"), time.monotonic() - began, usage.ru_maxrss / 1024
        )
    require(outcome.status >= 0, f"died of signal {-outcome.status}: {outcome.stderr[-800:]}")
    require(outcome.megabytes <= megabytes, f"took {outcome.megabytes:.0f} MB")
    return outcome


def snapshot(folder):
    """Everything below a folder: names, kinds, modes, times and content."""
    seen = {}
    for directory, names, files in os.walk(folder):
        for name in names + files:
            path = pathlib.Path(directory) / name
            info = path.lstat()
            content = os.readlink(path) if path.is_symlink() else None
            if path.is_file() and not path.is_symlink() and info.st_size < 1 << 22:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            seen[str(path.relative_to(folder))] = (info.st_mode, info.st_size if path.is_file() else 0, info.st_mtime_ns if path.is_file() else 0, content)
    return seen


def project(folder, text=GOOD):
    """A stack file with a source beside it."""
    folder = pathlib.Path(folder)
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src" / "app.py").write_text("print()\n")
    (folder / "stack.yaml").write_text(text)
    return folder


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def hold(self, name, test, *arguments):
        with tempfile.TemporaryDirectory(prefix="hostile.") as folder:
            # Runs as another user must get here.
            os.chmod(folder, 0o755)
            try:
                test(pathlib.Path(folder), *arguments)
            except Failure as failure:
                self.failed += 1
                print(f"FAILED: {name}: {failure}", flush=True)
            except Exception as error:  # noqa: BLE001 (a broken test is a failure, not the end of the others)
                self.failed += 1
                print(f"FAILED: {name}: {type(error).__name__}: {error}", flush=True)
            else:
                self.passed += 1

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def kill_after(arguments, cwd, seconds):
    """Starts a run and kills it: what a power cut does to the process."""
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return process.wait()
