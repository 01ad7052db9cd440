"""Runs every part; the last line counts."""

import sys

import hooks
import interruptions
import many
import safety
from trying import Counter


def main():
    counter = Counter()
    for part in (
        safety.links, safety.hand_edits, safety.obsolete_and_foreign, safety.checks, safety.places, hooks.hooks, many.many, interruptions.at_once,
        interruptions.without_exchange, interruptions.full_disks, interruptions.kills):
        before = counter.failed
        part(counter)
        print(f"{part.__name__}: {'ok' if counter.failed == before else 'FAILED'}", flush=True)
    print(f"{counter.passed} passed, {counter.failed} failed")
    return 1 if counter.failed else 0


if __name__ == "__main__":
    sys.exit(main())
