"""Hostile stack files: each is refused at its place, fast, in little memory, and nothing on disk changes."""

import os
import re
import socket

from harness import GOOD, Tally, project, require, run, snapshot


def refused(folder, arguments, status, words, **options):
    before = snapshot(folder)
    outcome = run(arguments, folder, **options)
    require(outcome.status == status, f"exit {outcome.status}, wanted {status}: {outcome.stderr[:600]}")
    require(re.search(words, outcome.stderr), f"says nothing like {words!r}: {outcome.stderr[:600]}")
    require(re.search(r"(?m)^[^\n]*error\[[A-Z]+-\d+\]", outcome.stderr), f"has no code: {outcome.stderr[:300]}")
    require(len(outcome.stderr) < 64 << 20, f"prints {len(outcome.stderr)} bytes")
    require(snapshot(folder) == before, f"changed the disk: {set(snapshot(folder).items()) ^ set(before.items())}")


# What a stack file holds → what is said. Exit 1: the file was read, and it is wrong.
TEXTS = {
    "alias bomb": (
        b"version: 1\nname: bomb\nx-a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"x-%c: &%c [%s]\n" % (c + 1, c + 1, b", ".join([b"*%c" % c] * 9)) for c in range(ord("a"), ord("z")))
        + b"services: *z\n",
        "alias|expan",
    ),
    "alias bomb by merges": (
        b"version: 1\nname: bomb\nx-a: &a { k: v }\n"
        + b"".join(b"x-%c: &%c { m1: *%c, m2: *%c, m3: *%c }\n" % (c + 1, c + 1, c, c, c) for c in range(ord("a"), ord("z")))
        + b"services:\n  <<: [*z, *z, *z, *z]\n",
        "alias|expan",
    ),
    "an alias of itself": (b"version: 1\nname: loop\nservices: &s\n  a: *s\n", "alias|anchor|itself"),
    "10,000 nested lists": (b"version: 1\nname: deep\nservices: " + b"[" * 10_000 + b"]" * 10_000 + b"\n", "deep|nest"),
    "10,000 nested mappings": (b"version: 1\nname: deep\nservices: " + b"{a: " * 10_000 + b"}" * 10_000 + b"\n", "deep|nest"),
    "10,000 nested block lists": (b"- " * 10_000 + b"x\n", "deep|nest"),
    "10,000 open brackets": (b"[" * 10_000, "deep|nest"),
    "100 MB of comments": (b"# " + b"x" * 97 + b"\n", "size|large|big|MiB|MB"),
    "100 MB in one scalar": (b"x", "size|large|big|MiB|MB"),
    "invalid UTF-8": (GOOD.encode() + b"x-note: \xff\xfe\n", "UTF-8"),
    "overlong UTF-8": (GOOD.encode() + b"x-note: \xc0\xaf\n", "UTF-8"),
    "surrogate in UTF-8": (GOOD.encode() + b"x-note: \xed\xa0\x80\n", "UTF-8"),
    "truncated UTF-8": (GOOD.encode() + b"x-note: \xe6\xbc", "UTF-8"),
    "UTF-16": (b"\xff\xfe" + GOOD.encode("utf-16-le"), "UTF-8"),
    "NUL": (GOOD.encode() + b"x-note: a\0b\n", "control|character|NUL"),
    "escape sequence": (GOOD.encode() + b"x-note: a\x1b[31mb\n", "control|character"),
    "nothing": (b"", "empty"),
    "only comments": (b"# nothing\n\n# here\n", "empty"),
    "two documents": (GOOD.encode() + b"---\n" + GOOD.encode(), "document"),
    "a list at the root": (b"- version: 1\n", "mapping"),
    "tab in the indentation": (b"version: 1\nname: tab\nservices:\n\tapi: {}\n", "tab"),
    "10,000 unknown keys": (GOOD.encode() + b"".join(b"key%d: 1\n" % n for n in range(10_000)), "no key 'key0'"),
    "100,000 services that are wrong": (b"version: 1\nname: many\nservices:\n" + b"".join(b"  s%d: 1\n" % n for n in range(100_000)), "mapping|more|size|nodes|large"),
    "one line of 1 MB": (GOOD.encode() + b"bogus: " + b"x" * 1_000_000 + b"\n", "bogus"),
    "a key of 64 KiB": (GOOD.encode() + b"? " + b"k" * 65_536 + b"\n: 1\n", "unknown|key"),
    "colours in a value": (GOOD.replace("api\n", '"\\e[31mred\\a"\n', 1).encode(), "tier"),
    "a date that isn't YAML": (b"%YAML 9.9\n---\n" + GOOD.encode(), "YAML|version|directive"),
}


def text(folder, content, words):
    project(folder)
    if words.startswith("size|large"):
        # The block, repeated to 100 MB.
        with open(folder / "stack.yaml", "wb") as file:
            file.write(GOOD.encode() + (b"x-note: " if len(content) == 1 else b""))
            block = content * ((1 << 20) // len(content))
            for _ in range(100):
                file.write(block)
    else:
        (folder / "stack.yaml").write_bytes(content)
    refused(folder, ["build"], 1 if not words.startswith("size|large|big|MiB|MB") else 2, words)


def no_escape_reaches_the_terminal(folder):
    project(folder, GOOD + 'services2: "\\e[31m"\n"\\e]0;title\\a": 1\n')
    outcome = run(["build"], folder)
    require(outcome.status == 1, f"exit {outcome.status}")
    require("\x1b" not in outcome.stderr and "\x07" not in outcome.stderr, "a control sequence of the file reached the terminal")


def unreadable(folder, make, words):
    project(folder)
    (folder / "stack.yaml").unlink()
    make(folder / "stack.yaml")
    os.chmod(folder, 0o777)
    refused(folder, ["build", "stack.yaml"], 2, words, user=65534)


def make_socket(path):
    server = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    # A socket's path is short: bind by name.
    os.chdir(path.parent)
    server.bind(path.name)
    os.chdir(here)
    server.close()


def make_private(path):
    path.write_text(GOOD)
    path.chmod(0)


UNREADABLE = {
    "a FIFO": (os.mkfifo, "FIFO|pipe|not a (regular )?file"),
    "a socket": (make_socket, "socket|not a (regular )?file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "device|not a (regular )?file"),
    "not allowed": (make_private, "permission|denied|allowed"),
    "missing": (lambda path: None, "no such file"),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "no such file|link"),
    "a link to itself": (lambda path: path.symlink_to("stack.yaml"), "link|loop"),
    "an empty folder": (lambda path: path.mkdir(), "no stack|stack.yaml|folder|directory"),
}


def two_of_one_name(folder):
    project(folder / "a")
    project(folder / "b")
    refused(folder, ["build", "a/stack.yaml", "b/stack.yaml"], 1, "two|same|name|already")


def one_bad_among_good(folder):
    project(folder / "a")
    project(folder / "b", GOOD.replace("name: good", "name: Bad"))
    refused(folder, ["build", "a/stack.yaml", "b/stack.yaml"], 1, "name")


def usage(folder, arguments):
    project(folder)
    before = snapshot(folder)
    outcome = run(arguments, folder)
    require(outcome.status == 2, f"exit {outcome.status}")
    require(outcome.stderr, "says nothing")
    require(snapshot(folder) == before, "changed the disk")


def add_to(tally):
    for name, (content, words) in TEXTS.items():
        tally.hold(f"file: {name}", text, content, words)
    tally.hold("file: escape sequences", no_escape_reaches_the_terminal)
    for name, (make, words) in UNREADABLE.items():
        tally.hold(f"stack.yaml is {name}", unreadable, make, words)
    tally.hold("two stacks of one name", two_of_one_name)
    tally.hold("one bad stack among good ones", one_bad_among_good)
    for arguments in [["build", "--bogus"], ["bogus"], ["build", "--format", "xml"], ["build", "--output", ""], ["build", "--as-of", "yesterday"]]:
        tally.hold(f"usage: {' '.join(arguments)}", usage, arguments)


if __name__ == "__main__":
    results = Tally()
    add_to(results)
    results.close()
