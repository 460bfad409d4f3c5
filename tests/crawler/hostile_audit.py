"""Crawl and judge the hostile site in a process of its own, under a watch for memory. Used by a test and by a proof."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.siteserver.hostile import ITEMS, START, Hostile

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import datetime as dt, json, sys
from pathlib import Path
from checklist.loader import load
from crawler.plan import plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.store import Store
from oit.judging import judged_report
if __name__ == "__main__":
    folder, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    plan = plan_for((sys.argv[3],), **options)
    with Store.create(folder / "evidence", new_run(plan)) as store:
        crawl(plan, store)
        report = judged_report(store, load("bma-district", 2568), dt.date(2025, 4, 30), (), None)
    (folder / "gap-report.json").write_text(report.model_dump_json(), "utf-8")
"""


@dataclass(frozen=True)
class Outcome:
    """What it cost and what it found."""

    seconds: float
    megabytes: float
    """Most memory of the process and its children together (proportional set size)."""
    requests: int
    names: dict[str, int]
    traps: dict[str, int]
    hits: dict[str, int]
    report: dict[str, Any]

    @property
    def found(self) -> set[str]:
        """The planted items that the report calls found."""
        elements = {
            f"{item['code']} {element['id']}": element["presence"]
            for item in self.report["items"]
            for element in item["elements"]
        }
        return {name for name in ITEMS if elements.get(name) == "found"}


def audited(folder: Path, most_seconds: float, small: bool = False, **options: Any) -> Outcome:
    """Run it all. Raises TimeoutError when it takes longer than `most_seconds`."""
    folder.mkdir(parents=True, exist_ok=True)
    with Hostile(small) as site:
        environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        environment |= {"PYTHONPATH": str(ROOT), "http_proxy": site.url(), "https_proxy": site.url()}
        program = folder / "program.py"
        program.write_text(PROGRAM, "utf-8")
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, str(program), str(folder), json.dumps(options), START], env=environment
        )
        most = _watched(process, started + most_seconds)
        seconds = time.monotonic() - started
        report = json.loads((folder / "gap-report.json").read_text("utf-8"))
        traps = {name: site.trap(name) for name in site.made}
        return Outcome(
            seconds, most, sum(site.hits.values()), dict(site.names), traps, dict(site.hits), report
        )


def _watched(process: subprocess.Popen[bytes], deadline: float) -> float:
    """Wait for a process; give the most memory that it and its children had, in MB."""
    most = 0.0
    while process.poll() is None:
        if time.monotonic() > deadline:
            process.kill()
            raise TimeoutError("the hostile site was not finished in time")
        most = max(most, sum(_memory(one) for one in _family(process.pid)))
        time.sleep(0.2)
    assert process.returncode == 0
    return most


def _family(root: int) -> set[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, queue = set(), [root]
    while queue:
        one = queue.pop()
        found.add(one)
        queue += parents.get(one, [])
    return found


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
