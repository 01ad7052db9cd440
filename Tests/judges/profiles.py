"""apparmor_parser on every profile: compiled in full, not loaded."""

from judging import run, short, tool


def apparmor(outputs):
    for file in outputs.files("apparmor.profile"):
        # -Q compiles without loading, -T and -K leave the caches alone; warnings count.
        result = run([tool("apparmor_parser"), "-QTK", "--warn=all", "--Werror=all", file], expect=range(256))
        yield short(file), [line for line in (result.stderr + result.stdout).splitlines() if line] if result.returncode else []
