"""A disk that fills up during a crawl: one clear line, a whole store, a report, and the crawl can go on."""

from __future__ import annotations

import base64
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidence.store import Store
from oit.cli.app import run
from tests.siteserver import Answering, SiteServer

RULES = ("--delay", "0", "--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet")


def mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system of a size of its own can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 20 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def large_site() -> dict[str, Answering]:
    """Pages that no packing makes small, 30 MB together."""
    noise = random.Random(1)
    text = [base64.b64encode(noise.randbytes(200_000)).decode() for _ in range(150)]
    pages = {
        f"/p{n}": f"<html><body><p>{text[n]}</p><a href='/p{n + 1}'>ต่อ</a></body></html>" for n in range(150)
    }
    return {**pages, "/": "<html><title>สำนักงานเขตบางตาลสูง</title><body><a href='/p0'>แรก</a></body></html>"}


def test_a_full_disk_stops_with_one_line_and_a_whole_store(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], disk: Path
) -> None:
    site, folder = serve(large_site()), disk / "run"
    assert run(["audit", site.url(), "--out", str(folder), *RULES]) == 0
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and "no room on the disk" in err and "--resume" in err
    made = json.loads((folder / "gap-report.json").read_text("utf-8"))
    assert made["run"]["stopped_because"] == "disk_full"
    assert {item["verdict"] for item in made["items"]} <= {"review", "not_due"}
    with Store.open(folder, writable=False) as store:
        captures = list(store.captures())
        kept = store.run()
    pages = [c for c in captures if c.status == 200]
    assert 10 < len(pages) == kept.pages < 151
    assert all(store.body(c.sha256) for c in captures if c.sha256)
    asked = sum(site.hits.values())
    mount("-o", "remount,size=200m", str(disk))
    assert run(["audit", "--resume", str(folder), "-q"]) == 0
    assert capsys.readouterr().err == ""
    made = json.loads((folder / "gap-report.json").read_text("utf-8"))
    assert (made["run"]["stopped_because"], made["run"]["pages"]) == ("finished", 151)
    assert [path for path, times in site.hits.items() if times > 1] in ([], [f"/p{len(pages) - 1}"])
    assert sum(site.hits.values()) > asked


def test_no_room_from_the_start_is_one_line(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], disk: Path
) -> None:
    site = serve({"/": "<html></html>"})
    (disk / "full").write_bytes(b"x" * 15_000_000)
    assert run(["audit", site.url(), "--out", str(disk / "run"), *RULES]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and "No space left" in err
    assert not site.hits
