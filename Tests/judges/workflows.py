"""The CI workflow: zizmor, checkov, its schema, and two YAML readers that must agree."""

import json
import re
import shutil
import tempfile
from pathlib import Path

import yaml
from ruamel.yaml import YAML

from dockerfiles import run_checkov
from judging import Crashed, run, short, tool

CHECKOV_SKIPS = {
    "CKV_GHA_5": "no image is published, so there is none to sign",
    "CKV_GHA_6": "no image is published, so there is none to attest an SBOM for",
}


def workflows(outputs):
    return outputs.files("container-security.yml")


def laid_out(outputs, folder):
    """Copies where GitHub would find them; checkov looks nowhere else."""
    home = Path(folder) / ".github" / "workflows"
    home.mkdir(parents=True)
    copies = {}
    for number, file in enumerate(workflows(outputs)):
        copy = home / f"{number}.yml"
        shutil.copy(file, copy)
        copies[copy] = file
    return copies


def zizmor(outputs):
    with tempfile.TemporaryDirectory() as folder:
        copies = laid_out(outputs, folder)
        # 0: no finding; 11 to 14: the highest severity found.
        result = run([tool("zizmor"), "--offline", "--no-progress", "--persona=pedantic", "--format=json", *copies], expect=(0, 11, 12, 13, 14))
        findings = json.loads(result.stdout)
        for copy, file in copies.items():
            complaints = []
            for finding in findings:
                if any(copy.name in json.dumps(location["symbolic"]["key"]) for location in finding["locations"]):
                    complaints.append(f"{finding['ident']}: {finding['desc']}")
            yield short(file), complaints
        if findings and result.returncode == 0:
            raise Crashed("zizmor found something and exited 0")


def checkov(outputs):
    with tempfile.TemporaryDirectory() as folder:
        copies = laid_out(outputs, folder)
        checks = run_checkov(folder, "github_actions", CHECKOV_SKIPS)
        for copy, file in copies.items():
            mine = [c for c in checks["passed_checks"] + checks["failed_checks"] if c["file_path"].endswith("/" + copy.name)]
            if not mine:
                raise Crashed(f"checkov did not look at {copy.name}")
            yield short(file), [f"{c['check_id']} {c['check_name']}" for c in mine if c["check_result"]["result"] == "FAILED"]


def schema(outputs):
    for file in workflows(outputs):
        result = run([tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", file], expect=(0, 1))
        yield short(file), result.stdout.splitlines() if result.returncode else []


def two_readers(outputs):
    for file in workflows(outputs):
        text = file.read_text()
        first = yaml.safe_load(text)
        # YAML 1.1 reads a bare `on` as true, YAML 1.2 as text; GitHub means the text.
        if True in first:
            first["on"] = first.pop(True)
        second = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text)))
        complaints = [] if first == second else ["PyYAML and ruamel.yaml read different things"]
        for match in re.finditer(r"uses:\s*(\S+)", text):
            if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", match[1].strip("\"'")):
                complaints.append(f"{match[1]} is not pinned by commit")
        yield short(file), complaints
