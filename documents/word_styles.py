"""Which paragraph styles of a Word file are headings: by outline level, by name, by the style they are based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAME = re.compile(r"(?:heading|หัวเรื่อง|ส่วนหัวเรื่อง|หัวข้อ)\s*([1-9])", re.I)
_TITLES = frozenset({"title", "ชื่อเรื่อง"})
_DEEPEST = 6
_BODY_LEVEL = 9
"""Outline level of running text."""
_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None


class Styles:
    """The paragraph styles of one file."""

    def __init__(self, root: Any) -> None:
        """Reads `word/styles.xml` (its root, or None where the file has none)."""
        elements = [] if root is None else root.iter(f"{W}style")
        self._styles = {element.get(f"{W}styleId", ""): _read(element) for element in elements}

    def level(self, style_id: str) -> int:
        """Heading level 1 to 6 of a style, 0 for text."""
        seen = 0
        while style_id and seen < _CHAIN:
            style = self._styles.get(style_id)
            if style is None:
                # Files without a style part still use the well-known ids.
                return _level_by_name(style_id)
            if style.outline is not None:
                return outline_level(style.outline)
            if level := _level_by_name(style.name):
                return level
            style_id, seen = style.based_on, seen + 1
        return 0


def outline_level(outline: int) -> int:
    """Heading level of an outline level as stored (from 0; 9 is running text)."""
    return 0 if outline >= _BODY_LEVEL else min(outline + 1, _DEEPEST)


def _level_by_name(name: str) -> int:
    if name.strip().lower() in _TITLES:
        return 1
    found = _NAME.match(name.strip())
    return min(int(found.group(1)), _DEEPEST) if found else 0


def read_number(element: Any) -> int | None:
    """The value of an element as a number, None where it has none."""
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdecimal() else None


def _read(element: Any) -> _Style:
    name = element.find(f"{W}name")
    based_on = element.find(f"{W}basedOn")
    return _Style(
        name="" if name is None else name.get(f"{W}val", ""),
        based_on="" if based_on is None else based_on.get(f"{W}val", ""),
        outline=read_number(element.find(f"{W}pPr/{W}outlineLvl")),
    )
