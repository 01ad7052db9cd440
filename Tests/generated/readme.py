"""Keeps README.md true: every cited line holds its text, every excerpt and example is what is made today, every code is listed.

With --update, line numbers, excerpts and examples are rewritten; the caller fails all the same when something changed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CITED = re.compile(r"(`+)(?P<text>[^`]+)\1 \[(?P<path>[^\]]+):(?P<line>\d+)\]\((?P=path)#L(?P=line)\)")
BLOCK = re.compile(r"<!-- (?P<kind>example|excerpt): (?P<what>[^\n]*) -->\n```(?P<language>\w*)\n(?P<body>.*?)```\n", re.S)


def line_of(path, text):
    for number, line in enumerate((ROOT / path).read_text().split("\n"), 1):
        if text in line:
            return number
    return None


def renumbered(match, complaints):
    path, text = match["path"], match["text"]
    number = line_of(path, text) if (ROOT / path).is_file() else None
    if number is None:
        complaints.append(f"{path} does not hold {text!r}")
        return match[0]
    return f"`{text}` [{path}:{number}]({path}#L{number})"


def example(command):
    """What a command prints, run where README.md's reader would run it."""
    arguments = command.split()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "Specs", f"{folder}/Specs")
        shutil.copytree(ROOT / "Tests" / "generated" / "bad", f"{folder}/bad")
        result = subprocess.run(
            [os.environ["SECUREGEN"], *arguments[1:]], cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
        )
    return f"$ {command}\n{result.stderr}{result.stdout}"


def excerpt(what):
    """A function of a generated script, from its first line to its closing brace."""
    path, _, start = what.partition(" ")
    lines = (ROOT / path).read_text().split("\n")
    first = lines.index(start)
    return "\n".join(lines[first : lines.index("}", first) + 1]) + "\n"


def filled(match, complaints):
    body = example(match["what"]) if match["kind"] == "example" else excerpt(match["what"])
    if "```" in body:
        complaints.append(f"{match['what']}: its text would end the block")
    return f"<!-- {match['kind']}: {match['what']} -->\n```{match['language']}\n{body}```\n"


def codes():
    text = (ROOT / "Sources" / "Diagnostics" / "SyntaxCode.swift").read_text()
    yield from re.findall(r'= "(SY-\d+)"', text)
    for rule in (ROOT / "Sources" / "Policy" / "Rules").glob("*.swift"):
        yield from re.findall(r'id: "(SG-\d+)"', rule.read_text())


def main():
    readme = ROOT / "README.md"
    old = readme.read_text()
    complaints = []
    new = CITED.sub(lambda match: renumbered(match, complaints), old)
    new = BLOCK.sub(lambda match: filled(match, complaints), new)
    for target in re.findall(r"\]\(([^)#]+)", new):
        if "://" not in target and not (ROOT / target).exists():
            complaints.append(f"{target} does not exist")
    for code in sorted(set(codes())):
        if f"| {code} |" not in new:
            complaints.append(f"{code} is not listed")
    if new != old:
        complaints.append("line numbers, excerpts or examples are stale (Tests/run --update generated)")
        if "--update" in sys.argv:
            readme.write_text(new)
    for complaint in complaints:
        print(f"README.md: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
