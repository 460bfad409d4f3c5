"""The rows of a data table, as a reader sees them: a cell that spans several rows is read with each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.blocks import count_letters, fold
from documents.html_plan import SILENT, table_rows
from documents.words import words

_INLINE = words("""a abbr b bdi bdo big cite code data del dfn em font
    i ins kbd label mark nobr o:p q s samp small span strike strong sub sup time tt u var wbr""")
_NUMBER = re.compile(r"\d{1,4}")
_SPAN_LIMIT = 1_000
_CARRIED_CHARACTERS = 300
"""A longer cell that spans rows is read once only."""


@dataclass(slots=True)
class Row:
    """One row: its cells joined, and the letters that are link text."""

    text: str
    links: int


@dataclass(slots=True)
class _Carried:
    text: str
    left: int


def read_rows(table: Any) -> Iterator[Row]:
    """The rows of a table (an lxml element) that hold any text."""
    carried: dict[int, _Carried] = {}
    for element in table_rows(table):
        cells, links = _read_row(element, carried)
        if any(cells):
            yield Row(" | ".join(_without_tail(cells)), links)


def _read_row(row: Any, carried: dict[int, _Carried]) -> tuple[list[str], int]:
    cells: list[str] = []
    links = 0
    for element in row:
        if element.tag not in {"td", "th"}:
            continue
        _take_carried(cells, carried)
        text, linked = read_cell(element)
        span = _span(element.get("rowspan"))
        if span > 1:
            carried[len(cells)] = _Carried(text if len(text) <= _CARRIED_CHARACTERS else "", span - 1)
        cells.append(text)
        links += linked
    _take_carried(cells, carried)
    return cells, links


def _take_carried(cells: list[str], carried: dict[int, _Carried]) -> None:
    """Puts in the cells from rows above that reach down to the place where the row stands now."""
    while (cell := carried.get(len(cells))) is not None and cell.left > 0:
        cell.left -= 1
        if cell.left == 0:
            del carried[len(cells)]
        cells.append(cell.text)


def _without_tail(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _span(value: str | None) -> int:
    found = _NUMBER.match((value or "").strip())
    return min(int(found.group()), _SPAN_LIMIT) if found else 1


def read_cell(cell: Any) -> tuple[str, int]:
    """Text of a cell with its descendants' and the letters of it that are link text."""
    pieces: list[str] = []
    linked = depth = 0
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        text = element.text if event == "start" else element.tail
        if event == "start" and tag in SILENT:
            walk.skip_subtree()
            text = None
        if event == "end" and element is cell:
            break
        depth += (tag == "a") if event == "start" else -(tag == "a")
        if tag not in _INLINE:
            pieces.append(" ")
        if text:
            pieces.append(text)
            linked += count_letters(text) if depth else 0
    return fold("".join(pieces)), linked
