"""Runs `securegen init DIR` in a terminal of its own, answers what it asks, and fails where it does not ask."""

import os
import pty
import select
import sys
import time

securegen, directory = sys.argv[1:]
answers = [(b"template [", b"nonsense\n"), (b"template [", b"node\n"), (b"name [", b"No Name\n"), (b"name [", b"books\n")]

child, terminal = pty.fork()
if child == 0:
    os.execv(securegen, [securegen, "init", directory])

seen = b""
deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    ready, _, _ = select.select([terminal], [], [], 0.5)
    if ready:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # the other end has gone
            break
        if not data:
            break
        seen += data
    if answers and seen.rstrip().endswith(b":") and answers[0][0] in seen.splitlines()[-1]:
        os.write(terminal, answers.pop(0)[1])
        seen += b"\n"
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(seen.decode(errors="replace"))
sys.exit(0 if status == 0 and not answers and b"next:" in seen else f"exit {status}, not asked: {answers}")
