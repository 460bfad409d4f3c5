"""Which words of a source may say what time it speaks of: its own, and not those of the page's frame around it.

A header clock, a visitor counter, a news ticker, a copyright line or the menu above the title say what day it was on the
site. They stand in the main part of pages that mark no parts, and made old content look new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.facts import Block, Kind, Shape
from thai.text import squeeze_normalised
from validators.furniture import framed
from validators.view import Passage, Source, is_link_block

SURE_OCR = 85
"""Percent of confidence from which what OCR read says a time as text does. (Thai digits never come out of OCR here.)"""

TITLE_LETTERS = 8
"""Least letters of a page's title, squeezed, by which the place where the page's own text begins is known."""

NAMING_LETTERS = 200
LEFT = 0.5
"""Share of the letters that must stand behind that place: a title repeated at the foot is no beginning."""

_SEGMENTS = re.compile(r"\s*(?:\||::|»|–| - )\s*")


@dataclass(frozen=True)
class Timely:
    """The words of a passage, sorted by what they can say of its time."""

    blocks: tuple[Block, ...]
    """Its own blocks, without those that are nothing but links."""
    text: str
    """Their words, rows of tables included."""
    rows: str
    """The rows among them."""
    frame: str
    """The words of the page's frame: they say when the page was touched or looked at, and no more."""
    doubtful: str
    """What OCR read too unsurely."""


def telling(block: Block) -> bool:
    """Whether a block may say a time: text that stands there as text, or that OCR was sure of."""
    return block.ocr is None or block.ocr >= SURE_OCR


def sure_caption(passage: Passage) -> str:
    """A passage's caption without lines that OCR read unsurely."""
    unsure = {block.text for block in passage.blocks if not telling(block)}
    if not unsure:
        return passage.caption
    return "\n".join(line for line in passage.caption.split("\n") if line not in unsure)


def timely(source: Source, passage: Passage, longest: int) -> Timely:
    """The words of a passage by what they can say of its time; no more than `longest` letters of each kind."""
    doubtful = [b for b in passage.blocks if not telling(b)]
    blocks = [b for b in passage.blocks if telling(b)]
    around: list[Block] = []
    if source.facts is not None and source.facts.kind is Kind.HTML:
        blocks, around = _own(source, passage, blocks)
    own = [b for b in blocks if not is_link_block(b)]
    return Timely(
        tuple(own),
        _joined(own, longest),
        _joined([b for b in own if b.shape is Shape.ROW], longest),
        _joined(around, longest),
        _joined(doubtful, longest),
    )


def _joined(blocks: Sequence[Block], longest: int) -> str:
    return "\n".join(block.text for block in blocks)[:longest]


def _own(source: Source, passage: Passage, blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks that are the page's own, and those of its frame."""
    start = _beginning(source, blocks) if passage.whole else 0
    titles = [b for b in blocks[:start] if b.shape is Shape.TITLE]
    own, around = list(titles), [b for b in blocks[:start] if b.shape is not Shape.TITLE]
    for block, is_frame in framed(blocks[start:], source.frame):
        (around if is_frame else own).append(block)
    return own, around


def _beginning(source: Source, blocks: Sequence[Block]) -> int:
    """Where the page's own text begins: at the first block that repeats its title."""
    assert source.facts is not None
    segments = [squeeze_normalised(part) for part in _SEGMENTS.split(source.facts.title)]
    longest = max((s for s in segments if len(s) >= TITLE_LETTERS), key=len, default="")
    names = [s for s in segments if len(s) >= TITLE_LETTERS] if longest else []
    for place, block in enumerate(blocks):
        if (
            block.shape in (Shape.TITLE, Shape.ALT)
            or is_link_block(block)
            or len(block.text) > NAMING_LETTERS
        ):
            continue
        letters = squeeze_normalised(block.text)
        if any(name in letters for name in names):
            behind = sum(len(b.text) for b in blocks[place:])
            return place if behind >= LEFT * sum(len(b.text) for b in blocks) else 0
    return 0
