"""Words in scans and pictures, added to a document's facts where it has none of its own.

What OCR reads helps to *find* a document; it makes none readable: the counts of health stay those of the text layer.
Tesseract's Thai models do not know ๔ ๖ ๗ ๘ ๙ (๒๕๖๙ comes out as ๒๕๒๕, at high confidence), so a number with a Thai
digit in it is replaced by `HIDDEN`, and no year, number or date can be read from it; `Block.raw` keeps it for the quote.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from documents import limits, tesseract, tools
from documents.blocks import Draft, settle
from documents.facts import Block, Facts, Kind, Shape
from documents.legibility import wants_ocr
from documents.office_pictures import office_pictures

HIDDEN = "▢"
"""Stands for a number that OCR read in Thai digits."""
NOT_READ = "ocr: not read"
"""How a note begins on facts that lack the words of a picture or scan; the name of an archive's member may stand before it."""
NOT_INSTALLED = f"{NOT_READ}, tesseract with its model of the Thai script is not installed"
OUT_OF_BUDGET = f"{NOT_READ}, the run's time for OCR was used up"

_NUMBER = re.compile(r"[0-9๐-๙]+(?:[ .,:/–-]{1,2}[0-9๐-๙]+)*")
_THAI_DIGIT = re.compile("[๐-๙]")
_THAI_LETTER = re.compile("[\u0e01-\u0e4e]")
_LEAST_THAI = 8
"""A picture in which fewer Thai letters are found, and no Latin prose either, shows no text: a photograph, a logo."""
_LEAST_LETTERS = 80
_SIZE = re.compile(r"(\d+) × (\d+) pixels")
_LEAST_SIDE = 120
_LEAST_PIXELS = 120_000
"""A smaller picture is a button, an emblem or a portrait."""
_UNKNOWN_TYPES = frozenset({"image/svg+xml", "image/avif", "image/heic", "image/heif"})
"""Pictures that tesseract cannot open."""
_PAGE_DPI = 300
_LONG_SIDE = 3508
"""An A4 page at 300 dots an inch; other pages are drawn so that their long side has so many dots."""
_SMALLER = 2480
"""The second try, where the first has lines read with little confidence: a letter misread at one size is not at another."""
_PAGE_INCHES = 8.27
_PAGE_BYTES = 60_000_000


@dataclass(slots=True)
class Budget:
    """What OCR may still do for one document, the members of an archive together."""

    seconds: float = limits.OCR_SECONDS
    pages: int = limits.OCR_PAGES
    _began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left, never less than 0."""
        return max(0.0, self.seconds - (time.monotonic() - self._began))


@dataclass(slots=True)
class _Told:
    blocks: list[Block] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    unread: dict[str, list[int]] = field(default_factory=dict)
    """Pages by the reason for which they were not read."""


def with_ocr(facts: Facts, body: bytes, budget: Budget | None) -> Facts:
    """The facts with the words of those pages and pictures that have none of their own.

    Without a budget, or without tesseract, facts that would gain by it get a note that begins with `NOT_READ`.
    """
    pages = _wanting(facts)
    if not pages:
        return facts
    if budget is None or not tesseract.is_installed():
        return noted(facts, NOT_READ if budget is None else NOT_INSTALLED)
    told = _read(_picture_of(facts, body), pages, budget)
    blocks = sorted((*facts.blocks, *told.blocks), key=lambda block: block.page or 0)
    return facts.model_copy(update={"blocks": tuple(blocks), "notes": (*facts.notes, *_notes(told))})


def noted(facts: Facts, note: str) -> Facts:
    """The facts with a note on OCR in place of an earlier one that it was not done."""
    kept = (known for known in facts.notes if NOT_READ not in known)
    return facts.model_copy(update={"notes": (*kept, note)})


def is_unread(facts: Facts) -> bool:
    """Whether words in pictures were left unread that OCR could have read."""
    return any(NOT_READ in note for note in facts.notes)


def _wanting(facts: Facts) -> list[int]:
    """Pages (from 1) that OCR should read; an archive's members have been asked one by one."""
    if facts.kind is Kind.IMAGE:
        return [1] if _is_big_enough(facts) else []
    if facts.kind in {Kind.PDF, Kind.DOCX, Kind.ODT, Kind.PPTX, Kind.ODP} and not facts.encrypted:
        return [number for number, page in enumerate(facts.health, 1) if wants_ocr(page)]
    return []


def _is_big_enough(facts: Facts) -> bool:
    if facts.media_type in _UNKNOWN_TYPES:
        return False
    size = _SIZE.search(" ".join(facts.notes))
    if not size:
        return False
    width, height = int(size[1]), int(size[2])
    return min(width, height) >= _LEAST_SIDE and _LEAST_PIXELS <= width * height <= limits.OCR_PIXELS


_Picture = Callable[[int, int, float], tuple[bytes, int] | None]
"""Gives the picture of a page (from 1), its long side in dots as wanted if it can, and its dots an inch."""


def _picture_of(facts: Facts, body: bytes) -> _Picture:
    if facts.kind is Kind.PDF:
        return lambda page, side, seconds: _drawn(body, page, side, seconds)
    if facts.kind is Kind.IMAGE:
        size = _SIZE.search(" ".join(facts.notes))
        dpi = min(_PAGE_DPI, max(70, int(int(size[1]) / _PAGE_INCHES))) if size else 70
        pictures = {1: (body, dpi)}
    else:
        pictures = {page: (one, _PAGE_DPI) for page, one in office_pictures(body, facts.kind).items()}
    return lambda page, side, seconds: pictures.get(page) if side == _LONG_SIDE else None


def _drawn(body: bytes, page: int, side: int, seconds: float) -> tuple[bytes, int] | None:
    tool = shutil.which("pdftoppm")
    if tool is None:
        return None
    command = [tool, "-q", "-gray", "-scale-to", str(side), "-f", str(page), "-l", str(page), "-"]
    answer = tools.run(command, body, seconds=seconds, most=_PAGE_BYTES)
    return (answer.output, _PAGE_DPI * side // _LONG_SIDE) if answer.output and not answer.stopped else None


def _read(picture: _Picture, pages: Sequence[int], budget: Budget) -> _Told:
    told = _Told()
    for page in _chosen(pages, budget.pages):
        reading = _read_page(picture, page, _LONG_SIDE, budget)
        if reading is None:
            told.unread.setdefault("no picture could be read" if budget.left else "time", []).append(page)
            continue
        if reading.is_doubtful:
            reading = reading.better(_read_page(picture, page, _SMALLER, budget))
        budget.pages -= 1
        told.read.append(page)
        told.blocks += _blocks(reading.lines, page)
    beyond = sorted(set(pages) - set(told.read) - {page for many in told.unread.values() for page in many})
    if beyond:
        told.unread["page budget"] = beyond
    return told


def _read_page(picture: _Picture, page: int, side: int, budget: Budget) -> tesseract.Reading | None:
    """What stands on a page, None where it has no picture of that size or no time is left."""
    if not budget.left:
        return None
    drawn = picture(page, side, min(limits.OCR_PAGE_SECONDS, budget.left))
    seconds = min(limits.OCR_PAGE_SECONDS, budget.left)
    return tesseract.read_picture(*drawn, seconds) if drawn and seconds else None


def _chosen(pages: Sequence[int], most: int) -> list[int]:
    """The first pages and the last: what a document is stands at its head, and its day at its foot."""
    if len(pages) <= most:
        return list(pages)
    return [*pages[: most - 1], pages[-1]] if most > 0 else []


def _blocks(lines: Sequence[tesseract.Line], page: int) -> list[Block]:
    words = "".join(line.text for line in lines)
    if len(_THAI_LETTER.findall(words)) < _LEAST_THAI and sum(map(str.isalpha, words)) < _LEAST_LETTERS:
        return []
    drafts = [
        Draft(
            hide_thai_numbers(line.text),
            Shape.ROW if " | " in line.text else Shape.TEXT,
            page=page,
            ocr=line.confidence,
            raw=line.text,
        )
        for line in lines
    ]
    return settle(drafts)[0]


def hide_thai_numbers(text: str) -> str:
    """The text with each number that holds a Thai digit, its parts and separators together, as one `HIDDEN`."""
    return _NUMBER.sub(lambda found: HIDDEN if _THAI_DIGIT.search(found[0]) else found[0], text)


def _notes(told: _Told) -> list[str]:
    notes = [f"ocr: read on pages {_spans(told.read)}"] if told.read else []
    for reason, pages in sorted(told.unread.items()):
        notes.append(f"ocr: pages {_spans(pages)} left out, {reason}")
    return notes


def _spans(pages: Sequence[int]) -> str:
    """Pages as people write them: "1–3, 7"."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
