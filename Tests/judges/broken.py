"""Each judge must reject what is wrong: one output is broken in one way per judge, and a judge that accepts it fails this test."""

import io
import pathlib
import shutil
import tempfile
from contextlib import redirect_stdout

from judging import Outputs, Verdicts

# Judge → what is broken: file, a text in it, what stands there instead.
BREAKS = {
    "strict JSON": ("daemon.json", '"icc": false', '"icc": true, "icc": false'),
    "runbook citations": ("README.md", "#L", "#L9"),
    "seccomp inside the engine's default": ("web/seccomp.json", '"names": [', '"names": ["io_uring_setup", '),
    "sh -n by dash, bash, busybox": ("run.sh", "set -eu\n", "set -eu\nif true\n"),
    "shellcheck": ("run.sh", "set -eu\n", "set -eu\ncd $1\n"),
    "hadolint": ("web/Dockerfile", "FROM nginx:", "FROM debian:latest AS x\nFROM nginx:"),
    "apparmor_parser": ("web/apparmor.profile", "  deny mount,\n", "  deny mount\n"),
    "nginx -t": ("web/nginx.conf", "server_tokens off;", "server_tokens maybe;"),
    "gixy-next": ("web/nginx.conf", "index index.html", "add_header X-Lost yes;\n      index index.html"),
    "gixy-ng": ("web/nginx.conf", "index index.html", "add_header X-Lost yes;\n      index index.html"),
    "workflow by two YAML readers": ("container-security.yml", "uses: actions/checkout@", "uses: actions/checkout@v6 #"),
    "workflow schema": ("container-security.yml", "runs-on:", "run-on:"),
    "zizmor": ("container-security.yml", "uses: actions/checkout@", "uses: actions/checkout@v6 #"),
    "checkov on Dockerfiles": ("web/Dockerfile", "USER 10101:10101", "USER root"),
    "checkov on workflows": ("container-security.yml", "permissions: {}", "permissions: write-all"),
}


def hold(judges, sample, verdicts):
    """`sample` is a sound output of a stack with one nginx service named web."""
    for name, judgement in judges:
        if name not in BREAKS:
            verdicts.reject(name, "no broken output shows that it can reject")
            continue
        file, old, new = BREAKS[name]
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "broken"
            shutil.copytree(sample, output)
            text = (output / file).read_text()
            if old not in text:
                verdicts.reject(name, f"{file} has no {old!r} to break")
                continue
            (output / file).write_text(text.replace(old, new, 1))
            seen = Verdicts()
            printed = io.StringIO()
            with redirect_stdout(printed):
                seen.hold(name, judgement, Outputs([output]))
            if seen.failed and "no verdict" not in printed.getvalue():
                verdicts.accept()
            else:
                verdicts.reject(name, f"accepts a broken {file}: {new!r}\n    {printed.getvalue()}")
    print(f"broken outputs: {len(judges)} judges tried", flush=True)
