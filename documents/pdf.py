"""PDF: lines with their page, and whether a page has a text layer at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import Any

from documents.blocks import TEXT_CHARACTERS, Draft, clean, count_letters, settle, settle_page
from documents.facts import Block, Facts, Kind, PageHealth, Shape
from documents.limits import DamagedError, LockedError
from documents.pdf_facts import PdfFacts, opened, page_text, read_facts
from documents.pdf_tables import Word, read_words, with_rows
from documents.pdf_text import PagesText, read_pages, read_places
from thai.text import normalise

MEDIA_TYPE = "application/pdf"
NO_TEXT = 25
"""A page with fewer visible characters has no text."""
_SUSPICIOUS = 0.01
"""Share of private-use and replacement characters on a page that asks for a second opinion."""
_DIFFERENT = 0.02
_SECOND_OPINIONS = 5

_PAGE_NUMBER = re.compile(
    r"\s*(?:หน้า|page)?[\s\-–—.(]*[0-9๐-๙]{1,4}(?:\s*(?:/|of)\s*[0-9๐-๙]{1,4})?[\s\-–—.)]*", re.I
)
_BAD_LETTER = re.compile("[\ue000-\uf8ff\ufffd]")
_TORN_MARK = re.compile(r"[ \t]*\n(?=[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])")
"""A line that begins with a mark or sara am is the rest of the line above."""


def read_pdf(body: bytes, extractor: str) -> Facts:
    """The facts of a PDF. One that opens without a password is not encrypted to us, whatever it forbids."""
    try:
        with opened(body) as document:
            return _read(document, body, extractor)
    except LockedError:
        return Facts(kind=Kind.PDF, media_type=MEDIA_TYPE, extractor=extractor, encrypted=True)
    except DamagedError as error:
        return _read_damaged(body, extractor, str(error))


def _read(document: Any, body: bytes, extractor: str) -> Facts:
    told = read_pages(body)
    facts = read_facts(document, told.pages, NO_TEXT)
    notes = [note for note in (told.note,) if note]
    texts = _texts(document, told, facts, notes)
    words = _words(body, facts.grids)
    return _facts(facts, texts, words, extractor, [*notes, *facts.notes], truncated=told.truncated)


def _words(body: bytes, grids: Mapping[int, object]) -> dict[int, list[Word]]:
    """The words, with their places, of the pages (from 0) that have tables."""
    if not grids:
        return {}
    first, last = min(grids), max(grids)
    return read_words(read_places(body, first + 1, last + 1), first, grids)


def _texts(document: Any, told: PagesText, facts: PdfFacts, notes: list[str]) -> list[str]:
    """Text by page, one for each page; pages that the first reader finds empty are shown to the second."""
    pages = len(facts.pictures)
    texts = [*(told.pages or []), *[""] * pages][:pages]
    by_second = []
    for number, text in enumerate(texts):
        if count_letters(text) >= NO_TEXT:
            continue
        second = page_text(document, number)
        if count_letters(second) >= NO_TEXT:
            texts[number] = second
            by_second.append(number + 1)
    if by_second and told.pages is not None:
        notes.append(f"text by the second reader on pages {', '.join(map(str, by_second[:20]))}")
    notes += _second_opinions(document, texts, by_second)
    return texts


def _second_opinions(document: Any, texts: list[str], by_second: list[int]) -> list[str]:
    """What the second reader says of pages with a broken font map, as notes: the first one's text stays."""
    notes = []
    doubtful = [
        number for number, text in enumerate(texts) if number + 1 not in by_second and _is_suspicious(text)
    ]
    for number in doubtful[:_SECOND_OPINIONS]:
        share = _difference(texts[number], page_text(document, number))
        if share > _DIFFERENT:
            notes.append(f"page {number + 1}: the second reader differs in {share:.0%} of the characters")
    return notes


def _is_suspicious(text: str) -> bool:
    return len(_BAD_LETTER.findall(text)) > _SUSPICIOUS * len(text)


def _difference(first: str, second: str) -> float:
    """Share of the characters that only one of two texts has, wherever they stand."""
    one, other = (Counter("".join(normalise(text).split())) for text in (first, second))
    total = max(one.total(), other.total(), 1)
    return max((one - other).total(), (other - one).total()) / total


def _facts(
    facts: PdfFacts,
    texts: list[str],
    words: Mapping[int, list[Word]],
    extractor: str,
    notes: list[str],
    *,
    truncated: bool,
) -> Facts:
    title = " ".join(facts.title.split())
    head, _ = settle([Draft(title, Shape.TITLE)] if title else [])
    blocks, health, cut = _pages(texts, facts, words)
    return Facts(
        kind=Kind.PDF,
        media_type=MEDIA_TYPE,
        extractor=extractor,
        title=clean(title),
        pages=facts.pages,
        blocks=(*head, *chain.from_iterable(blocks)),
        health=tuple(health),
        corrupt="" if facts.pages else "a PDF without pages",
        empty=bool(health) and not any(page.characters or page.pictures for page in health),
        truncated=truncated or cut or facts.pages > len(texts),
        created=facts.created,
        modified=facts.modified,
        author=clean(facts.author),
        notes=tuple(notes),
    )


def _pages(
    texts: list[str], facts: PdfFacts, words: Mapping[int, list[Word]]
) -> tuple[list[list[Block]], list[PageHealth], bool]:
    blocks, health = [], []
    left = TEXT_CHARACTERS
    for number, (text, images) in enumerate(zip(texts, facts.pictures, strict=True)):
        lines = _lines(text[: max(0, left)])
        left -= len(text)
        rows = with_rows(lines, words.get(number, ()), facts.grids.get(number, ()), number + 1)
        drafts = rows or [Draft(line, page=number + 1) for line in lines]
        page_blocks, page_health = settle_page(drafts, pictures=images)
        blocks.append(page_blocks)
        health.append(page_health)
    return blocks, health, left < 0


def _lines(text: str) -> list[str]:
    """The lines of a page without its number, which stands first or last."""
    lines = [line for line in _TORN_MARK.sub("", text).split("\n") if line.strip()]
    for end in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(lines[end]):
            del lines[end]
    return lines


def _read_damaged(body: bytes, extractor: str, reason: str) -> Facts:
    """A file that pdfium refuses may still give its text to poppler, which mends more."""
    told = read_pages(body)
    if not any(count_letters(page) >= NO_TEXT for page in told.pages or []):
        return Facts(kind=Kind.PDF, media_type=MEDIA_TYPE, extractor=extractor, corrupt=reason)
    texts = told.pages or []
    facts = PdfFacts(pages=len(texts), pictures=[0] * len(texts))
    return _facts(
        facts, texts, {}, extractor, [f"damaged, text recovered: {reason}"], truncated=told.truncated
    )
