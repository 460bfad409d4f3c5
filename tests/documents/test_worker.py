"""Extraction in child processes: limits, replacement, order of business."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import zstandard

from documents.extract import extract
from documents.facts import Kind
from documents.worker import Job, extract_all
from tests.documents.making_documents import PROSE, docx, pdf, zipped

TEXT = PROSE.encode()
pytestmark = pytest.mark.slow


@pytest.fixture
def hanging_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A pdftotext that never ends and leaves its process id."""
    tool = tmp_path / "pdftotext"
    tool.write_text(
        f"#!{sys.executable}\nimport os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "pid"


def test_facts_are_those_of_the_plain_call(tmp_path: Path) -> None:
    stored = tmp_path / "body.zst"
    stored.write_bytes(zstandard.ZstdCompressor().compress(TEXT))
    plain = tmp_path / "body"
    plain.write_bytes(TEXT)
    table = "ก, ข\nค, 1\n".encode()
    jobs = [
        Job("bytes", body=TEXT),
        Job("packed", path=str(stored)),
        Job("plain", path=str(plain)),
        Job("pdf", body=pdf(["ประกาศ"])),
        Job("hint", body=table, url="https://example.test/a.csv"),
        Job("nothing"),
    ]
    facts = dict(extract_all(jobs))
    assert facts["bytes"] == facts["packed"] == facts["plain"] == extract(TEXT)
    assert facts["pdf"] == extract(pdf(["ประกาศ"]))
    assert facts["hint"].kind is Kind.CSV
    assert facts["nothing"].empty


def test_stored_bodies_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"\x28\xb5\x2f\xfdnonsense")
    facts = dict(
        extract_all(
            [Job("gone", path=str(tmp_path / "gone")), Job("bad", path=str(tmp_path / "bad"))], workers=1
        )
    )
    assert "cannot be read" in facts["gone"].corrupt
    assert "cannot be unpacked" in facts["bad"].corrupt


def test_one_that_takes_too_long_costs_only_itself(hanging_tool: Path) -> None:
    jobs = [Job("slow", body=pdf(["ประกาศ"])), *[Job(f"{n}", body=TEXT) for n in range(4)]]
    facts = dict(extract_all(jobs, workers=1, seconds=3))
    assert facts["slow"].corrupt == "limit: more than 3 seconds"
    assert facts["slow"].kind is Kind.PDF
    assert all(facts[f"{n}"] == extract(TEXT) for n in range(4))
    assert _is_gone(int(hanging_tool.read_text()))


def _is_gone(pid: int) -> bool:
    """Whether a process has ended, within a moment; a zombie that nobody has reaped yet has."""
    for _ in range(100):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def _sparse_workbook() -> bytes:
    """A workbook of 5 kB whose one sheet has its second cell in the last corner."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = 1
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    return zipped(members)


def test_one_that_eats_the_memory_costs_only_itself() -> None:
    bomb = _sparse_workbook()
    facts = dict(extract_all([Job("bomb", body=bomb), Job("next", body=TEXT)], workers=1, memory_mb=1024))
    assert facts["bomb"].corrupt.startswith("limit")
    assert facts["bomb"].kind is Kind.XLSX
    assert facts["next"] == extract(TEXT)


def test_jobs_are_taken_as_workers_become_free() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job]:
        for number in range(20):
            taken.append(number)
            yield Job(str(number), body=docx("<w:p/>"))

    ready = extract_all(jobs(), workers=2)
    next(ready)
    assert len(taken) <= 4
    assert len(list(ready)) == 19


def test_leaving_early_leaves_no_process() -> None:
    before = _children()
    ready = extract_all((Job(str(n), body=TEXT) for n in range(9)), workers=2)
    next(ready)
    assert _children() - before
    ready.close()
    assert _children() == before


def _children() -> set[int]:
    """Workers of this process; the tracker of resources that multiprocessing keeps is none."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return {int(pid) for pid in listed if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}
