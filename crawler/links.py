"""The links of a page, each with the words around it that tell a reader what it leads to.

On the sites in question a link says "click here" or "download" as often as not; what it leads to stands in the
table row, the list item or the heading above. All of that is kept as it stands, white space folded, cut at
`CONTEXT` characters. The page is walked once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from crawler import targets
from crawler.tables import Table, words
from crawler.wording import CONTEXT, Wording, without
from documents.hidden import find_hidden
from documents.html_names import opens_content, zone_by_names, zone_by_tag
from documents.html_tame import tame
from evidence.encoding import charset_of, decode_html
from evidence.records import Link, LinkKind, Zone

MOST_BYTES = 5 * 1024 * 1024
"""Of one page that are read for links."""
MOST_LINKS = 5000
"""Links of one page that are read; a page with more is a machine's output."""

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "dt"])
_BOLD = frozenset(["b", "strong"])
_ITEMS = frozenset(["li", "dd", "p", "figure", "blockquote"])
_BLOCKS = re.findall(
    r"\w+",
    "address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hr legend li main nav ol option p section summary table td th tr ul",
)
_SILENT = ("script", "style", "template", "noscript")
_CARD = re.compile(
    r"(?:^|[\s_-])(?:card|item|box|media|accordion|panel)(?:[-_]?(?:body|content|item|inner))?(?=$|\s)", re.I
)
_HEAD_NAME = re.compile(
    r"(?:^|\s)(?:panel|card|accordion|box|section)-(?:heading|header|title|button)(?=$|\s)", re.I
)
_SCRIPT_GOES = re.compile(
    r"(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"'\s]+)[\"'](?!\s*\+)"  # an address that a script goes on with is none
)
_UNSETTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the parser gives out as text and does not take back."""
_ENOUGH_LINKS = 3
_TINY = 60


@dataclass(frozen=True, slots=True)
class Page:
    """What the crawler needs to know of a page."""

    links: list[Link]
    letters: int
    """Visible characters of its text, without white space."""
    hides: bool = False
    """Whether a browser would show more than the HTML holds."""

    @property
    def is_bare(self) -> bool:
        """Whether it holds neither text nor links."""
        return not self.letters and not any(link.target for link in self.links)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on the page the walk stands."""

    zone: Zone = Zone.MAIN
    in_content: bool = False
    items: tuple[Any, ...] = ()
    """List items, paragraphs and cards around, the innermost last."""
    table: Table | None = None
    row: Any = None
    cell: Any = None
    heading: str | None = None
    """Inside a heading: the one before it, for a heading is no context of itself."""


def read_page(url: str, body: bytes, content_type: str = "") -> Page:
    """The links and the amount of text of an HTML page. Never raises: what cannot be parsed has no links.

    Args:
        url: canonical address of the page.
        body: after transfer and content decoding.
        content_type: the Content-Type header.
    """
    text, encoding = decode_html(body[:MOST_BYTES], charset_of(content_type))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(tame(text.replace("\0", "")).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return Page([], 0)
    return Page([], 0) if root is None else _Walk(url, encoding, root).page()


@dataclass(slots=True)
class _Walk:
    """One walk over one page."""

    url: str
    encoding: str
    root: Any
    base: str = ""
    headings: dict[Zone, str] = field(default_factory=dict)
    wording: Wording = field(default_factory=Wording)
    links: list[Link] = field(default_factory=list)

    def page(self) -> Page:
        self.base = targets.base_of(self.url, self.root)
        hides = bool(find_hidden(self.root))
        scripts = [s.text or "" for s in self.root.iter("script") if not s.get("src")]
        etree.strip_elements(self.root, *_SILENT, with_tail=False)
        for element in self.root.iter(*_BLOCKS):
            # So that two cells or two lines do not run together when their text is read in one go.
            element.text = " " + _UNSETTABLE.sub(" ", element.text or "")
            element.tail = " " + _UNSETTABLE.sub(" ", element.tail or "")
        self._walk()
        if sum(1 for link in self.links if link.target) < _ENOUGH_LINKS:
            self._script_redirects(scripts)
        bodies = self.root.find("body")
        shown = words(self.root if bodies is None else bodies)
        return Page(self.links, len(shown) - shown.count(" "), hides)

    def _walk(self) -> None:
        stack: list[tuple[Any, _Place]] = [(self.root, _Place())]
        while stack and len(self.links) < MOST_LINKS:
            element, outer = stack.pop()
            if not isinstance(element.tag, str):
                continue
            place = self._entered(element, outer)
            if element.attrib:
                self._read(element, place)
            stack.extend((child, place) for child in reversed(element))

    def _entered(self, element: Any, place: _Place) -> _Place:
        """The place inside an element."""
        tag = element.tag
        names = f"{element.get('class') or ''} {element.get('id') or ''}".strip() if element.attrib else ""
        place = self._zoned(element, tag, names, place)
        if (
            tag in _HEADINGS
            or (names and _HEAD_NAME.search(names))
            or (tag in _BOLD and place.table is None and self.wording.is_bold_line(element))
        ):
            return self._headed(element, place)
        if tag == "table":
            table = Table.of(element)
            return replace(place, table=table, row=None, cell=None, items=() if table else place.items)
        if tag == "tr":
            return replace(place, row=element, cell=None)
        if tag in ("td", "th"):
            return replace(place, cell=element)
        if tag in _ITEMS or (tag == "div" and names and _CARD.search(names)):
            return replace(place, items=(*place.items, element))
        return place

    def _zoned(self, element: Any, tag: str, names: str, place: _Place) -> _Place:
        if tag in ("html", "body"):
            return place
        role = element.get("role") or "" if element.attrib else ""
        if opens_content(tag, role, names):
            return replace(place, in_content=True)
        found = zone_by_tag(tag, role, place.in_content)
        if found is None and names:
            found = zone_by_names(names, place.in_content)
        if found is None or found.value == place.zone.value:
            return place
        return replace(place, zone=Zone(found.value))

    def _headed(self, element: Any, place: _Place) -> _Place:
        before = self.headings.get(place.zone, "")
        text = self.wording.of(element)
        if text and len(text) <= CONTEXT:
            self.headings[place.zone] = text
        return replace(place, heading=before if place.heading is None else place.heading)

    def _read(self, element: Any, place: _Place) -> None:
        """The links that an element makes."""
        for kind, raw in targets.of(element):
            target = targets.resolved(raw, self.base, self.encoding)
            if kind is LinkKind.IMAGE and (place.zone is not Zone.MAIN or not target or _is_tiny(element)):
                continue
            self._add(element, place, kind, raw, target)
            for inner in targets.shown_inside(target) if target else ():
                self._add(element, place, LinkKind.FRAME, inner, targets.resolved(inner, target, "utf-8"))

    def _add(self, element: Any, place: _Place, kind: LinkKind, raw: str, target: str) -> None:
        text = self.wording.label(element, kind)
        heading = self.headings.get(place.zone, "") if place.heading is None else place.heading
        row, column = "", ""
        if place.table is not None and place.row is not None:
            row = without(place.table.row(place.row), text)
            column = place.table.column(place.cell)
        link = Link.model_construct(
            source=self.url, target=target, raw=raw[:2000], kind=kind, text=text, row=row[:CONTEXT],
            column=column[:CONTEXT], heading=heading[:CONTEXT], item=self._item(element, place, text)[:CONTEXT],
            zone=place.zone, order=len(self.links),
        )  # fmt: skip
        self.links.append(link)

    def _item(self, element: Any, place: _Place, text: str) -> str:
        """The item around a link; a bare link outside the menus takes the line above."""
        found = self.wording.item(place.items, text)
        if found or place.zone is not Zone.MAIN or place.row is not None:
            return found
        return self.wording.line_above(place.items[-1] if place.items else element)

    def _script_redirects(self, scripts: list[str]) -> None:
        """A page of hardly any links whose script goes elsewhere is a signpost."""
        for match in (m for script in scripts for m in _SCRIPT_GOES.finditer(script)):
            target = targets.resolved(match.group(1), self.base, self.encoding)
            if target and target != self.url:
                self._add(self.root, _Place(), LinkKind.REDIRECT, match.group(1), target)


def _is_tiny(element: Any) -> bool:
    """Whether a picture is an icon by its own attributes."""
    sizes = [element.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdigit() and int(size) < _TINY for size in sizes)
