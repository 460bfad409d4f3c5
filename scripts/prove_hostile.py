"""Proof: the whole hostile site is finished within its budget, and all that was planted in it is found.

    python scripts/prove_hostile.py

Prints what each trap cost. Exit code 1 when something was missed, asked for outside, or over the budget.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.crawler.hostile_audit import audited
from tests.siteserver.hostile import ITEMS, NAME

MOST_SECONDS = 300.0
MOST_MEGABYTES = 500.0
LINKED = frozenset({NAME, "a" * 300 + ".example", "xn--hstile-wqf.example"})


def main() -> int:
    """Run it; 0 where all holds."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        done = audited(Path(folder), MOST_SECONDS, delay=0, timeout=2.0)
    print(
        f"{done.requests} requests, {done.seconds:.0f} s, {done.megabytes:.0f} MB, {len(done.found)} of {len(ITEMS)} items"
    )
    for name, cost in sorted(done.traps.items(), key=lambda pair: -pair[1]):
        print(f"  {name:10} {cost:5} requests")
    faults = [f"not found: {name}" for name in sorted(set(ITEMS) - done.found)]
    faults += [f"asked outside: {name}" for name in sorted(set(done.names) - LINKED)]
    faults += [f"fetched {n} times: {url[:100]}" for url, n in done.hits.items() if n > 3]
    if done.megabytes >= MOST_MEGABYTES:
        faults.append(f"more than {MOST_MEGABYTES:.0f} MB")
    print("\n".join(faults) or "all holds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
