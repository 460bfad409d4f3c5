"""From drafts to blocks: the one place where a document's words are normalised and measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from documents.facts import Block, PageHealth, Shape, Zone
from documents.health import measure
from documents.sara_am import restore
from thai.text import normalise, normalise_counted

BLOCK_CHARACTERS = 20_000
"""Longer runs of text are cut into several blocks."""
TEXT_CHARACTERS = 8_000_000
"""What is kept of one document; more sets `Facts.truncated`."""

_LINKED = 0.8
"""With so large a share of its letters in links a block names other pages."""
_ENOUGH = 300
"""With so many letters of its own a page is judged by them."""
_NO_TEXT = frozenset({Shape.TITLE, Shape.ALT})
# Control characters never reach a block: they are counted in the health and cannot stand in XML or a terminal.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Draft:
    """A block as its format gives it: verbatim words, white space folded later."""

    text: str
    shape: Shape = Shape.TEXT
    zone: Zone = Zone.MAIN
    level: int = 0
    page: int | None = None
    links: int = 0
    ocr: int | None = None
    """Confidence in percent of what OCR read."""
    raw: str | None = None
    """The verbatim words where `text` has some of them replaced."""


def fold(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def count_letters(text: str) -> int:
    """Visible characters of a text."""
    return sum(map(len, text.split()))


def clean(text: str) -> str:
    """A short text (a title, a name) as one normalised line without control characters."""
    return fold(normalise(_CONTROLS.sub("", text)))


def settle(drafts: Iterable[Draft]) -> tuple[list[Block], int]:
    """Blocks in the same order, empty ones left out, and the number of places mended by rule."""
    kept = list(_pieces(drafts))
    texts, mended = _normalised([draft.text for draft in kept])
    blocks = [_block(draft, text) for draft, text in zip(kept, texts, strict=True) if text]
    return blocks, mended


def settle_page(drafts: Iterable[Draft], pictures: int = 0) -> tuple[list[Block], PageHealth]:
    """Blocks and health of one page: of its content, without menus, foot, title and what stands about pictures.

    The health is that of the text as it is; the blocks have a lost or swapped ำ put right.
    """
    given = list(drafts)
    kept = list(_pieces(given))
    texts, mended = _normalised([draft.text for draft in kept])
    counts = _counted(given)
    raw = "\n".join(draft.text for draft in given if counts(draft))
    text = "\n".join(text for draft, text in zip(kept, texts, strict=True) if text and counts(draft))
    health = measure(raw, text, repaired=mended, pictures=pictures)
    texts, restored = restore(texts)
    blocks = [_block(draft, text) for draft, text in zip(kept, texts, strict=True) if text]
    return blocks, health.model_copy(update={"restored": restored}) if restored else health


def _counted(drafts: Iterable[Draft]) -> Callable[[Draft], bool]:
    """Which drafts are counted for the health of a page: its content, and of that what is no list of links.

    The captions of a menu that nothing marks as one come out right where the text beside them has lost its marks. A
    page that is hardly more than links is counted as a whole.
    """
    own = sum(count_letters(draft.text) for draft in drafts if _is_content(draft) and not _is_linked(draft))
    return (lambda draft: _is_content(draft) and not _is_linked(draft)) if own >= _ENOUGH else _is_content


def _is_content(draft: Draft) -> bool:
    return draft.zone is Zone.MAIN and draft.shape not in _NO_TEXT


def _is_linked(draft: Draft) -> bool:
    return draft.links > 0 and draft.links >= _LINKED * count_letters(draft.text)


def _pieces(drafts: Iterable[Draft]) -> Iterable[Draft]:
    for draft in drafts:
        text = fold(_CONTROLS.sub("", draft.text))
        for start in range(0, len(text), BLOCK_CHARACTERS):
            piece = text[start : start + BLOCK_CHARACTERS]
            links = min(draft.links, len(piece))
            yield Draft(piece, draft.shape, draft.zone, draft.level, draft.page, links, draft.ocr, draft.raw)


def _normalised(lines: list[str]) -> tuple[list[str], int]:
    """Each line normalised. One call for all, because the repairs are many and most lines are short."""
    whole, mended = normalise_counted("\n".join(lines))
    parts = whole.split("\n")
    if len(parts) == len(lines):
        return parts, mended
    # A line of nothing but invisible characters vanished, and the rest moved up.
    pairs = [normalise_counted(line) for line in lines]
    return [text.replace("\n", " ") for text, _ in pairs], sum(count for _, count in pairs)


def _block(draft: Draft, text: str) -> Block:
    verbatim = draft.text if draft.raw is None else draft.raw
    return Block(
        text=text,
        shape=draft.shape,
        zone=draft.zone,
        level=draft.level,
        page=draft.page,
        links=draft.links,
        raw=None if verbatim == text else verbatim,
        ocr=draft.ocr,
    )
