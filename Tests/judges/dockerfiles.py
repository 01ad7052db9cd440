"""hadolint and checkov on every Dockerfile."""

import json
import shutil
import tempfile
from pathlib import Path

from judging import HERE, Crashed, run, short, tool

# None: every check of checkov's Dockerfile framework holds.
CHECKOV_SKIPS = {}


def hadolint(outputs):
    files = outputs.files("Dockerfile")
    result = run([tool("hadolint"), "--config", HERE / "hadolint.yaml", "--format", "json", *files], expect=(0, 1))
    findings = json.loads(result.stdout)
    for file in files:
        yield short(file), [f"{f['line']}: {f['code']} {f['level']}: {f['message']}" for f in findings if f["file"] == str(file)]


def checkov(outputs):
    files = outputs.files("Dockerfile")
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, file in enumerate(files):
            copy = Path(folder) / str(number) / "Dockerfile"
            copy.parent.mkdir()
            shutil.copy(file, copy)
            names[f"/{number}/Dockerfile"] = file
        checks = run_checkov(folder, "dockerfile", CHECKOV_SKIPS)
        judged = {check["file_path"] for check in checks["passed_checks"] + checks["failed_checks"]}
        if judged != set(names):
            raise Crashed(f"checkov judged {len(judged)} of {len(names)} Dockerfiles")
        for name, file in names.items():
            yield short(file), [
                f"{check['check_id']} {check['check_name']}" for check in checks["failed_checks"] if check["file_path"] == name
            ]


def run_checkov(folder, framework, skips):
    arguments = [tool("checkov"), "--directory", folder, "--framework", framework, "--output", "json", "--compact", "--skip-download"]
    if skips:
        arguments += ["--skip-check", ",".join(sorted(skips))]
    report = json.loads(run(arguments, expect=(0, 1)).stdout)
    if not isinstance(report, dict) or "results" not in report:
        raise Crashed(f"checkov judged nothing: {str(report)[:300]}")
    if report["results"]["parsing_errors"]:
        raise Crashed(f"checkov could not read {report['results']['parsing_errors']}")
    return report["results"]
