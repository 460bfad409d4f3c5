"""Boxes and lines of a page's frame that stand in its main part: counters, tickers, copyright, latest news."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from documents.facts import Block, Shape

FRAME_LETTERS = 300
"""A longer block that holds a word of the frame is a text that speaks of it."""

BEFORE_A_BOX = 120
"""Letters of a page's own that stand before a box of its frame; a page that begins with "latest news" is about them."""


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)


def framed(blocks: Sequence[Block], words: tuple[str, ...]) -> Iterator[tuple[Block, bool]]:
    """Each block with whether it is of the frame: by its own words, or by the heading of the box that it stands in."""
    pattern = _pattern(words)
    inside = letters = 0
    for block in blocks:
        heading = block.shape is Shape.HEADING
        if heading and inside and block.level <= inside:
            inside = 0
        says = (
            block.shape is not Shape.TITLE
            and len(block.text) <= FRAME_LETTERS
            and bool(pattern.search(block.text))
        )
        if heading:
            says = says and letters >= BEFORE_A_BOX
            inside = inside or (block.level if says else 0)
        elif block.shape in (Shape.TEXT, Shape.ROW) and not says and not inside:
            letters += len(block.text) - block.links
        yield block, says or bool(inside)
