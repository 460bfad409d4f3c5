"""The words of one page around an element: its own, those of the item it is in, the line above."""

from __future__ import annotations

from typing import Any

from crawler.tables import words
from evidence.records import LinkKind

CONTEXT = 300
"""Longest context of a link, in characters."""

_BLOCKS = frozenset({"p", "div", "li", "dd"})
_NEAREST = 3
_HIGHEST = 100
"""Elements that are climbed from a link to its block: a page that nests without end must not cost its square."""
_ENDLESS = 50_000
"""From this many characters on an item is a page of its own, and looking through it for each of its links takes seconds."""


class Wording:
    """Texts of elements, each read once."""

    def __init__(self) -> None:
        self._texts: dict[Any, str] = {}

    def of(self, element: Any) -> str:
        """All text of an element."""
        if (text := self._texts.get(element)) is None:
            text = self._texts[element] = words(element)
        return text

    def label(self, element: Any, kind: LinkKind) -> str:
        """The words one clicks; for what has none, the words that stand for it."""
        text = "" if kind is LinkKind.FORM else self.of(element)
        if not text:
            named = [element.get(name) for name in ("aria-label", "title", "alt", "value")]
            inner = element.iter("img", "button", "input") if kind is not LinkKind.REDIRECT else ()
            pictures = (i.get("alt") or i.get("title") or i.get("value") or self.of(i) for i in inner)
            text = next((" ".join(t.split()) for t in (*named, *pictures) if t and t.strip()), "")
        return text[:CONTEXT]

    def item(self, items: tuple[Any, ...], text: str) -> str:
        """The item around a link without the link's own words, then the list items around that one."""
        parts = [self._around(item, text) for item in items[: -_NEAREST - 1 : -1]]
        return " | ".join(dict.fromkeys(part for part in parts if part))

    def line_above(self, element: Any) -> str:
        """The block before the one that holds an element, if it is plain text: a title above a bare link."""
        block = element
        for _ in range(_HIGHEST):
            if block.getparent() is None or block.tag in _BLOCKS:
                break
            block = block.getparent()
        above = block.getprevious()
        if (
            above is None
            or not isinstance(above.tag, str)
            or above.tag == "a"
            or above.find(".//a") is not None
        ):
            return ""
        text = self.of(above)
        return text if len(text) <= CONTEXT else ""

    def is_bold_line(self, element: Any) -> bool:
        """Whether a bold run is all that its paragraph says: a heading by looks. One that is a link is none."""
        parent = element.getparent()
        if parent is None or parent.tag not in ("p", "div", "center", "font", "span"):
            return False
        above = parent.getparent()
        if element.find(".//a") is not None or (above is not None and above.tag == "a"):
            return False
        own = self.of(element)
        return len(own) > 3 and own == self.of(parent)

    def _around(self, item: Any, text: str) -> str:
        whole = self._own(item)
        if len(whole) <= CONTEXT:
            return without(whole, text)
        if item.tag == "div" or len(whole) > _ENDLESS:
            return ""  # a box around half the page says nothing of one link in it
        start = max(0, whole.find(text) - CONTEXT // 2)
        return without(whole[start : start + CONTEXT], text)

    def _own(self, item: Any) -> str:
        """Text of an item without the lists inside it."""
        if item.tag != "li" or (item.find(".//ul") is None and item.find(".//ol") is None):
            return self.of(item)
        parts = [item.text or ""]
        for child in item:
            parts += ["" if child.tag in ("ul", "ol") else self.of(child), child.tail or ""]
        return " ".join(" ".join(parts).split())


def without(text: str, part: str) -> str:
    """A text with one occurrence of the link's own words left out."""
    return " ".join(text.replace(part, " ", 1).split()).strip(" |") if part else text
