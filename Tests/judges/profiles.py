"""apparmor_parser on every profile: compiled in full, not loaded."""

import re

from judging import run, short, tool

# Compiled for the feature set of Debian's kernel, since the one that runs the tests may have no AppArmor.
FEATURES = "/usr/share/apparmor-features/features"
# What the parser says about kernels, not about the profile.
ABOUT_THE_KERNEL = [
    re.compile(r"^Cache read/write disabled: interface file missing"),
    re.compile(r": downgrading extended network unix socket rule to generic network rule$"),
]


def apparmor(outputs):
    for file in outputs.files("apparmor.profile"):
        # -Q compiles without loading, -T and -K leave the caches alone.
        result = run([tool("apparmor_parser"), "-QTK", "--warn=all", f"--kernel-features={FEATURES}", file], expect=range(256))
        lines = [line for line in (result.stderr + result.stdout).splitlines() if line]
        complaints = [line for line in lines if not any(known.search(line) for known in ABOUT_THE_KERNEL)]
        if result.returncode != 0 and not complaints:
            complaints = [f"exit {result.returncode}", *lines]
        yield short(file), complaints
