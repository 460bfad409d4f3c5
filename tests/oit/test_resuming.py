"""`oit audit --resume`: a run that was cut off goes on, and ends as if nothing had happened."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence.records import Outcome
from evidence.store import Store
from oit.cli.app import run
from tests.alike import told
from tests.documents.making_documents import pdf
from tests.siteserver import Reply, SiteServer, page, redirect

ROOT = Path(__file__).resolve().parents[2]
RULES = ("--previous", "none", "--delay", "0", "--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet")
PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
PAGES = 60
DOCUMENTS = 12


def site_pages() -> dict[str, Any]:
    """A site with what a crawl must have in mind: robots rules, sitemaps, redirects, retries, traps, dead links."""
    pages: dict[str, Any] = {
        f"/p{n}": page(f"/p{2 * n + 1}", f"/p{2 * n + 2}", f"/d{n}.pdf", f"/old{n}", f"/list?id={n}")
        for n in range(PAGES)
    }
    shaky = Reply("<html><body>later</body></html>", 503)
    return pages | {
        "/": page("/p0", "/secret/x", "/shaky", title="สำนักงานเขตบางตาลสูง"),
        "/robots.txt": Reply(
            "User-agent: *\nDisallow: /secret\nSitemap: /map.xml\n", content_type="text/plain"
        ),
        "/map.xml": Reply(b"<urlset/>", content_type="application/xml"),
        "/shaky": lambda number: shaky if number == 1 else Reply(page()),
        **{f"/old{n}": redirect(f"/new{n}") for n in range(PAGES)},
        **{f"/new{n}": page(f"/p{n}") for n in range(PAGES)},
        **{f"/list?id={n}": page() for n in range(PAGES)},
        **{
            f"/d{n}.pdf": Reply(pdf([f"{PLAN} เล่ม {n}"]), content_type="application/pdf")
            for n in range(DOCUMENTS)
        },
    }


def program(*arguments: str, tools: Path | None = None) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    environment["PYTHONPATH"] = str(ROOT)
    if tools is not None:
        environment["PATH"] = f"{tools}:{environment['PATH']}"
    return subprocess.Popen(
        [sys.executable, "-m", "oit", *arguments], stderr=subprocess.PIPE, text=True, env=environment
    )


def killed(process: subprocess.Popen[str], when: Callable[[], bool]) -> None:
    """Kill a program the hard way as soon as it has come so far."""
    deadline = time.monotonic() + 60
    while not when():
        assert time.monotonic() < deadline and process.poll() is None, "it did not come so far"
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)


def read_so_far(folder: Path) -> int:
    """Documents whose facts are kept."""
    try:
        with sqlite3.connect(f"file:{folder}/evidence/index.sqlite?mode=ro", uri=True) as index:
            return int(index.execute("SELECT COUNT(*) FROM facts").fetchone()[0])
    except sqlite3.Error:
        return 0


def slow_reader(folder: Path) -> Path:
    """A folder with a pdftotext that waits until a file "go" lies beside it."""
    folder.mkdir()
    real = shutil.which("pdftotext")
    tool = folder / "pdftotext"
    tool.write_text(f'#!/bin/sh\nwhile [ ! -e "{folder}/go" ]; do sleep 0.05; done\nexec {real} "$@"\n')
    tool.chmod(0o755)
    return folder


def test_two_kills_lose_nothing_and_fetch_nothing_twice(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    site = serve(site_pages())
    assert run(["audit", site.url(), "--out", str(tmp_path / "whole"), *RULES]) == 0
    whole = dict(site.hits)
    site.hits.clear()
    folder = tmp_path / "cut"
    line = ("audit", site.url(), "--out", str(folder), "--resume", *RULES)
    body = site.pages["/p40"]
    site.pages["/p40"] = lambda number: Reply(hang=True) if number == 1 else Reply(body)
    killed(program(*line), lambda: site.hits["/p40"] == 1)
    assert not (folder / "gap-report.json").exists()
    tools = slow_reader(tmp_path / "tools")
    killed(program(*line, tools=tools), lambda: read_so_far(folder) >= 4)
    (tools / "go").touch()
    asked = dict(site.hits)
    assert not (folder / "gap-report.json").exists()
    assert 4 <= read_so_far(folder) < read_so_far(tmp_path / "whole")
    process = program(*line)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert site.hits.keys() == whole.keys()
    assert {path: n - whole[path] for path, n in site.hits.items() if n != whole[path]} == {"/p40": 1}
    assert dict(site.hits) == asked, "nothing is requested once the crawl is over"
    assert told(folder) == told(tmp_path / "whole")
    with Store.open(folder) as store:
        urls = [c.url for c in store.captures()]
        assert len(urls) == len(set(urls)) and store.agenda.is_empty
        assert all(store.body(c.sha256) for c in store.captures() if c.sha256)
    assert not list(folder.rglob(".*"))


def test_a_crawl_that_was_interrupted_goes_on(serve: Callable[..., SiteServer], tmp_path: Path) -> None:
    site = serve(site_pages())
    assert run(["audit", site.url(), "--out", str(tmp_path / "whole"), *RULES]) == 0
    whole = dict(site.hits)
    site.hits.clear()
    folder = tmp_path / "cut"
    process = program("audit", site.url(), "--out", str(folder), *RULES)
    while len(site.hits) < 40:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert json.loads((folder / "gap-report.json").read_text())["run"]["stopped_because"] == "interrupted"
    with Store.open(folder, writable=False) as store:
        assert any(c.outcome is Outcome.LIMIT for c in store.captures())
    assert run(["audit", "--resume", str(folder), "--quiet"]) == 0
    assert dict(site.hits) == whole
    assert told(folder) == told(tmp_path / "whole")
    with Store.open(folder, writable=False) as store:
        urls = [c.url for c in store.captures()]
    assert len(urls) == len(set(urls))


def test_a_finished_run_only_gets_its_reports_again(serve: Callable[..., SiteServer], tmp_path: Path) -> None:
    site, folder = serve({"/": page("/a"), "/a": page()}), tmp_path / "run"
    line = ["audit", site.url(), "--out", str(folder), "--resume", *RULES]
    assert run(line) == 0
    before, asked = told(folder), dict(site.hits)
    (folder / "report.html").unlink()
    (folder / "units" / "works.json").unlink()
    for again in (
        line,
        ["audit", "--resume", "--out", str(folder), "--quiet"],
        ["audit", "--resume", str(folder), "-q"],
    ):
        assert run(again) == 0
        assert told(folder) == before
    assert dict(site.hits) == asked


@pytest.mark.parametrize("limit", ["2", "3"])
def test_a_limit_that_was_reached_is_a_decision_until_a_larger_one_is_given(
    serve: Callable[..., SiteServer], tmp_path: Path, limit: str
) -> None:
    site, folder = (
        serve({"/": page("/a", "/b"), "/a": page("/c"), "/b": page(), "/c": page()}),
        tmp_path / "run",
    )
    pages = lambda: len({"/", "/a", "/b", "/c"} & set(site.hits))  # noqa: E731
    assert run(["audit", site.url(), "--out", str(folder), "--max-pages", limit, *RULES]) == 0
    assert pages() == int(limit)
    assert run(["audit", "--resume", str(folder), "--max-pages", limit, "-q"]) == 0
    assert pages() == int(limit)
    assert run(["audit", "--resume", str(folder), "--max-pages", "9", "-q"]) == 0
    assert pages() == 4
    made = json.loads((folder / "gap-report.json").read_text())
    assert (made["run"]["stopped_because"], made["run"]["pages"]) == ("finished", 4)
    assert made["not_seen"] == []


def test_the_newest_unfinished_run_of_a_site_is_found(
    serve: Callable[..., SiteServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = serve({"/": page("/a"), "/a": page()})
    line = ["audit", site.url(), "--resume", *RULES]
    assert run(line) == 0
    assert run(line) == 0
    first, second = sorted(Path("var").glob("*/*"))
    asked = dict(site.hits)
    (second / "gap-report.json").unlink()
    assert run(line) == 0
    assert (second / "gap-report.json").exists() and dict(site.hits) == asked
    (first / "gap-report.json").unlink()
    assert run(["audit", "--resume", first.name, "-q"]) == 0
    assert (first / "gap-report.json").exists() and dict(site.hits) == asked


def test_what_cannot_be_resumed_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    site, folder = serve({"/": page()}), tmp_path / "run"
    assert run(["audit", site.url(), "--out", str(folder), *RULES]) == 0
    handle = os.open(folder, os.O_RDONLY)
    for arguments, line in [
        (["--resume"], "--resume: give --out DIR"),
        (["--resume", "--out", str(tmp_path / "none")], "Missing argument"),
        (["--resume", site.url("/other"), "--out", str(folder)], "the run there starts at"),
        ([site.url(), "--out", str(folder)], "never overwritten"),
        (["--resume", str(folder)], "another process is at work"),
    ]:
        if "another" in line:
            fcntl.flock(handle, fcntl.LOCK_EX)
        assert run(["audit", *arguments]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1) and line in err
    os.close(handle)


def test_an_address_that_ends_the_program_does_not_do_so_for_ever(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    site, folder = (
        serve({"/": page("/bad", "/good"), "/bad": Reply(hang=True), "/good": page()}),
        tmp_path / "r",
    )
    line = ("audit", site.url(), "--out", str(folder), "--resume", *RULES)
    for times in (1, 2, 3):
        killed(program(*line), lambda times=times: site.hits["/bad"] == times)  # type: ignore[misc]
    assert run([*line]) == 0
    assert (site.hits["/bad"], site.hits["/good"]) == (3, 1)
    with Store.open(folder, writable=False) as store:
        capture = store.capture(site.url("/bad"))
    assert capture is not None and (capture.outcome, "ended 3 times" in capture.witness) == (
        Outcome.ERROR,
        True,
    )


def test_a_store_that_fails_says_nothing_of_the_site_and_the_run_goes_on_later(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    bodies, aside = folder / "evidence" / "bodies", tmp_path / "aside"

    def broken(number: int) -> Reply:
        if number == 1:
            bodies.rename(aside)
            bodies.write_text("no folder")
        return Reply(page("/c"))

    site = serve({"/": page("/a"), "/a": broken, "/c": page()})
    line = ["audit", site.url(), "--out", str(folder), "--resume", *RULES]
    assert run(line) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and str(folder) in err
    assert not (folder / "gap-report.json").exists()
    bodies.unlink()
    aside.rename(bodies)
    assert run(line) == 0
    assert json.loads((folder / "gap-report.json").read_text())["run"]["pages"] == 3
    assert {path: site.hits[path] for path in ("/", "/a", "/c")} == {"/": 1, "/a": 2, "/c": 1}


def test_what_a_killed_program_left_half_written_is_taken_away(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    site, folder = serve({"/": page()}), tmp_path / "run"
    assert run(["audit", site.url(), "--out", str(folder), *RULES]) == 0
    halves = [
        ".gap-report.json.abcd1234",
        "units/.works.json.abcd_234",
        "evidence/bodies/ab/.0.12",
        "evidence/.reserve",
    ]
    for name in halves:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("half")
    (folder / ".notes").write_text("somebody's own")
    assert run(["audit", "--resume", str(folder), "-q"]) == 0
    assert [str(path.relative_to(folder)) for path in folder.rglob(".*")] == [".notes"]
