"""Reads a parsed page into drafts: in reading order, each with its shape and its part of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.blocks import Draft, count_letters, fold
from documents.facts import Shape, Zone
from documents.html_forms import is_search_box
from documents.html_names import opens_content, zone_by_names, zone_by_tag
from documents.html_plan import (
    HEADINGS,
    SILENT,
    UNNAMED,
    Plan,
    Weight,
    is_layout,
    is_link_list,
    is_menu_cell,
    names_of,
)
from documents.html_tables import read_rows
from documents.words import words

_BLOCKS = words("""address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul""")
_CAPTIONS = frozenset({"summary", "caption", "legend"})
_LISTS = words("ul ol div p dl table center section")
_FRAMES = frozenset({"iframe", "frame", "embed", "object"})
_ICONS = re.compile(r"\bmaterial-(?:icons|symbols)")
_COOKIES = re.compile(r"cookie|consent|gdpr", re.I)
_COPYRIGHT = re.compile(r"สงวนลิขสิทธิ์|copyright|©|all rights? reserved", re.I)
_VISITORS = re.compile(r"ผู้เยี่ยมชม|ผู้เข้าชม|ขณะนี้ออนไลน์|visitors?\b.*\d", re.I)
_COUNTER_CHARACTERS = 120
_BEFORE_MENU = 80
"""So many letters of content before it, and an unnamed list of links is no menu at the head of the page."""
_END_SHARE = 0.9
_MOST = 0.5
_MUCH = 400


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
    """One reading of one page. With `named` off only tags and roles tell menus from content."""

    plan: Plan
    named: bool = True
    drafts: list[Draft] = field(default_factory=list)
    pictures: int = 0
    """Pictures in the content."""
    frames: int = 0
    """Frames and embedded objects in the content."""
    _page: Weight = field(default_factory=Weight)
    _stack: list[_State] = field(default_factory=list)
    _now: _State = field(default_factory=lambda: _State(None, Zone.MAIN, Shape.TEXT, 0, False))
    _pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _links: int = 0
    _alts: list[Draft] = field(default_factory=list)
    _heads: int = 0
    _last_level: int = 0
    _main: int = 0
    _seen: int = 0

    def read(self, root: Any) -> list[Draft]:
        """The drafts of a page (its root as an lxml element), in reading order."""
        self._page = self.plan.of(root)
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
        zone = self._zone(element, tag, names, role)
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
        self._heads += HEADINGS.get(tag, 9) <= 3 and self._now.zone is Zone.MAIN
        if tag not in _CAPTIONS:
            self._last_level = level
        return Shape.HEADING, level

    def _zone(self, element: Any, tag: str, names: str, role: str) -> Zone:
        now = self._now
        if tag == "main" or role == "main":
            return Zone.MAIN
        if now.zone is not Zone.MAIN:
            return Zone.MAIN if self._is_page_title(element, tag) else now.zone
        weight = self.plan.of(element)
        if weight.content:
            return now.zone
        told = zone_by_tag(tag, role, now.in_content)
        if told is None and self.named:
            told = self._zone_by_signs(element, tag, names, weight)
        return told or now.zone

    def _is_page_title(self, element: Any, tag: str) -> bool:
        """The only title of a page belongs to its content, also where the page head holds it."""
        return (
            tag == "h1"
            and self.plan.titles == 1
            and next(element.iterancestors("nav", "aside", "footer"), None) is None
        )

    def _zone_by_signs(self, element: Any, tag: str, names: str, weight: Weight) -> Zone | None:
        told = None if tag in UNNAMED or names == " " else zone_by_names(names, self._now.in_content)
        if told is Zone.MENU and self._is_most(weight) and not _COOKIES.search(names):
            told = None
        if told is not None or self._now.in_content:
            return told
        if tag == "address" and self._seen >= _END_SHARE * self._page.letters and self._main >= _BEFORE_MENU:
            return Zone.FOOT
        if tag in {"td", "form"}:
            is_menu = (
                is_menu_cell(self.plan, element) if tag == "td" else self._is_search_box(element, weight)
            )
            return Zone.MENU if is_menu else None
        return Zone.MENU if tag in _LISTS and self._is_head_menu(weight) else None

    def _is_most(self, weight: Weight) -> bool:
        """Whether an element holds so much of the page's plain words that it cannot be a mere menu."""
        return weight.plain >= _MUCH and weight.density < _MOST and weight.plain > _MOST * self._page.plain

    def _is_search_box(self, form: Any, weight: Weight) -> bool:
        return weight.letters <= _BEFORE_MENU and is_search_box(form)

    def _is_head_menu(self, weight: Weight) -> bool:
        before_content = self._main < _BEFORE_MENU and self._heads == 0
        return before_content and is_link_list(weight) and self._page.heads > 0

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
        letters = count_letters(text)
        self._seen += letters
        self._main += letters if zone is Zone.MAIN else 0
        self.drafts.append(Draft(text, now.shape, zone, now.level, None, min(self._linked, letters)))

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
            letters = count_letters(row.text)
            self._seen += letters
            self._main += letters if self._now.zone is Zone.MAIN else 0
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
