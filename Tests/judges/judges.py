"""Holds every stack's output before every judge. Arguments: output folders, one per stack."""

import pathlib
import sys

import broken
import dockerfiles
import documents
import nginx
import profiles
import runbooks
import scripts
import workflows
from judging import Outputs, Verdicts, fail

JUDGES = [
    ("strict JSON", documents.strict_json),
    ("runbook citations", runbooks.citations),
    ("seccomp inside the engine's default", documents.seccomp),
    ("sh -n by dash, bash, busybox", scripts.syntax),
    ("shellcheck", scripts.shellcheck),
    ("hadolint", dockerfiles.hadolint),
    ("apparmor_parser", profiles.apparmor),
    ("nginx -t", nginx.nginx_test),
    ("gixy-next", nginx.gixy_next),
    ("gixy-ng", nginx.gixy_ng),
    ("workflow by two YAML readers", workflows.two_readers),
    ("workflow schema", workflows.schema),
    ("zizmor", workflows.zizmor),
    ("checkov on Dockerfiles", dockerfiles.checkov),
    ("checkov on workflows", workflows.checkov),
]


def main(arguments):
    folders = [pathlib.Path(argument).resolve() for argument in arguments]
    if not folders or not all(folder.is_dir() for folder in folders):
        fail("usage: judges.py OUTPUT…")
    outputs = Outputs(folders)
    verdicts = Verdicts()
    for name, judgement in JUDGES:
        verdicts.hold(name, judgement, outputs)
    sample = next((folder for folder in folders if folder.name == "secure-nginx"), None)
    if sample is None:
        fail("judges.py needs the output secure-nginx, to break it")
    broken.hold(JUDGES, sample, verdicts)
    print(f"{verdicts.passed} passed, {verdicts.failed} failed")
    return 1 if verdicts.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
