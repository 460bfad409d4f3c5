"""Words in scans and pictures, read by the real tesseract."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from documents import tesseract
from documents.extract import extract, extractor_key
from documents.facts import Facts, Kind
from documents.legibility import Legibility, legibility
from documents.ocr import HIDDEN, NOT_INSTALLED, NOT_READ, Budget, hide_thai_numbers, is_unread
from documents.worker import Job, extract_all
from tests.documents.making_documents import LATIN_NOISE, PROSE, docx, pdf, png
from tests.documents.making_scans import encoded, picture, scan
from thai.periods import read_periods
from thai.text import squeeze

needs_tesseract = pytest.mark.skipif(
    not tesseract.is_installed(), reason="tesseract with its model of the Thai script is not installed"
)
LINES = [
    "แผนปฏิบัติการป้องกันการทุจริต",
    "สำนักงานเขตบึงทดลอง ประจำปีงบประมาณ พ.ศ. 2568",
    "ผู้บริหารและเจ้าหน้าที่ต้องไม่เรียกรับทรัพย์สินหรือประโยชน์อื่นใด",
    "และให้บริการประชาชนด้วยความโปร่งใส สามารถแจ้งได้ที่ฝ่ายปกครอง",
    "โครงการที่หนึ่ง การเปิดเผยข้อมูลการจัดซื้อจัดจ้างบนเว็บไซต์ทุกเดือน",
]


def read(facts: Facts, page: int | None = None) -> str:
    return "\n".join(b.text for b in facts.blocks if b.ocr is not None and page in (None, b.page))


@needs_tesseract
@pytest.mark.slow
def test_a_scan_is_found_and_stays_unreadable() -> None:
    body = scan([LINES])
    plain, facts = extract(body), extract(body, ocr=Budget())
    meant, got = squeeze("".join(LINES)), squeeze(read(facts))
    assert Levenshtein.distance(meant, got) < 0.05 * len(meant)
    assert all(block.page == 1 and 60 <= (block.ocr or 0) <= 100 for block in facts.blocks)
    assert facts.notes == ("ocr: read on pages 1",)
    # What OCR read makes nothing readable: health and class are those of the page's own text.
    assert facts.health == plain.health
    assert legibility(facts) is legibility(plain) is Legibility.UNREADABLE
    assert (plain.notes, plain.blocks) == ((NOT_READ,), ())
    assert is_unread(plain)
    assert not is_unread(facts)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("year", ["๒๕๖๗", "๒๕๖๘", "๒๕๖๙"])
def test_numbers_in_thai_digits_decide_nothing(year: str) -> None:
    facts = extract(encoded(picture([*LINES[2:], f"ประกาศ ณ วันที่ ๓๑ มีนาคม พ.ศ. {year}"])), ocr=Budget())
    last = facts.blocks[-1]
    assert "ประกาศ" in last.text
    assert HIDDEN in last.text
    assert not any(map(str.isdigit, last.text))
    assert [p for p in read_periods(last.text) if p.fiscal_years] == []
    assert any("๐" <= letter <= "๙" for letter in last.raw or "")


@needs_tesseract
@pytest.mark.slow
def test_numbers_in_arabic_digits_stay() -> None:
    facts = extract(encoded(picture([*LINES, "ประกาศ ณ วันที่ 31 มีนาคม พ.ศ. 2568"])), ocr=Budget())
    assert facts.kind is Kind.IMAGE
    assert "31 มีนาคม" in facts.blocks[-1].text
    assert facts.blocks[-1].text.endswith("2568")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("พ.ศ. ๒๕๖๙", f"พ.ศ. {HIDDEN}"),
        ("๑,๒๓๔.๕๖ บาท", f"{HIDDEN} บาท"),
        ("31/๑๒/2568 และ 2568", f"{HIDDEN} และ 2568"),
        ("25๖8", HIDDEN),
        ("ข้อ ๑ 2 เดือน 3", f"ข้อ {HIDDEN} เดือน 3"),
        ("ปี 2568", "ปี 2568"),
    ],
)
def test_a_number_is_hidden_as_a_whole(text: str, expected: str) -> None:
    assert hide_thai_numbers(text) == expected


@needs_tesseract
@pytest.mark.slow
def test_only_pages_without_words_are_read_first_ones_and_the_last() -> None:
    sound = extract(pdf([PROSE.replace(" ", "\n")]), ocr=Budget())
    assert (read(sound), sound.notes) == ("", ())
    pages = [[f"{LINES[0]} หน้า {number}", *LINES[2:4]] for number in range(1, 5)]
    facts = extract(scan(pages), ocr=Budget(pages=3))
    assert [bool(read(facts, number)) for number in range(1, 5)] == [True, True, False, True]
    assert facts.notes == ("ocr: read on pages 1–2, 4", "ocr: pages 3 left out, page budget")


@needs_tesseract
@pytest.mark.slow
def test_noise_over_a_scan_is_read_again() -> None:
    noise = "\n".join(LATIN_NOISE * 4 for _ in range(2))
    facts = extract(pdf([noise], {0: 1}), ocr=Budget())
    assert any(note.startswith("ocr: read on pages 1") for note in facts.notes)


@needs_tesseract
@pytest.mark.slow
def test_a_picture_in_an_office_file_is_read() -> None:
    drawing = '<w:p><w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r></w:p>'
    facts = extract(docx(drawing, **{"word__media__image1.png": encoded(picture(LINES))}), ocr=Budget())
    assert "ทุจริต" in read(facts)
    assert legibility(facts) is Legibility.UNREADABLE
    assert extract(docx(drawing), ocr=Budget()).notes == ("ocr: pages 1 left out, no picture could be read",)


@needs_tesseract
@pytest.mark.slow
def test_a_picture_without_words_has_none() -> None:
    shades = Image.linear_gradient("L").resize((900, 700))
    facts = extract(encoded(shades, "JPEG"), ocr=Budget())
    assert facts.blocks == ()
    assert not is_unread(facts)


@pytest.mark.parametrize("body", [png(100, 100), png(2000, 40), b"<svg width='900' height='900'></svg>"])
def test_small_pictures_and_drawings_are_not_asked(body: bytes) -> None:
    assert not is_unread(extract(body))


def test_without_tesseract_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = extract(encoded(picture(LINES)), ocr=Budget())
    assert NOT_INSTALLED in facts.notes
    assert is_unread(facts)


@needs_tesseract
@pytest.mark.slow
def test_a_tesseract_that_hangs_costs_only_the_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "tesseract"
    tool.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo Thai && exit\nexec sleep 600\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    body = encoded(picture(LINES))
    (facts,) = (known for _, known in extract_all([Job("a", body=body, ocr=2.0)]))
    assert facts.corrupt == ""
    assert facts.notes[-1] == "ocr: pages 1 left out, time"


def test_the_cache_keeps_both_apart() -> None:
    assert extractor_key("ab") != extractor_key("ab", ocr=True)
