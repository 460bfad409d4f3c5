"""PDF through the front door: lines by page, pictures, locks, damage."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from documents.extract import extract
from documents.facts import Facts, Kind, Shape
from documents.pdf_facts import iso_date
from tests.documents.making_documents import PROSE, pdf

LINES = PROSE.strip().replace(" ", "\n")


def lines(facts: Facts, page: int) -> list[str]:
    return [block.text for block in facts.blocks if block.page == page]


def latin(password: str = "", owner: str = "") -> bytes:
    out = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword=owner, canPrint=0, canCopy=0) if owner else None
    canvas = Canvas(out, encrypt=lock)
    canvas.setTitle("Action plan 2568")
    canvas.setAuthor("Works section")
    canvas.drawString(50, 800, "The plan of the office for the year 2568, in words that a machine reads")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_lines_by_page() -> None:
    facts = extract(pdf([LINES, "ตารางที่ ๑\nงบประมาณ ๒๕๖๘"]))
    assert facts.kind is Kind.PDF
    assert facts.pages == 2
    assert lines(facts, 1) == LINES.split("\n")
    assert lines(facts, 2) == ["ตารางที่ 1", "งบประมาณ 2568"]
    assert facts.blocks[-1].raw == "งบประมาณ ๒๕๖๘"
    assert {block.shape for block in facts.blocks} == {Shape.TEXT}


@pytest.mark.parametrize("number", ["2", "- ๒ -", "หน้า 2", "Page 2 of 9", "(๒)"])
def test_page_numbers_are_dropped(number: str) -> None:
    facts = extract(pdf([f"{number}\nหัวเรื่อง\n25\nเนื้อความ", f"หัวเรื่อง\n{number}"]))
    assert lines(facts, 1) == ["หัวเรื่อง", "25", "เนื้อความ"]
    assert lines(facts, 2) == ["หัวเรื่อง"]


def test_a_torn_mark_returns_to_its_line() -> None:
    facts = extract(pdf(["วิสัยทัศน\n์ของเขต", "แผนงาน"]))
    assert lines(facts, 1) == ["วิสัยทัศน์ของเขต"]


def test_pictures_are_counted_by_page() -> None:
    facts = extract(pdf([LINES, "", "", LINES], {1: 1, 3: 2}))
    assert [page.pictures for page in facts.health] == [0, 1, 0, 2]
    assert [page.characters > 0 for page in facts.health] == [True, False, False, True]


def test_letters_drawn_as_curves_are_a_picture() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(300):
        canvas.line(50, number, 60, number + 3)
    canvas.showPage()
    canvas.line(0, 0, 9, 9)
    canvas.showPage()
    canvas.save()
    assert [page.pictures for page in extract(out.getvalue()).health] == [1, 0]


def test_broken_letter_maps_show_in_the_health() -> None:
    facts = extract(pdf([LINES], letters={"่": "\uf70a", "ก": "\ue123", "ด": "\ufffd"}))
    (health,) = facts.health
    assert health.private_use > 20
    assert health.replacement == LINES.count("ด") > 5
    # The tone mark of the font is mended by rule, the invented letters are not.
    assert health.unmended == health.replacement + LINES.count("ก")
    assert health.repaired >= LINES.count("่")


def test_the_document_s_own_words() -> None:
    facts = extract(latin())
    assert (facts.title, facts.author) == ("Action plan 2568", "Works section")
    assert facts.blocks[0].shape is Shape.TITLE
    assert facts.created[:2] == "20"
    assert "T" in facts.created


def test_a_file_that_wants_a_password_is_encrypted() -> None:
    facts = extract(latin("secret", "owner"))
    assert facts.encrypted
    assert facts.corrupt == ""
    assert facts.blocks == ()


def test_a_file_that_only_forbids_copying_is_read() -> None:
    facts = extract(latin("", "owner"))
    assert not facts.encrypted
    assert any("words that a machine reads" in block.text for block in facts.blocks)


def test_leading_junk_does_not_hide_a_pdf() -> None:
    facts = extract(b"\r\n\r\nnotice: something\n" + pdf([LINES]))
    assert facts.kind is Kind.PDF
    assert lines(facts, 1)[0] == LINES.split("\n")[0]


def test_a_file_without_its_end_is_recovered() -> None:
    whole = pdf([LINES])
    facts = extract(whole[: whole.rindex(b"xref")])
    assert facts.corrupt == ""
    assert lines(facts, 1) == LINES.split("\n")


def test_a_file_of_which_only_the_head_came_is_corrupt() -> None:
    facts = extract(pdf([LINES])[:60])
    assert facts.kind is Kind.PDF
    assert facts.corrupt
    assert not facts.corrupt.startswith("unforeseen")


def test_without_poppler_pdfium_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = extract(pdf([LINES]))
    assert lines(facts, 1)[0] == LINES.split("\n")[0]
    assert any("not installed" in note for note in facts.notes)


def test_a_tool_that_fails_is_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "pdftotext"
    tool.write_text("#!/bin/sh\nexit 9\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = extract(pdf([LINES]))
    assert facts.corrupt == ""
    assert any("status 9" in note for note in facts.notes)
    assert len(lines(facts, 1)) == len(LINES.split("\n"))


@pytest.mark.parametrize(
    ("stored", "iso"),
    [
        ("D:20210424145222+07'00'", "2021-04-24T14:52:22+07:00"),
        ("D:20191216031632", "2019-12-16T03:16:32"),
        ("D:20241225051710Z", "2024-12-25T05:17:10+00:00"),
        ("D:2024", "2024"),
        ("20240131", "2024-01-31"),
        ("เมื่อวาน", ""),
        ("", ""),
    ],
)
def test_dates(stored: str, iso: str) -> None:
    assert iso_date(stored) == iso
