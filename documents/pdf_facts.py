"""What a PDF is beside its text: pages, pictures, locks, dates. Read by pdfium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from documents import limits
from documents.blocks import count_letters
from documents.pdf_drawn import look_at
from documents.pdf_tables import Grid, find_grids

_LOCKED = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})
_DRAWN_PATHS = 200
"""So many drawn shapes on a page without text are letters turned into curves, or a drawing: a picture to a machine."""
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?")


@dataclass(slots=True)
class PdfFacts:
    """Facts of one file."""

    pages: int = 0
    pictures: list[int] = field(default_factory=list)
    """Pictures of each page, up to the limit of pages."""
    grids: dict[int, list[Grid]] = field(default_factory=dict)
    """Tables that drawn lines frame, by page (from 0)."""
    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    notes: list[str] = field(default_factory=list)


@contextmanager
def opened(body: bytes) -> Iterator[Any]:
    """The file as pdfium sees it.

    Raises:
        documents.limits.LockedError: it wants a password, or its lock is of an unknown kind.
        documents.limits.DamagedError: it is no PDF that pdfium can read.
    """
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise limits.LockedError(str(error)) from error
        raise limits.DamagedError(f"not a readable PDF: {error}") from error
    try:
        yield document
    finally:
        document.close()


def read_facts(document: Any, texts: list[str] | None, little: int) -> PdfFacts:
    """Facts of an opened file; drawings are looked for on pages with fewer visible characters than `little`."""
    about = document.get_metadata_dict()
    facts = PdfFacts(
        pages=len(document),
        title=about.get("Title", ""),
        author=about.get("Author", ""),
        created=iso_date(about.get("CreationDate", "")),
        modified=iso_date(about.get("ModDate", "")),
    )
    for number in range(min(facts.pages, limits.PAGES)):
        text = texts[number] if texts is not None and number < len(texts) else ""
        _look_at(document, number, facts, text, little)
    return facts


def _look_at(document: Any, number: int, facts: PdfFacts, text: str, little: int) -> None:
    """Counts the pictures of a page and finds the tables on one that has text."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        facts.notes.append(f"page {number + 1} cannot be loaded")
        facts.pictures.append(0)
        return
    try:
        drawn = look_at(page)
    finally:
        page.close()
    curves = count_letters(text) < little and drawn.shapes >= _DRAWN_PATHS
    facts.pictures.append(drawn.pictures or int(curves))
    if text and (grids := find_grids(drawn.rules)):
        facts.grids[number] = grids


def page_text(document: Any, number: int) -> str:
    """Text of a page (from 0) as pdfium reads it, "" where it cannot."""
    try:
        page = document[number]
        text = page.get_textpage()
        words = str(text.get_text_bounded())
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def iso_date(value: str) -> str:
    """A PDF date ("D:20210424145222+07'00'") in ISO 8601, as precise as it is; "" for anything else."""
    found = _DATE.match(value.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, zulu, sign, zone, zone_minute = found.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not hour:
        return date
    offset = "+00:00" if zulu else f"{sign}{zone}:{zone_minute or '00'}" if sign else ""
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{offset}"
