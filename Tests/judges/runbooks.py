"""Every line that a stack's README cites holds the text it is cited for, and no entry lacks its line."""

import re

from judging import short

GROUP = re.compile(r"(?<!`)(`+)(?!`)(?P<text>.+?)(?<!`)\1(?!`) (?P<links>\[[^\]]+\]\([^)]+\)(?:, \[[^\]]+\]\([^)]+\))*)")
LINK = re.compile(r"\[(?P<shown>[^\]]+)\]\((?P<path>[^)#]+)#L(?P<line>\d+)\)")


def citations(outputs):
    for readme in outputs.files("README.md"):
        yield short(readme), list(complaints(readme))


def complaints(readme):
    text = readme.read_bytes().decode()
    for line in text.splitlines():
        if "<strong>missing" in line or "**missing**" in line:
            yield f"an entry without its line: {line[:200]}"
    cited = 0
    for group in GROUP.finditer(text):
        # A code span in a table writes its pipes as \| (GFM 4.10); one space inside each backtick belongs to the span.
        wanted = group["text"].replace("\\|", "|")
        for link in LINK.finditer(group["links"]):
            cited += 1
            path = readme.parent / link["path"]
            lines = path.read_bytes().decode().split("\n") if path.is_file() else []
            number = int(link["line"])
            if not 0 < number <= len(lines) or wanted not in lines[number - 1]:
                yield f"{link['path']}:{number} does not hold {wanted!r}"
    if cited != len(LINK.findall(text)):
        yield f"{len(LINK.findall(text)) - cited} citations without a text"
    if cited < 20:
        yield f"only {cited} citations"
