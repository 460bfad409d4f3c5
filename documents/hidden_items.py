"""A list of the assessment's items of which none has a link: the links are made by a script."""

from __future__ import annotations

import re
from typing import Any

from documents.hidden_outline import Outline, has_target
from documents.hidden_words import squeezed
from thai.labels import read_labels

_HIGHEST = 60
_FEW = 3
_LONGEST = 200
_SHARE = 0.6
"""So much of the content is the list: a text about the items says more beside them."""
_LIST = re.compile(r"\b(?:oit|ita)\b|เปิดเผยข้อมูล|คุณธรรมและความโปร่งใส", re.I)
_LINES = ("li", "tr", "p", "dt", "h3", "h4", "h5", "div")


def unlinked_items(outline: Outline) -> list[str]:
    """The lines of such a list, [] where the page is none or any line has a link."""
    heads = " ".join(section.heading for section in outline.sections)
    title = " ".join(outline.text(element) for element in outline.root.iter("title"))
    if not _LIST.search(f"{title} {heads}"):
        return []
    lines = [line for line in outline.root.iter(*_LINES) if _is_line(outline, line)]
    words = [outline.text(line) for line in lines]
    if len(lines) < _FEW or any(_leads_on(line) for line in lines):
        return []
    letters = sum(len(squeezed(text)) for text in words)
    return words if letters >= _SHARE * max(1, outline.main_letters) else []


def _is_line(outline: Outline, element: Any) -> bool:
    """Whether an element is one line that begins with the number of an item."""
    if element.tag in ("div", "li") and next(element.iter("ul", "ol", "table", "p"), None) is not None:
        return False
    if element.tag == "div" and len(element) > 2:
        return False
    text = outline.text(element)
    if not text or len(text) > _LONGEST or element.getparent().tag in _LINES:
        return False
    labels = read_labels(text[:20], _HIGHEST)
    return bool(labels) and labels[0].start <= 4


def _leads_on(line: Any) -> bool:
    if any(has_target(link) for link in line.iter("a")):
        return True
    return next(line.iter("img", "iframe", "form"), None) is not None
