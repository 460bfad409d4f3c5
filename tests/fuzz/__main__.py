"""`python -m tests.fuzz SECONDS SEED NAME…`: readers in a process of their own; prints a line of JSON for each.

Programs that readers call are ended by their own limit, as always, but sooner: one that hangs on a file would else cost a minute.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from typing import Any

from documents import limits

MEMORY = 3 << 30
"""Address space of the process, in bytes."""


TOOL_SECONDS = 2.0


def main(seconds: str, first: str, *names: str) -> None:
    """Run some readers, each for some seconds, and print a line for each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    setattr(limits, "SECONDS", TOOL_SECONDS)  # noqa: B010 (before any reader takes it as its default)
    from tests.fuzz.runner import run_apart

    for name in names:
        say(name, run_apart(name, float(seconds), int(first)))


def say(name: str, ran: Any) -> None:
    """One line of JSON."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    told = {
        "name": name,
        "runs": ran.runs,
        "seconds": ran.seconds,
        "slowest": ran.slowest,
        "ended": ran.ended,
        "megabytes": used,
    }
    print(json.dumps({**told, "crash": ran.crash, "data": base64.b64encode(ran.data).decode()}), flush=True)


main(*sys.argv[1:])
