"""Tables as grids, so that a link finds its row and the header of its column in spite of merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.html_plan import is_layout, table_rows

_MOST_SPAN = 200
_LONGEST_CELL = 300
_string = etree.XPath("string()")


def words(element: Any) -> str:
    """All text of an element, white space folded."""
    text = str(_string(element)) if len(element) else element.text or ""
    return " ".join(text.split())


@dataclass(slots=True)
class Table:
    """One table of data. Cells that span rows count in each of them."""

    rows: dict[Any, str]
    columns: dict[Any, int]
    """Cell to its first column, from 0."""
    headers: dict[int, str]
    header_row: Any = None

    @classmethod
    def of(cls, table: Any) -> Table | None:
        """The grid of a table element, None where it only arranges the page."""
        return None if is_layout(table) else _grid(table)

    def row(self, row: Any) -> str:
        """Text of a row, cells joined with " | "."""
        return self.rows.get(row, "")

    def column(self, cell: Any) -> str:
        """Header of the column that a cell stands in, "" where there is none or the cell is one."""
        if cell is None or cell.getparent() is self.header_row:
            return ""
        return self.headers.get(self.columns.get(cell, -1), "")


def _grid(table: Any) -> Table:
    grid = Table({}, {}, {})
    carried: dict[int, tuple[int, str]] = {}
    """Column to the rows that a cell from above still reaches, and its text."""
    for row in table_rows(table):
        texts: list[str] = []
        carried = _fill(grid, row, carried, texts)
        grid.rows[row] = " | ".join(text for text in texts if text)
    _find_headers(grid, table)
    return grid


def _fill(
    grid: Table, row: Any, carried: dict[int, tuple[int, str]], texts: list[str]
) -> dict[int, tuple[int, str]]:
    """Places the cells of one row; gives what reaches into the next one."""
    left = {column: (rows - 1, text) for column, (rows, text) in carried.items() if rows > 1}
    column = 0
    for cell in (c for c in row if c.tag in ("td", "th")):
        while column in carried:
            texts.append(carried[column][1])
            column += 1
        text = words(cell)[:_LONGEST_CELL]
        texts.append(text)
        grid.columns[cell] = column
        for _ in range(_span(cell, "colspan")):
            if (rows := _span(cell, "rowspan")) > 1:
                left[column] = (rows - 1, text)
            column += 1
    texts.extend(text for at, (_, text) in sorted(carried.items()) if at >= column)
    return left


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() and value.isascii() else 1


def _find_headers(grid: Table, table: Any) -> None:
    """The first row is the header if it says so (th, thead) or at least carries no link."""
    rows = table_rows(table)
    if len(rows) < 2:
        return
    first = rows[0]
    cells = [c for c in first if c.tag in ("td", "th")]
    told = first.getparent().tag == "thead" or all(c.tag == "th" for c in cells)
    if len(cells) < 2 or not (told or first.find(".//a") is None):
        return
    grid.header_row = first
    for cell in cells:
        text = words(cell)[:_LONGEST_CELL]
        start = grid.columns[cell]
        grid.headers.update(dict.fromkeys(range(start, start + _span(cell, "colspan")), text))
