"""Scans and pictures of a stored run: what is read, what is said of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import limits, tesseract
from documents.facts import Facts
from documents.ocr import NOT_INSTALLED, NOT_READ, OUT_OF_BUDGET
from evidence.store import Store
from oit.cli.app import run
from oit.facts import facts_of
from tests.documents.making_scans import encoded, picture, scan
from tests.siteserver import Reply, SiteServer

RULES = ("--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet", "--delay", "0", "--browser", "never")
LINES = [
    "แผนปฏิบัติการป้องกันการทุจริต",
    "สำนักงานเขตบางตาลสูง ประจำปีงบประมาณ พ.ศ. 2568",
    "โครงการเปิดเผยข้อมูลการจัดซื้อจัดจ้างบนเว็บไซต์ทุกเดือน",
]
HOME = (
    "<html><head><title>สำนักงานเขตบางตาลสูง</title></head><body><p>ยินดีต้อนรับสู่เว็บไซต์ของสำนักงานเขต</p>"
    "<a href='/plan.pdf'>แผนปฏิบัติการ</a> <img src='/chart.png' width='900' height='600'></body></html>"
)
PAGES = {
    "/": HOME,
    "/plan.pdf": Reply(scan([LINES]), content_type="application/pdf"),
    "/chart.png": Reply(encoded(picture(LINES)), content_type="image/png"),
}
needs_tesseract = pytest.mark.skipif(
    not tesseract.is_installed(), reason="tesseract with its model of the Thai script is not installed"
)
pytestmark = pytest.mark.slow


@pytest.fixture
def audited(serve: Callable[..., SiteServer], tmp_path: Path) -> Callable[..., Path]:
    def audit(*more: str) -> Path:
        assert run(["audit", serve(PAGES).url(), "--out", str(tmp_path / "run"), *RULES, *more]) == 0
        return tmp_path / "run"

    return audit


def notes(folder: Path) -> list[str]:
    return json.loads((folder / "gap-report.json").read_text(encoding="utf-8"))["run"]["notes"]


def stored(folder: Path, name: str, *, ocr: bool) -> Facts:
    with Store.open(folder / "evidence") as store:
        known = dict(facts_of(store, list(store.captures()), ocr=ocr))
    return next(facts for url, facts in known.items() if url.endswith(name))


@needs_tesseract
def test_a_scan_is_read_and_nothing_is_noted(audited: Callable[..., Path]) -> None:
    folder = audited()
    assert notes(folder) == []
    facts = stored(folder, "/plan.pdf", ocr=True)
    assert any("ทุจริต" in block.text for block in facts.blocks if block.ocr)
    assert stored(folder, "/chart.png", ocr=True).blocks


def test_without_ocr_it_is_noted(audited: Callable[..., Path]) -> None:
    folder = audited("--ocr", "never")
    assert notes(folder) == ["no_ocr"]
    assert stored(folder, "/plan.pdf", ocr=False).notes == (NOT_READ,)


@needs_tesseract
def test_a_machine_with_tesseract_reads_what_one_without_could_not(
    audited: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bare:
        bare.setattr(tesseract, "is_installed", lambda: False)
        folder = audited()
        assert notes(folder) == ["no_ocr"]
        assert NOT_INSTALLED in stored(folder, "/plan.pdf", ocr=True).notes
    assert run(["check", str(folder), "--quiet", "--out", str(folder / "again")]) == 0
    assert notes(folder / "again") == []


@needs_tesseract
def test_when_the_time_is_used_up_the_rest_is_said(
    audited: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OCR_RUN_SECONDS", 0.0)
    folder = audited()
    assert notes(folder) == ["no_ocr"]
    assert OUT_OF_BUDGET in stored(folder, "/plan.pdf", ocr=True).notes
