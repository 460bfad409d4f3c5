"""A crawl that is stopped from outside leaves a store that is whole and plainly partial."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.records import Outcome
from evidence.store import Store
from tests.siteserver import Reply, SiteServer, page

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from crawler.plan import plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.store import Store
plan = plan_for((sys.argv[1],), delay=0.05)
with Store.create(Path(sys.argv[2]), new_run(plan)) as store:
    print(crawl(plan, store).stopped_because, flush=True)
"""


def endless() -> dict[str, object]:
    pages = {f"/p{n}": page(f"/p{n + 1}", f"/q{n}") for n in range(500)}
    return {"/": page("/p0"), **pages, **{f"/q{n}": page() for n in range(500)}}


def started(site: SiteServer, folder: Path, enough: Callable[[], bool]) -> subprocess.Popen[str]:
    """A crawl in a process of its own, as soon as it has come so far."""
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()} | {
        "PYTHONPATH": str(ROOT)
    }
    command = [sys.executable, "-c", PROGRAM, site.url(), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    deadline = time.monotonic() + 30
    while not enough():
        assert time.monotonic() < deadline and process.poll() is None, "the crawl did not come so far"
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_the_crawl_in_good_order(serve, tmp_path, number):
    site = serve(endless())
    process = started(site, tmp_path / "e", lambda: site.hits["/p3"] > 0)
    process.send_signal(number)
    said, _ = process.communicate(timeout=20)
    assert (said.strip(), process.returncode) == ("interrupted", 0)
    with Store.open(tmp_path / "e") as store:
        run, captures = store.run(), {c.url: c for c in store.captures()}
    assert run.stopped_because == "interrupted" and run.finished_at
    asked = {site.url(path) for path in site.hits}
    assert asked == {url for url, c in captures.items() if c.outcome is Outcome.ANSWERED}
    left = [c for c in captures.values() if c.outcome is Outcome.LIMIT]
    assert left and all("interrupted" in c.witness for c in left)


def test_a_second_signal_does_not_wait_for_a_server_that_hangs(serve, tmp_path):
    site = serve({"/": page("/p0", "/later"), "/p0": Reply(hang=True), "/later": page()})
    process = started(site, tmp_path / "e", lambda: site.hits["/p0"] > 0)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None, "the first signal lets what is under way come in"
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=5)
    assert said.strip() == "interrupted"
    with Store.open(tmp_path / "e") as store:
        captures = {c.url: c.outcome for c in store.captures()}
        assert store.run().stopped_because == "interrupted"
    assert captures[site.url("/p0")] is Outcome.LIMIT
    assert captures[site.url()] is Outcome.ANSWERED


def test_a_killed_crawl_leaves_a_store_that_can_be_read(serve, tmp_path):
    site = serve(endless())
    process = started(site, tmp_path / "e", lambda: len(site.hits) > 130)
    process.kill()
    process.wait(timeout=5)
    with Store.open(tmp_path / "e") as store:
        captures = list(store.captures())
        assert len(captures) >= 100
        assert all(store.body(c.sha256) for c in captures if c.sha256)
        assert store.run().stopped_because == "running"


def test_scrapy_itself_runs_the_spider(serve, tmp_path):
    site = serve({"/": page("/a"), "/a": page()})
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "district",
        "-a",
        f"start_url={site.url()}",
        "-a",
        "delay=0",
    ]
    done = subprocess.run(
        [*command, "-a", f"out={tmp_path}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert f"evidence: {tmp_path / 'evidence'}" in done.stdout
    assert "finished: 2 pages" in done.stdout
    with Store.open(tmp_path) as store:
        assert site.url("/a") in {c.url for c in store.captures()}
    assert all(agent.startswith("oit") for agent in site.agents)
