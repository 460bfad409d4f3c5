"""The outline of a page for `documents.hidden`: sections of its content, menus, controls and places, in one walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.blocks import count_letters, fold
from documents.facts import Zone
from documents.hidden_words import hidden_words, parts_of, squeezed
from documents.html_names import opens_content, zone_by_names, zone_by_tag
from documents.html_plan import HEADINGS, SILENT
from documents.words import words

_FRAMES = frozenset({"iframe", "frame", "embed", "object"})
_THINGS = frozenset({"video", "audio", "canvas", "input", "textarea", "select", "svg"})
_PLACES = frozenset({"div", "ul", "ol", "section", "tbody", "table", "article", "dl", "main", "span", "p"})
_PLACE_NAMES = words(
    "list table data content contents result results items docs documents files container body view outlet rows app"
    " loading spinner skeleton placeholder grid feed panel"
)
_MENU_NAMES = words("nav menu menus navbar navigation mainmenu topmenu sidemenu mainnav topnav")
_CONTROL_TAGS = frozenset({"button", "summary", "details"})
_CONTROL_NAMES = words(
    "onclick @click v-on:click x-on:click ng-click (click) hx-get data-hx-get data-toggle data-bs-toggle data-target"
    " data-bs-target aria-controls data-url data-href data-remote data-ajax data-load data-source data-tab"
)
_FILLED_FROM = (
    "data-src",
    "data-url",
    "data-source",
    "data-ajax",
    "data-load",
    "data-remote",
    "data-href",
    "hx-get",
)
_PICTURE = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif")
_PANE = ("accordion", "panel", "collapse", "tab", "fold", "pane", "tabpanel")
_ZONELESS = words(
    "html body head a span b i em strong p li tr td th tbody thead br img label option button h1 h2 h3 h4 h5 h6 script"
    " style"
)
"""Elements that open no part of a page by themselves."""
_EMPTY_LETTERS = 2
_LONGEST_LOADING = 24


@dataclass(slots=True)
class Section:
    """What stands under one heading, up to the next."""

    heading: str = ""
    letters: int = 0
    things: int = 0
    """Links, pictures, frames, fields: content without letters."""
    places: int = 0
    waiting: int = 0
    """Of the places those that say themselves that they wait: by a word, or by the address of what fills them."""
    loading: bool = False


@dataclass(slots=True)
class Outline:
    """One page."""

    root: Any
    letters: int = 0
    main_letters: int = 0
    """Of the content, without headings."""
    main_links: int = 0
    menu_links: int = 0
    pictures: int = 0
    """In the content, like frames."""
    frames: int = 0
    asks: bool = False
    """The content has fields to fill in."""
    sections: list[Section] = field(default_factory=lambda: [Section()])
    menus: list[Any] = field(default_factory=list)
    candidates: list[tuple[Any, bool, str]] = field(default_factory=list)
    """Elements that may open something, whether they stand in the content, and the heading above."""
    ids: dict[str, Any] = field(default_factory=dict)

    def text(self, element: Any) -> str:
        """The words of an element as one line, without scripts."""
        return fold(" ".join(_said(element)))

    def links_in(self, element: Any) -> int:
        """Links with an address in an element."""
        return sum(1 for link in element.iter("a") if has_target(link))

    def is_empty(self, element: Any) -> bool:
        """Whether nothing stands in an element: no letters, links, pictures, frames or fields."""
        said = ""
        for piece in _said(element):
            said += squeezed(piece)
            if len(said) > _LONGEST_LOADING:
                return False
        for inner in element.iter():
            tag = inner.tag
            if tag == "img" or tag in _FRAMES or tag in _THINGS or (tag == "a" and has_target(inner)):
                return False
        return len(said) < _EMPTY_LETTERS or is_loading(said)


def is_loading(said: str) -> bool:
    """Whether squeezed words say no more than that something is being loaded, whatever it is."""
    return len(said) <= _LONGEST_LOADING and said.startswith(tuple(hidden_words().loading))


def has_target(link: Any) -> bool:
    """Whether a link leads to another address."""
    href = (link.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))


def _said(element: Any) -> Iterator[str]:
    """The pieces of text of an element, without those of scripts and other silent elements in it."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SILENT:
            yield from _said(child)
        if child.tail:
            yield child.tail


def outline_of(root: Any) -> Outline:
    """The outline of a parsed page (an lxml element)."""
    outline = Outline(root)
    _Walk(outline).walk()
    return outline


@dataclass(slots=True)
class _Walk:
    outline: Outline
    stack: list[tuple[Any, Zone, bool, bool]] = field(default_factory=list)
    """Element, its zone, whether it stands in the content by its own word, whether in a heading."""

    def walk(self) -> None:
        walk = etree.iterwalk(self.outline.root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self.stack.pop()
                self._text(element.tail)
                continue
            zone, content, heading = self.stack[-1][1:] if self.stack else (Zone.MAIN, False, False)
            zone, content = _zone(element, zone, content)
            self.stack.append((element, zone, content, heading or element.tag in HEADINGS))
            if not isinstance(element.tag, str) or element.tag in SILENT:
                self._silent(element, zone)
                walk.skip_subtree()
            else:
                self._start(element, zone)

    def _start(self, element: Any, zone: Zone) -> None:
        outline, tag = self.outline, element.tag
        section = outline.sections[-1]
        if (name := element.get("id")) is not None:
            outline.ids.setdefault(name, element)
        if tag in HEADINGS and zone is Zone.MAIN:
            outline.sections.append(Section(outline.text(element)))
        elif tag == "a" and has_target(element):
            outline.main_links += zone is Zone.MAIN
            outline.menu_links += zone is Zone.MENU
            section.things += 1
        elif tag == "img":
            outline.pictures += zone is Zone.MAIN
            section.things += 1
        elif tag in _THINGS:
            outline.asks = outline.asks or (zone is Zone.MAIN and element.get("type") != "hidden")
            section.things += 1
        elif zone is Zone.MAIN and _is_place(element) and outline.is_empty(element):
            section.places += 1
            # What waits before anything is said covers the page while it loads.
            said = section.heading or section.letters
            section.waiting += bool(said and (squeezed(outline.text(element)) or _is_filled_from(element)))
        if _may_open(element):
            outline.candidates.append((element, zone is Zone.MAIN, section.heading))
        if _is_menu(element):
            outline.menus.append(element)
        self._text(element.text)

    def _silent(self, element: Any, zone: Zone) -> None:
        section = self.outline.sections[-1]
        if element.tag in _FRAMES and zone is Zone.MAIN:
            self.outline.frames += 1
            section.things += 1
        elif element.tag in _THINGS:
            section.things += 1
            self.outline.asks = self.outline.asks or zone is Zone.MAIN

    def _text(self, text: str | None) -> None:
        if not text or text.isspace() or not self.stack:
            return
        letters = count_letters(text)
        _, zone, _, heading = self.stack[-1]
        self.outline.letters += letters
        if zone is not Zone.MAIN or heading:
            return
        section = self.outline.sections[-1]
        if is_loading(squeezed(text)):
            section.loading = True
            return
        section.letters += letters
        self.outline.main_letters += letters


def _zone(element: Any, zone: Zone, content: bool) -> tuple[Zone, bool]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _ZONELESS:
        return zone, content
    if not element.attrib:
        return (
            (Zone.MAIN, True)
            if tag in ("main", "article")
            else (zone_by_tag(tag, "", content) or zone, content)
        )
    names, role = f"{element.get('class') or ''} {element.get('id') or ''}".strip(), element.get("role") or ""
    if opens_content(tag, role, names):
        return Zone.MAIN, True
    told = zone_by_tag(tag, role, content)
    if told is None and names and tag not in HEADINGS:
        told = zone_by_names(names, content)
    return told or zone, content


def names_in(element: Any) -> frozenset[str]:
    """The words of class and id of an element."""
    return parts_of(f"{element.get('class') or ''} {element.get('id') or ''}")


def _is_place(element: Any) -> bool:
    tag = element.tag
    if "-" in tag:
        return True
    if tag not in _PLACES:
        return False
    if tag == "tbody":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    idle = hidden_words().idle_places
    if any(name in idle for name in names) or names_in(element) & idle:
        return False
    filled = any(name.startswith("data-") for name in element.keys())  # noqa: SIM118 (an lxml element)
    return bool(element.get("id")) or filled or bool(names_in(element) & _PLACE_NAMES)


def _is_filled_from(element: Any) -> bool:
    """Whether a place names the address of its content (of a picture in the background it is none)."""
    named = (element.get(name) or "" for name in _FILLED_FROM)
    return any(address.strip("# ") and not address.lower().endswith(_PICTURE) for address in named)


def _is_menu(element: Any) -> bool:
    if element.tag == "nav" or element.get("role") == "navigation":
        return not names_in(element) & {"breadcrumb", "pagination", "mobile", "social", "toc"}
    return element.tag in ("ul", "div") and bool(names_in(element) & _MENU_NAMES)


def _may_open(element: Any) -> bool:
    if element.tag in _CONTROL_TAGS:
        return True
    if not element.attrib:
        return False
    if element.tag == "a" and not has_target(element):
        return True
    if element.get("role") in ("tab", "button", "tabpanel") or not _CONTROL_NAMES.isdisjoint(element.keys()):
        return True
    return is_pane(element)


def is_pane(element: Any) -> bool:
    """Whether an element is by its names the inside of a fold or a tab."""
    if element.tag not in ("div", "section", "dd", "ul", "p") or not (
        element.get("class") or element.get("role")
    ):
        return False
    parts = parts_of(element.get("class") or "")
    inside = parts & {"body", "content", "pane", "panel", "collapse", "inner"}
    return element.get("role") == "tabpanel" or bool(inside and parts & set(_PANE))
