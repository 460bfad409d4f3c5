"""Proof: every reader of foreign bytes survives damaged files for ten minutes.

    python scripts/prove_fuzz.py [--seconds N] [--jobs N] [--seed N] [NAME…]

The seconds are those of each reader, by default OIT_FUZZ_SECONDS or 600. Prints a line for each; what crashed one is kept in `var/fuzz/`.
Exit code 1 when one crashed, hung, or died.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fuzz.targets import TARGETS  # noqa: E402

GRACE = 420.0
"""Seconds beyond its own that a reader's process gets: for shrinking what crashed."""
KEPT = Path("var") / "fuzz"


def fuzzed(name: str, seconds: float, first: int) -> dict[str, Any]:
    """What came of one reader in a process of its own."""
    command = [sys.executable, "-m", "tests.fuzz", str(seconds), str(first), name]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + GRACE, check=False
        )
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except subprocess.TimeoutExpired:
        crash = "its process hung"
    except (IndexError, ValueError):
        crash = f"its process died: {' '.join(done.stderr.split())[-300:]}"
    return {
        "runs": 0,
        "seconds": seconds,
        "slowest": 0.0,
        "megabytes": 0,
        "crash": crash,
        "data": "",
        "ended": 0,
    }


def told(name: str, came: dict[str, Any]) -> str:
    """One line about a reader; what crashed it is kept in a file."""
    line = f"{name:11} {came['runs']:9,} runs {came['runs'] / max(came['seconds'], 1):8.1f}/s  slowest {came['slowest']:5.2f} s  {came['megabytes']:5} MB"
    if not came["crash"]:
        ended = f", memory limit reached {came['ended']} times" if came["ended"] else ""
        return f"{line}  no crash{ended}"
    data = base64.b64decode(came["data"])
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    return f"{line}  CRASH {came['crash']} ({path})"


def main(arguments: Sequence[str]) -> int:
    """Run them; 0 where none crashed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("OIT_FUZZ_SECONDS", "600")))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1000)
    options = parser.parse_args(arguments)
    names = options.names or list(TARGETS)
    crashed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        came = pool.map(lambda name: fuzzed(name, options.seconds, options.seed), names)
        for name, what in zip(names, came, strict=True):
            print(told(name, what), flush=True)
            crashed += bool(what["crash"])
    print(f"{crashed} of {len(names)} crashed" if crashed else f"{len(names)} readers, no crash")
    return 1 if crashed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
