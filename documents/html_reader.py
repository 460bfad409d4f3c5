"""Reads a parsed page into drafts: in reading order, each with its shape and its part of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.blocks import Draft, count_letters, fold
from documents.facts import Shape, Zone
from documents.html_names import opens_content
from documents.html_plan import HEADINGS, SILENT, is_layout, names_of
from documents.html_tables import read_rows
from documents.html_zones import Sofar, ZoneTeller
from documents.words import words

_BLOCKS = words("""address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul""")
_CAPTIONS = frozenset({"summary", "caption", "legend"})
_FRAMES = frozenset({"iframe", "frame", "embed", "object"})
_ICONS = re.compile(r"\bmaterial-(?:icons|symbols)")
_COPYRIGHT = re.compile(r"สงวนลิขสิทธิ์|copyright|©|all rights? reserved", re.I)
_VISITORS = re.compile(r"ผู้เยี่ยมชม|ผู้เข้าชม|ขณะนี้ออนไลน์|visitors?\b.*\d", re.I)
_COUNTER_CHARACTERS = 120


@dataclass(slots=True)
class _State:
    """What holds inside one element and is put back at its end."""

    element: Any
    zone: Zone
    shape: Shape
    level: int
    in_content: bool


@dataclass(slots=True)
class Reader:
    """One reading of one page."""

    teller: ZoneTeller
    drafts: list[Draft] = field(default_factory=list)
    pictures: int = 0
    """Pictures in the content."""
    frames: int = 0
    """Frames and embedded objects in the content."""
    _stack: list[_State] = field(default_factory=list)
    _now: _State = field(default_factory=lambda: _State(None, Zone.MAIN, Shape.TEXT, 0, False))
    _pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _links: int = 0
    _alts: list[Draft] = field(default_factory=list)
    _last_level: int = 0
    _sofar: Sofar = field(default_factory=Sofar)

    def read(self, root: Any) -> list[Draft]:
        """The drafts of a page (its root as an lxml element), in reading order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
            elif not self._start(element):
                walk.skip_subtree()
        self._flush()
        _mark_copyright(self.drafts)
        return self.drafts

    def _start(self, element: Any) -> bool:
        """Opens an element; False where its inside is not to be read."""
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            self._break(tag)
        if tag in SILENT or _ICONS.search(element.get("class", "")):
            self.frames += tag in _FRAMES and self._now.zone is Zone.MAIN
            return False
        if tag in _BLOCKS:
            self._open(element, tag)
        if tag == "img":
            self._picture(element)
        elif tag in _FRAMES:
            self.frames += self._now.zone is Zone.MAIN
        elif tag == "table" and not is_layout(element):
            self._table(element)
            return False
        self._links += tag == "a"
        if tag == "pre":
            self._lines(element.text)
        else:
            self._text(element.text)
        return True

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._break(tag)
        self._links -= tag == "a" and self._links > 0
        if self._now.element is element:
            self._now = self._stack.pop()
        self._text(element.tail)

    def _break(self, tag: str) -> None:
        """Ends the run of text; a line break inside a heading is a space."""
        if tag == "br" and self._now.shape is Shape.HEADING:
            self._pieces.append(" ")
        else:
            self._flush()

    def _open(self, element: Any, tag: str) -> None:
        names, role = names_of(element), element.get("role", "")
        before = self._now
        zone = self.teller.tell(element, names, (before.zone, before.in_content), self._sofar)
        shape, level = self._shape(element, tag, role)
        content = before.in_content or opens_content(tag, role, names)
        now = _State(element, zone, shape, level, content)
        if (zone, shape, level, content) != (before.zone, before.shape, before.level, before.in_content):
            self._stack.append(before)
            self._now = now

    def _shape(self, element: Any, tag: str, role: str) -> tuple[Shape, int]:
        level = HEADINGS.get(tag, 0)
        if role == "heading":
            given = element.get("aria-level") or "2"
            level = min(int(given), 6) if given.isdecimal() and int(given) else 2
        elif tag in _CAPTIONS:
            level = min(self._last_level + 1, 6)
        if not level:
            return self._now.shape, self._now.level
        self._sofar.heads += HEADINGS.get(tag, 9) <= 3 and self._now.zone is Zone.MAIN
        if tag not in _CAPTIONS:
            self._last_level = level
        return Shape.HEADING, level

    def _text(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._links and not text.isspace():
            self._linked += count_letters(text)

    def _lines(self, text: str | None) -> None:
        for line in (text or "").splitlines():
            self._text(line)
            self._flush()

    def _flush(self) -> None:
        if self._pieces:
            text = fold("".join(self._pieces))
            if text:
                self._keep(text)
            self._pieces.clear()
            self._linked = 0
        if self._alts:
            self.drafts += self._alts
            self._alts = []

    def _keep(self, text: str) -> None:
        now = self._now
        zone = now.zone
        if (
            zone is Zone.MAIN
            and len(text) <= _COUNTER_CHARACTERS
            and _VISITORS.search(text)
            and not self._links
        ):
            zone = Zone.FOOT
        letters = self._count(text, zone)
        self.drafts.append(Draft(text, now.shape, zone, now.level, None, min(self._linked, letters)))

    def _count(self, text: str, zone: Zone) -> int:
        letters = count_letters(text)
        self._sofar.letters += letters
        self._sofar.main += letters if zone is Zone.MAIN else 0
        return letters

    def _picture(self, element: Any) -> None:
        self.pictures += self._now.zone is Zone.MAIN
        alt = fold(element.get("alt") or "")
        if alt:
            linked = count_letters(alt) if self._links else 0
            self._alts.append(Draft(alt, Shape.ALT, self._now.zone, 0, None, linked))

    def _table(self, table: Any) -> None:
        caption = table.find("caption")
        if caption is not None:
            text = fold("".join(caption.itertext()))
            self.drafts += (
                [Draft(text, Shape.HEADING, self._now.zone, min(self._last_level + 1, 6))] if text else []
            )
        for row in read_rows(table):
            letters = self._count(row.text, self._now.zone)
            self.drafts.append(Draft(row.text, Shape.ROW, self._now.zone, 0, None, min(row.links, letters)))
        for picture in table.iter("img"):
            self._picture(picture)
        self.frames += sum(self._now.zone is Zone.MAIN for _ in table.iter(*_FRAMES))


def _mark_copyright(drafts: list[Draft]) -> None:
    """A line of copyright near the end, and what follows it, is the foot of the page."""
    main = [draft for draft in drafts if draft.zone is Zone.MAIN]
    for index, draft in enumerate(main[-6:], start=max(0, len(main) - 6)):
        if index and draft.shape is Shape.TEXT and _COPYRIGHT.search(draft.text):
            for late in main[index:]:
                late.zone = Zone.FOOT
            return
