"""shellcheck on every script, and its syntax read by each shell that /bin/sh may be."""

import json
import os

from judging import run, short, tool

SHELLS = (["dash"], ["bash", "--posix"], ["busybox", "sh"])


def shellcheck(outputs):
    files = outputs.scripts()
    result = run([tool("shellcheck"), "--shell=sh", "--severity=style", "--format=json", *files], expect=(0, 1))
    findings = json.loads(result.stdout)
    for file in files:
        yield short(file), [f"{f['line']}: SC{f['code']} {f['level']}: {f['message']}" for f in findings if f["file"] == str(file)]


def syntax(outputs):
    for file in outputs.scripts():
        complaints = []
        for shell, *options in SHELLS:
            result = run([tool(shell), *options, "-n", file], expect=range(256))
            if result.returncode != 0 or result.stderr:
                complaints.append(f"{shell}: {result.stderr.strip()}")
        if not file.read_bytes().startswith(b"#!/bin/sh\n"):
            complaints.append("does not begin with #!/bin/sh")
        if not os.access(file, os.X_OK):
            complaints.append("is not executable")
        yield short(file), complaints
