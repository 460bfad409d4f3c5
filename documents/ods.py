"""ODS: the sheets of an OpenDocument workbook, cell by cell.

Read straight from the XML: the workbook library refuses files with line ends between their elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from documents import limits
from documents.archive import Archive
from documents.limits import DamagedError
from documents.odt import check_lock, paragraph_text
from documents.xml import read_member

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "currency", "percentage"})
_HIDDEN = frozenset({"collapse", "filter"})

Cell = str | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its rows are read as they are taken."""

    name: str
    visible: bool
    rows: Iterator[Sequence[Any]]


def read_ods(archive: Archive) -> list[Sheet]:
    """The sheets of a workbook in their order.

    Raises:
        documents.limits.DamagedError: it has no content that can be read.
        documents.limits.LockedError: it is encrypted.
    """
    check_lock(archive)
    root = read_member(archive, "content.xml")
    if root is None:
        raise DamagedError("no member content.xml")
    hidden = set(_hidden_styles(root))
    return [
        Sheet(table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name") not in hidden, _rows(table))
        for table in root.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table")
    ]


def _hidden_styles(root: Any) -> Iterator[str]:
    for style in root.iterfind(f".//{_STYLE}style"):
        properties = style.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            yield style.get(f"{_STYLE}name", "")


def _rows(table: Any) -> Iterator[list[Cell]]:
    for row in table.iter(f"{_TABLE}table-row"):
        if row.get(f"{_TABLE}visibility") in _HIDDEN:
            continue
        cells = list(islice(_cells(row), limits.COLUMNS))
        if any(cell != "" for cell in cells):
            for _ in range(_repeated(row, "rows", limits.ROWS)):
                yield cells


def _cells(row: Any) -> Iterator[Cell]:
    for cell in row:
        if cell.tag in _CELLS:
            value = _value(cell)
            for _ in range(_repeated(cell, "columns", limits.COLUMNS)):
                yield value


def _repeated(element: Any, what: str, most: int) -> int:
    given = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(given), most) if given.isdecimal() and given.isascii() and len(given) < 10 else 1


def _value(cell: Any) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBERS:
        try:
            return float(cell.get(f"{_OFFICE}value", ""))
        except ValueError:
            pass
    if kind == "date" and (day := cell.get(f"{_OFFICE}date-value")):
        return str(day).removesuffix("T00:00:00")
    return " ".join(paragraph_text(paragraph) for paragraph in cell.iterfind(f"{_TEXT}p"))
