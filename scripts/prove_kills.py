"""Twenty runs over a site of 2,000 pages, each killed once with SIGKILL at a drawn moment and then resumed.

Each must ask for every address as often as an undisturbed run does, and at most once more; have a store whose bodies are
all whole; and write the reports of the undisturbed run, but for ids and times. Moments are drawn over the whole run: while
it crawls, while documents are read, while reports are written.

    python scripts/prove_kills.py [--pages 2000] [--documents 60] [--kills 11 6 3] [--seed 1]

Prints a table; exit code 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evidence.store import Store  # noqa: E402
from tests.alike import told  # noqa: E402
from tests.documents.making_documents import pdf  # noqa: E402
from tests.siteserver import Reply, SiteServer, redirect  # noqa: E402

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
CRAWL, READING, REPORTS = "crawl", "reading", "reports"
LONGEST = 300.0
"""Seconds that a run may take to come to a moment."""


@dataclass(frozen=True)
class Moment:
    """When a run is killed: the phase, and how far that has come (requests, documents read, files written)."""

    phase: str
    count: int


def site_of(pages: int, documents: int) -> dict[str, Any]:
    """A tree of pages with documents, redirects, a page that answers at its second try, robots rules and dead links."""
    shaky = Reply("<html><body>later</body></html>", 503)
    found: dict[str, Any] = {
        "/robots.txt": Reply("User-agent: *\nDisallow: /no/\n", content_type="text/plain")
    }
    for n in range(pages):
        links = [f"/p/{child}" for child in range(10 * n + 1, 10 * n + 11) if child < pages]
        links += [f"/d/{n}.pdf"] * (n < documents) + [f"/old/{n}", f"/no/{n}"] * (n % 50 == 0)
        links += [f"/gone/{n}"] * (n % 100 == 0) + [f"/list?id={n}"] * (n % 20 == 0)
        text = "".join(f"<li><a href='{link}'>รายการ {link}</a></li>" for link in links)
        body = f"<html><head><title>หน้า {n}</title></head><body><h1>หน้า {n}</h1><p>ข่าวที่ {n}</p><ul>{text}</ul></body></html>"
        found[f"/p/{n}"] = body
        found[f"/old/{n}"] = redirect(f"/new/{n}")
        found[f"/new/{n}"] = found[f"/list?id={n}"] = f"<html><body><p>หน้าใหม่ {n}</p></body></html>"
    for n in range(documents):
        found[f"/d/{n}.pdf"] = Reply(pdf([f"{PLAN} เล่ม {n}"]), content_type="application/pdf")
    found["/p/7"] = lambda number, body=found["/p/7"]: shaky if number == 1 else Reply(body)
    found["/"] = found["/p/0"].replace("หน้า 0", "สำนักงานเขตบางตาลสูง")
    return found


def program(site: SiteServer, folder: Path) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()} | {
        "PYTHONPATH": str(ROOT)
    }
    options = [
        "--resume",
        "--previous",
        "none",
        "--delay",
        "0",
        "--fiscal-year",
        "2568",
        "--as-of",
        "2025-04-30",
        "--quiet",
    ]
    command = [sys.executable, "-m", "oit", "audit", site.url(), "--out", str(folder), *options]
    return subprocess.Popen(command, env=environment)


def finished(site: SiteServer, folder: Path) -> None:
    code = program(site, folder).wait(timeout=LONGEST)
    if code:
        sys.exit(f"a run ended with {code}")


def facts_in(folder: Path) -> int:
    """Documents whose facts are kept."""
    try:
        with sqlite3.connect(f"file:{folder}/evidence/index.sqlite?mode=ro", uri=True) as index:
            query = "SELECT COUNT(*) FROM facts WHERE key NOT LIKE 'judgement:%'"
            return int(index.execute(query).fetchone()[0])
    except sqlite3.Error:
        return 0


def files_in(folder: Path) -> int:
    """Reports that are there, whole or half."""
    return sum(
        1 for place in (folder, folder / "units") if place.is_dir() for p in os.scandir(place) if p.is_file()
    )


def phase_of(folder: Path) -> str:
    """What a killed run was at."""
    if files_in(folder):
        return REPORTS
    if not (folder / "evidence" / "index.sqlite").exists():
        return CRAWL
    with Store.open(folder, writable=False) as store:
        return CRAWL if store.run().stopped_because == "running" else READING


def kill(site: SiteServer, folder: Path, moment: Moment) -> str:
    """Run until a moment, kill, and say what the run was at then; "" where the moment was missed."""
    come: dict[str, Callable[[], int]] = {
        CRAWL: lambda: sum(site.hits.values()),
        READING: lambda: facts_in(folder),
        REPORTS: lambda: files_in(folder),
    }
    process = program(site, folder)
    deadline = time.monotonic() + LONGEST
    pause = 0.0005 if moment.phase == REPORTS else 0.005
    while come[moment.phase]() < moment.count and process.poll() is None:
        if time.monotonic() > deadline:
            sys.exit("a run did not come so far")
        time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return "" if (folder / "gap-report.json").exists() else phase_of(folder)


def killed_once(site: SiteServer, folder: Path, moment: Moment) -> str:
    """A run that was killed at a moment, or a little earlier where it was over too soon. Gives what it was at."""
    for count in range(moment.count, -1, -1):
        subprocess.run(["rm", "-rf", str(folder)], check=True)
        site.hits.clear()
        if phase := kill(site, folder, Moment(moment.phase, count)):
            return phase
    sys.exit("a run was never caught")


def faults_of(
    site: SiteServer, folder: Path, whole: Counter[str], reports: dict[str, Any]
) -> tuple[int, list[str]]:
    """Requests more than in the undisturbed run, and what is wrong with a resumed one."""
    more, less = site.hits - whole, whole - site.hits
    faults = [f"never asked again: {path}" for path in less]
    if sum(more.values()) > 1:
        faults.append(f"asked once too often: {dict(more)}")
    with Store.open(folder, writable=False) as store:
        captures = list(store.captures())
        faults += [f"two captures of {url}" for url, n in Counter(c.url for c in captures).items() if n > 1]
        for capture in captures:
            if capture.sha256:
                store.body(capture.sha256)  # raises where it is lacking or altered
    made = told(folder)
    faults += [
        f"another {name}" for name in reports.keys() | made.keys() if reports.get(name) != made.get(name)
    ]
    return sum(more.values()), faults


def drawn(chance: random.Random, kills: list[int], requests: int, facts: int, files: int) -> list[Moment]:
    """Moments over the whole run, evenly within each phase."""
    phases = zip((CRAWL, READING, REPORTS), kills, (requests, facts, files), strict=True)
    return [Moment(phase, chance.randrange(1, most)) for phase, times, most in phases for _ in range(times)]


def prove(pages: int, documents: int, kills: list[int], seed: int) -> int:
    """Run all, print the table, give the exit code."""
    chance, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name, SiteServer(site_of(pages, documents)) as site:
        began = time.monotonic()
        finished(site, Path(name) / "whole")
        whole, reports = Counter(site.hits), told(Path(name) / "whole")
        facts, files = facts_in(Path(name) / "whole"), files_in(Path(name) / "whole")
        print(
            f"undisturbed: {sum(whole.values())} requests, {facts} texts read, {time.monotonic() - began:.0f} s"
        )
        print(f"{'killed at':<34}{'phase':<10}{'requests more':>14}  reports")
        for number, moment in enumerate(drawn(chance, kills, sum(whole.values()), facts, files)):
            folder = Path(name) / f"run{number}"
            phase = killed_once(site, folder, moment)
            finished(site, folder)
            more, faults = faults_of(site, folder, whole, reports)
            words = {CRAWL: "requests", READING: "texts read", REPORTS: "files written"}[moment.phase]
            print(
                f"{moment.count + 1:>8} {words:<25}{phase:<10}{more:>14}  {'; '.join(faults) or 'equal'}",
                flush=True,
            )
            bad += bool(faults)
            subprocess.run(["rm", "-rf", str(folder)], check=True)
    print(f"{sum(kills)} kills, {bad} with faults, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


def main() -> int:
    """Read the options and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--kills", type=int, nargs=3, default=[11, 6, 3], help="crawl, reading, reports")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    return prove(given.pages, given.documents, given.kills, given.seed)


if __name__ == "__main__":
    sys.exit(main())
