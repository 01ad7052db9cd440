"""What the judges share: the outputs under judgement, and a count of verdicts. A judge that is missing or crashes has failed."""

import os
import pathlib
import shutil
import subprocess
import sys
import traceback

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = ROOT / ".build-tools"


class Crashed(Exception):
    """The judge itself did not work: no verdict."""


class Outputs:
    """Every stack's output folder that is judged."""

    def __init__(self, folders):
        self.folders = sorted(folders, key=lambda folder: folder.name)

    def files(self, name):
        """All files of that name, in all stacks."""
        return [path for folder in self.folders for path in sorted(folder.rglob(name))]

    def scripts(self):
        return [path for folder in self.folders for path in sorted(folder.glob("*.sh"))]


class Verdicts:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def accept(self, count=1):
        self.passed += count

    def reject(self, judge, text):
        self.failed += 1
        print(f"FAILED: {judge}: {text}")

    def hold(self, judge, judgement, outputs):
        """Runs one judge: it yields one list of complaints per thing judged."""
        seen = 0
        try:
            for thing, complaints in judgement(outputs):
                seen += 1
                if complaints:
                    self.reject(judge, f"{thing}\n    " + "\n    ".join(complaints))
                else:
                    self.accept()
        except Crashed as crash:
            self.reject(judge, f"no verdict: {crash}")
        except Exception:
            self.reject(judge, "no verdict: it crashed\n" + traceback.format_exc())
        else:
            if seen == 0:
                self.reject(judge, "had nothing to judge")
        print(f"{judge}: {seen} judged", flush=True)


def tool(name):
    """The path of a program, from the judges' own environment before the system's."""
    for folder in [TOOLS / "venv" / "bin"]:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        raise Crashed(f"{name} is not installed")
    return found


def run(arguments, expect=(0,), timeout=300, **options):
    """Runs a judge; exit codes other than the expected ones are a crash, not a verdict."""
    result = subprocess.run(
        [str(argument) for argument in arguments], capture_output=True, text=True, timeout=timeout, check=False, **options
    )
    if result.returncode not in expect:
        raise Crashed(f"{arguments[0]} exited {result.returncode}:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result


def short(path):
    """A path as the output folder's owner knows it: judge-redis/web/Dockerfile."""
    return "/".join(pathlib.Path(path).parts[-4:])


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)
