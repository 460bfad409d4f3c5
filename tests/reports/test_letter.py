"""The letter to the owner of a server that turned the program away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oit.cli.app import run
from reports.letter import NAME, SHOWN
from tests.siteserver import Reply, SiteServer, page

WALL = Reply("<title>Just a moment...</title>", 403, headers={"cf-mitigated": "challenge"})


def audited(url: str, folder: Path, *more: str) -> int:
    return run(["audit", url, "--delay", "0", "--as-of", "2025-04-30", "--out", str(folder), *more])


def test_a_blocked_site_has_its_letter(
    serve: Callable[..., SiteServer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = serve({"/": WALL})
    assert audited(site.url(), tmp_path) == 3
    letter = (tmp_path / NAME).read_text("utf-8")
    for part in (
        site.name,
        site.url(),
        "403, cf-mitigated: challenge",
        "oit/",
        "ขอแสดงความนับถือ",
        "รวม 1 ที่อยู่",
        "จนไม่สามารถตรวจเว็บไซต์ได้",
    ):
        assert part in letter
    assert "robots.txt ดังนี้" not in letter and "{{" not in letter
    assert NAME in capsys.readouterr().out
    assert NAME in (tmp_path / "report.html").read_text("utf-8")
    assert (
        json.loads((tmp_path / "gap-report.json").read_text("utf-8"))["run"]["stopped_because"] == "blocked"
    )


def test_a_part_that_robots_txt_forbids_is_asked_for_by_its_rule(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    rules = Reply("User-agent: *\nDisallow: /office/x\n", content_type="text/plain")
    links = [f"/office/x{n}" for n in range(SHOWN + 5)]
    site = serve({"/office/": page(*links), "/robots.txt": rules})
    assert audited(site.url("/office/"), tmp_path, "--scope", f"{site.name}/office", "--quiet") == 0
    letter = (tmp_path / NAME).read_text("utf-8")
    assert "User-agent: oit\n            Allow: /office/\n" in letter
    assert f"รวม {SHOWN + 5} ที่อยู่" in letter and "และอีก 5 ที่อยู่" in letter


def test_a_check_writes_the_letter_again(serve: Callable[..., SiteServer], tmp_path: Path) -> None:
    audited(serve({"/": WALL}).url(), tmp_path, "--quiet")
    assert run(["check", str(tmp_path), "--quiet"]) == 3
    assert (tmp_path / "checks" / "1" / NAME).read_bytes() == (tmp_path / NAME).read_bytes()


def test_dead_links_and_walls_of_others_ask_for_no_letter(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    other = serve({"/x": WALL}, host="127.0.0.2")
    site = serve({"/": page("/gone", "/forbidden", other.url("/x")), "/forbidden": Reply("no", 403)})
    assert audited(site.url(), tmp_path, "--quiet") == 0
    assert not (tmp_path / NAME).exists()
    assert NAME not in (tmp_path / "report.html").read_text("utf-8")
