"""A whole audit of a site that scripts build: with a browser all is found, without one all is unseen and nothing missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from crawler.browser_find import find_browser
from evidence.store import Store
from oit.cli.app import run
from tests.oit.scripted_site import DEVICES, TITLES, entry_of, scripted_site, whole
from tests.siteserver import Answering, SiteServer
from tests.validators.sites import OFFICE

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome on this machine")


def audited(pages: dict[str, Answering], out: Path, browser: str) -> dict[str, Any]:
    """The report of an audit as of a day of 2568."""
    with SiteServer(pages) as site:
        words = f"audit {site.url('/')} --delay 0 --browser {browser} --ocr never --as-of 2025-04-30 --format json --quiet"
        assert run([*words.split(), "--out", str(out)]) == 0
    report: dict[str, Any] = json.loads((out / "gap-report.json").read_text("utf-8"))
    return report


def item(report: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["items"] if one["code"] == code)
    return found


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The audit with a browser, once for all tests."""
    out = tmp_path_factory.mktemp("scripted") / "run"
    return audited(scripted_site(), out, "auto"), out


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("code", DEVICES)
def test_with_a_browser_the_item_is_found(code: str, shown: tuple[dict[str, Any], Path]) -> None:
    found = item(shown[0], code)
    assert (found["verdict"], found["presence"]) == ("ready", "found")
    assert not [f for f in found["findings"] if f["severity"] == "error"]


@needs_browser
@pytest.mark.slow
def test_nothing_was_left_unseen_and_no_note_says_so(shown: tuple[dict[str, Any], Path]) -> None:
    assert (shown[0]["not_seen"], shown[0]["run"]["notes"]) == ([], [])


@needs_browser
@pytest.mark.slow
def test_what_the_browser_showed_is_evidence_of_its_own(shown: tuple[dict[str, Any], Path]) -> None:
    with Store.open(shown[1]) as store:
        captures = [c for c in store.captures() if c.url.endswith("/work")]
        assert store.run().browser == captures[1].browser
        raw, dom = (store.body(c.sha256 or "").decode() for c in captures)
    assert [bool(c.browser) for c in captures] == [False, True]
    assert "ซอยตาลเดี่ยว" in dom and "ซอยตาลเดี่ยว" not in raw
    evidence = next(e for e in item(shown[0], "O5")["elements"] if e["id"] == "action-plan")["evidence"][0]
    assert evidence["sha256"] == captures[1].sha256


@pytest.mark.parametrize("code", DEVICES)
def test_without_a_browser_the_item_is_unseen_and_never_missing(code: str, tmp_path: Path) -> None:
    report = audited(scripted_site(code), tmp_path / "run", "never")
    found = item(report, code)
    assert (found["verdict"], found["presence"], found["access"]) == ("review", "unseen", "blocked")
    told = [f for f in found["findings"] if f["code"] == "access.blocked"]
    assert told and all("ต้องใช้เบราว์เซอร์" in f["message"] for f in told)
    assert report["not_seen"]


@pytest.mark.parametrize("code", [code for code in DEVICES if code != "O4"])
def test_one_hidden_thing_makes_no_other_item_unseen(code: str, tmp_path: Path) -> None:
    """An empty main menu speaks of all; every other device speaks of what its words name."""
    report = audited(scripted_site(code), tmp_path / "run", "never")
    assert {one["code"] for one in report["items"] if one["presence"] == "unseen"} == {code}


def test_without_a_browser_on_the_machine_the_report_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIT_BROWSER", "no-such-browser")
    report = audited(scripted_site("O10"), tmp_path / "one", "auto")
    assert report["run"]["notes"] == ["no_browser"]
    assert item(report, "O10")["presence"] == "unseen"
    plain = {"/": whole("หน้าหลัก", f"<p>ยินดีต้อนรับสู่เว็บไซต์ของ{OFFICE} กรุงเทพมหานคร ให้บริการทุกวันทำการ</p>")}
    assert audited(plain, tmp_path / "two", "auto")["run"]["notes"] == []


def test_always_without_a_browser_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OIT_BROWSER", "no-such-browser")
    assert run(["audit", "http://office.example/", "--browser", "always", "--out", str(tmp_path / "x")]) == 2
    told = capsys.readouterr().err
    assert "OIT_BROWSER" in told and len(told.strip().splitlines()) == 1
    assert not (tmp_path / "x").exists()


@needs_browser
@pytest.mark.slow
def test_judging_the_stored_run_again_says_the_same(
    shown: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shown[1], copy)
    assert run(["check", str(copy), "--format", "json", "--quiet", "--out", str(tmp_path / "again")]) == 0
    again = json.loads((tmp_path / "again" / "gap-report.json").read_text("utf-8"))
    assert again["items"] == shown[0]["items"]


def test_the_site_names_nothing_that_its_scripts_bring() -> None:
    """Else a crawler without a browser would come to it, and the other tests would show nothing."""
    for code in DEVICES:
        pages = scripted_site(code)
        first = str(pages["/"]) + (str(pages[entry_of(code)]) if code != "O4" else "")
        assert not [path for path in pages if path.startswith(("/api", "/docs", "/viewer")) and path in first]
    assert set(TITLES) == set(DEVICES)
