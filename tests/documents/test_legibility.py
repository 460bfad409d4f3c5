"""The readability classes of the contract, on documents made for each."""

from __future__ import annotations

import pytest

from documents.extract import extract
from documents.legibility import Legibility, legibility
from tests.documents.making_documents import ENGLISH, LATIN_NOISE, PROSE, docx, pdf, png

FIRST = "สมชาย สมหญิง ประเสริฐ วิไล มานพ อรุณี กิตติศักดิ์ พรทิพย์"
LAST = "ใจดี รักสงบ ทองสุข แสงเพชร บุญมาก ศรีสวัสดิ์ ณ บางสมมติ"
LINES = (PROSE * 2).strip().replace(" ", "\n")
MARKS = "ัิีึืุู็่้๊๋์"
TONES = "่้๊๋"
NO_MARKS = LINES.translate(dict.fromkeys(map(ord, MARKS)))
NO_TONES = (LINES + "\n" + LINES).translate(dict.fromkeys(map(ord, TONES)))
SWAPPED = LINES.replace("า", "ำ")
NAMES = "\n".join(f"{first} {last}" for first in FIRST.split() for last in LAST.split())


def of_pdf(*pages: str, pictures: tuple[int, ...] = (), letters: dict[str, str] | None = None) -> Legibility:
    return legibility(extract(pdf(pages, dict.fromkeys(pictures, 1), letters)))


def test_sound_text() -> None:
    assert of_pdf(LINES, LINES) is Legibility.READABLE


@pytest.mark.parametrize(
    "letters",
    [{"่": "\uf70a", "้": "\uf70b", "์": "\uf70e"}, {"ำ": "\u0e4d\u0e32"}, {"ี": "\u0e35\u0e35"}],
)
def test_what_the_normaliser_restores_is_readable(letters: dict[str, str]) -> None:
    assert of_pdf(LINES, letters=letters) is Legibility.READABLE


@pytest.mark.parametrize("text", [NO_MARKS, NO_TONES, SWAPPED])
def test_lost_or_swapped_letters_are_degraded(text: str) -> None:
    assert of_pdf(text) is Legibility.DEGRADED


@pytest.mark.parametrize("bad", ["\ue123", "\ufffd"])
def test_a_few_unknown_letters_are_degraded_and_many_unreadable(bad: str) -> None:
    assert of_pdf(LINES, letters={"ภ": bad, "ช": bad}) is Legibility.DEGRADED
    assert of_pdf(LINES, letters=dict.fromkeys("กนรยปสดทบมอวง", bad)) is Legibility.UNREADABLE


@pytest.mark.parametrize("noise", [LATIN_NOISE * 4, "日本語の雑音" * 20, "\ue001\ue002\ue003" * 30])
def test_a_text_layer_of_noise_is_unreadable(noise: str) -> None:
    assert (
        of_pdf("\n".join(noise[n : n + 60] for n in range(0, len(noise), 60)), pictures=(0,))
        is Legibility.UNREADABLE
    )


def shifted(text: str, steps: int) -> str:
    """The text as a font shows it whose letter map is off by some places."""
    return "".join(chr(0xE01 + (ord(c) - 0xE01 + steps) % 46) if "ก" <= c <= "ฮ" else c for c in text)


@pytest.mark.parametrize("steps", range(1, 46))
def test_thai_letters_without_thai_words_are_unreadable(steps: int) -> None:
    assert of_pdf(shifted(LINES, steps)) is Legibility.UNREADABLE


def test_a_list_of_names_is_readable() -> None:
    assert of_pdf(NAMES) is Legibility.READABLE


def test_english_is_legible() -> None:
    assert of_pdf((ENGLISH * 4).replace(". ", ".\n")) is Legibility.READABLE


@pytest.mark.parametrize(
    ("pages", "pictures", "expected"),
    [
        ((LINES, ""), (1,), Legibility.DEGRADED),
        ((LINES, "", LINES, LINES), (1,), Legibility.DEGRADED),
        ((LINES, "", "", ""), (1, 2, 3), Legibility.UNREADABLE),
        (("", ""), (0, 1), Legibility.UNREADABLE),
        (("หน้า", "ที่"), (0, 1), Legibility.UNREADABLE),
        ((*[LINES] * 11, ""), (11,), Legibility.READABLE),
        ((LINES, "", LINES), (), Legibility.READABLE),
    ],
)
def test_pages_of_pictures(pages: tuple[str, ...], pictures: tuple[int, ...], expected: Legibility) -> None:
    assert of_pdf(*pages, pictures=pictures) is expected


def test_figures_are_readable() -> None:
    rows = "\n".join(f"{n},{n * 1234.5},{n * 77}" for n in range(60))
    assert legibility(extract(rows.encode())) is Legibility.READABLE


def test_a_short_file_is_readable() -> None:
    assert legibility(extract("ไม่มีการจัดซื้อ".encode())) is Legibility.READABLE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (png(4, 4), Legibility.NOT_TEXT),
        (b"PK\x05\x06" + bytes(18), Legibility.UNREADABLE),
        (b"Rar!\x1a\x07\x01\x00", Legibility.NOT_TEXT),
        (b"", Legibility.UNREADABLE),
        (pdf([LINES])[:60], Legibility.UNREADABLE),
        (docx("<w:p/>"), Legibility.UNREADABLE),
        (b"<html><body></body></html>", Legibility.UNREADABLE),
        (b"<html><body><img src=plan.png></body></html>", Legibility.UNREADABLE),
        (b"<html><body><iframe src=plan.pdf></iframe></body></html>", Legibility.NOT_TEXT),
        (b"<html><body><div id=app></div><script src=a.js></script></body></html>", Legibility.NOT_TEXT),
        (f"<html><body><p>{PROSE}</p></body></html>".encode(), Legibility.READABLE),
    ],
)
def test_other_kinds(body: bytes, expected: Legibility) -> None:
    assert legibility(extract(body)) is expected


MENU = "".join(f"<li><a href='/{n}'>หน้าที่ {n} ข้อมูลผู้บริหาร อำนาจหน้าที่</a></li>" for n in range(40))


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><ul>{menu}</ul></nav><main><p>{text}</p></main>",
        "<div><ul>{menu}</ul></div><div><h1>นโยบาย</h1><p>{text}</p></div>",
        "<div>{menu}<p>{text}</p></div>",
        "<p>{text}</p><footer><ul>{menu}</ul></footer>",
    ],
)
def test_the_content_of_a_page_is_judged_apart_from_its_frame(frame: str) -> None:
    def of(text: str) -> Legibility:
        return legibility(extract(f"<html><body>{frame.format(menu=MENU, text=text)}</body></html>".encode()))

    assert of(PROSE * 3) is Legibility.READABLE
    assert of((PROSE * 3).translate(dict.fromkeys(map(ord, TONES)))) is Legibility.DEGRADED
