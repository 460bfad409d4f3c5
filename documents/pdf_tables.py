"""Tables on a PDF page, cell by cell: rows between drawn lines, and what stands in them.

`pdftotext -raw` gives the words of a page in the order in which they were written, line by line, and loses the
columns. Where lines are drawn around cells, the places of the words (`pdftotext -bbox`) tell the cell of each.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from documents.blocks import Draft
from documents.facts import Shape
from documents.pdf_drawn import Rule
from documents.plain import join_cells

_NEAR = 3.0
"""Points; lines no further apart than this are one line drawn twice."""
_LEAST_COLUMNS = 2
_LEAST_ROWS = 2
_MOST_EDGES = 400
_FULL_CELL = 1_200
"""More letters than this in a cell: a frame around a page, not a table."""
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_NUMBER = re.compile("[0-9๐-๙,.()%+–-]+")
_COVERED = 0.4
"""Share of a table's height that the line between two columns covers at least; boxes of a drawing cover less."""
_EDGE = 0.3
"""Share of a table's width for the line between two rows, which may stop at a cell of several rows."""


class Word(NamedTuple):
    """A word and its place in points from the left and the top of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = True
    """Whether a space or a line end stands before it."""

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table: the heights of its rows, and the upright lines between its cells."""

    edges: tuple[float, ...]
    uprights: tuple[Rule, ...]


def read_words(told: str, first: int, wanted: Container[int]) -> dict[int, list[Word]]:
    """The words of the wanted pages from the output of `pdftotext -bbox`, in its order; `first` is its first page."""
    pages = enumerate(told.split("<page ")[1:], first)
    return {number: list(map(_word, _WORD.findall(page))) for number, page in pages if number in wanted}


def _word(found: tuple[str, str, str, str, str]) -> Word:
    left, top, right, bottom, text = found
    return Word(html.unescape(text), float(left), float(top), float(right), float(bottom))


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that lines frame, from the top of the page down. Tables side by side count as one."""
    uprights = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    grids = (
        _grid(
            [rule for rule in uprights if rule.top >= top - _NEAR and rule.bottom <= bottom + _NEAR],
            [rule for rule in level if top - _NEAR <= rule.top <= bottom + _NEAR],
            bottom - top,
        )
        for top, bottom in _bands(uprights)
    )
    return [grid for grid in grids if grid is not None]


def _grid(uprights: Sequence[Rule], level: Sequence[Rule], height: float) -> Grid | None:
    """The grid of one stretch of the page, None where its lines make no table."""
    columns = _long([(rule.left, rule.top, rule.bottom) for rule in uprights], _COVERED * height)
    if not _LEAST_COLUMNS < len(columns) <= _MOST_EDGES:
        return None
    width = columns[-1] - columns[0]
    edges = _long([(rule.top, rule.left, rule.right) for rule in level], _EDGE * width)
    if not _LEAST_ROWS < len(edges) <= _MOST_EDGES:
        return None
    kept = (rule for rule in uprights if any(abs(rule.left - column) <= _NEAR for column in columns))
    return Grid(tuple(edges), tuple(kept))


def _long(lines: Sequence[tuple[float, float, float]], least: float) -> list[float]:
    """Places, in order, of the lines (place, start, end) that together are so long; pieces count once."""
    places = _places(place for place, _, _ in lines)
    return [
        place
        for place in places
        if _length((start, end) for at, start, end in lines if 0 <= at - place <= _NEAR) >= least
    ]


def _length(pieces: Iterable[tuple[float, float]]) -> float:
    covered, reached = 0.0, float("-inf")
    for start, end in sorted(pieces):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _bands(uprights: Sequence[Rule]) -> list[tuple[float, float]]:
    """Stretches of the page, from top to bottom, that upright lines cover without a gap."""
    bands: list[tuple[float, float]] = []
    for rule in sorted(uprights, key=lambda rule: rule.top):
        if bands and rule.top <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(bands[-1][1], rule.bottom))
        else:
            bands.append((rule.top, rule.bottom))
    return bands


def _places(values: Iterable[float]) -> list[float]:
    """Values in order, those near one another as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


@dataclass(eq=False)
class _Table:
    """A table that is being filled, row by row and cell by cell."""

    grid: Grid
    rows: dict[int, dict[int, list[Word]]] = field(default_factory=dict)
    columns: dict[int, list[float]] = field(default_factory=dict)
    told: int = 0
    """The last row that has been told."""

    def take(self, word: Word) -> int | None:
        """Puts a word into its cell and returns its row, None where it stands outside."""
        x, y = (word.left + word.right) / 2, word.middle
        edges = self.grid.edges
        if not edges[0] < y < edges[-1]:
            return None
        row = bisect_right(edges, y)
        sides = self.columns.get(row)
        if sides is None:
            sides = self.columns[row] = self._sides((edges[row - 1] + edges[row]) / 2)
        # A row of one cell is text in a frame: it stays a line.
        if len(sides) <= _LEAST_COLUMNS or not sides[0] <= x <= sides[-1]:
            return None
        self.rows.setdefault(row, {}).setdefault(bisect_right(sides, x), []).append(word)
        return row

    def _sides(self, y: float) -> list[float]:
        return _places(
            rule.left for rule in self.grid.uprights if rule.top - _NEAR <= y <= rule.bottom + _NEAR
        )

    @property
    def is_table(self) -> bool:
        """Whether two rows and more hold two cells and more, and none a whole text."""
        cells = (words for row in self.rows.values() for words in row.values())
        full = any(sum(len(word.text) for word in words) > _FULL_CELL for words in cells)
        return not full and sum(len(row) >= _LEAST_COLUMNS for row in self.rows.values()) >= _LEAST_ROWS

    def is_row(self, row: int) -> bool:
        """Whether a row holds two cells and more: one alone is text in a frame."""
        return len(self.rows.get(row, ())) >= _LEAST_COLUMNS

    @cached_property
    def first(self) -> int:
        """The first column that holds anything in any row: what stands before it is the frame of the page."""
        return min(min(cells) for row, cells in self.rows.items() if self.is_row(row))

    def drafts(self, upto: int, page: int) -> Iterator[Draft]:
        """The rows that have not been told, from the top down to the row `upto`."""
        for row in range(self.told + 1, upto + 1):
            if not self.is_row(row):
                continue
            for cells in _split(self.rows[row]):
                texts = (_joined(cells.get(column, ())) for column in range(self.first, max(cells) + 1))
                yield Draft(join_cells(texts), Shape.ROW, page=page)
        self.told = max(self.told, upto)


def _split(cells: Mapping[int, Sequence[Word]]) -> list[dict[int, list[Word]]]:
    """The rows between two lines: several, where a column holds a number on each of several heights."""
    heights = max((_heights(words) for words in cells.values()), key=len)
    if len(heights) <= 1:
        return [{column: list(words) for column, words in cells.items()}]
    rows: list[dict[int, list[Word]]] = [{} for _ in heights]
    for column, words in cells.items():
        for word in words:
            nearest = min(range(len(heights)), key=lambda row: abs(heights[row] - word.middle))
            rows[nearest].setdefault(column, []).append(word)
    return [row for row in rows if row]


def _heights(words: Sequence[Word]) -> list[float]:
    """The heights of the lines of a cell that is nothing but numbers, none for other cells."""
    if not all(_NUMBER.fullmatch(word.text) for word in words):
        return []
    heights: list[float] = []
    for word in sorted(words, key=lambda word: word.middle):
        if not heights or word.middle - heights[-1] > (word.bottom - word.top) / 2:
            heights.append(word.middle)
    return heights


def _joined(words: Sequence[Word]) -> str:
    """The words of a cell in the order of the file."""
    return "".join(f" {word.text}" if word.spaced else word.text for word in words)


def with_rows(
    lines: Sequence[str], words: Sequence[Word], grids: Sequence[Grid], page: int
) -> list[Draft] | None:
    """The lines of a page, those inside tables as rows at the place of the first of them.

    None where words and lines are not the same text, or no table holds any of it.

    Args:
        lines: as `pdftotext -raw` gives them, page number left out, torn marks returned.
        words: as `pdftotext -raw -bbox` gives them; more words may come before and after those of the lines.
        grids: tables of the page.
        page: its number, from 1.
    """
    shared = _words_of(lines, words)
    if shared is None:
        return None
    tables = [_Table(grid) for grid in grids]
    homes = [[_home(word, tables) for word in line] for line in shared]
    kept = [table for table in tables if table.is_table]
    drafts: list[Draft] = []
    for line, home in zip(lines, homes, strict=True):
        inside = [(table, row) for table, row in filter(None, home) if table in kept and table.is_row(row)]
        for table, row in inside:
            drafts.extend(table.drafts(row, page))
        if len(inside) < max(1, len(home)):
            drafts.append(Draft(line, page=page))
    return drafts if any(draft.shape is Shape.ROW for draft in drafts) else None


def _home(word: Word, tables: Sequence[_Table]) -> tuple[_Table, int] | None:
    for table in tables:
        row = table.take(word)
        if row is not None:
            return table, row
    return None


def _words_of(lines: Sequence[str], words: Sequence[Word]) -> list[list[Word]] | None:
    """The words of each line, told whether a space stands before them; None where the two are not the same text."""
    head = "".join("".join(word.text for word in words).split()).find("".join("".join(lines).split()))
    waiting = iter(words)
    while head > 0:
        head -= len(next(waiting).text)
    found = [_words_in(line, waiting) for line in lines] if head == 0 else []
    kept = [line for line in found if line is not None]
    return kept if lines and len(kept) == len(lines) else None


def _words_in(line: str, waiting: Iterator[Word]) -> list[Word] | None:
    """Takes the words of one line."""
    found: list[Word] = []
    at = 0
    while rest := line[at:].lstrip():
        word = next(waiting, None)
        if word is None or not word.text or not rest.startswith(word.text):
            return None
        spaced = not found or len(line) - at > len(rest)
        found.append(word._replace(spaced=spaced) if not spaced else word)
        at = len(line) - len(rest) + len(word.text)
    return found
