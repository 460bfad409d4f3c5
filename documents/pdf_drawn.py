"""What is drawn on a PDF page beside its letters: pictures, shapes, and the lines that frame the cells of tables.

One walk over the objects of a page, by pdfium's own functions: a browser prints a page as thousands of objects, and
wrapping each of them costs more than all other reading.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

_THIN = 3.0
"""Points; a filled shape no thicker than this is a line."""
_SHORT = 6.0
"""Points; a shorter line frames nothing."""
_Line = tuple[float, float, float, float]
"""Left, bottom, right and top."""
_DEEPEST = 3
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 2_000
_BOX_SEGMENTS = 5
"""A path with no more segments is a line or a box, and its bounds tell all; one with more may be a whole grid."""


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


# The same functions of pdfium, with addresses as plain numbers: no wrapper for each of thousands of letters.
_GET = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_PAGE_OBJECT = _GET(_address(pdfium.FPDFPage_GetObject) or 0)
_FORM_OBJECT = _GET(_address(pdfium.FPDFFormObj_GetObject) or 0)
_KIND = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_address(pdfium.FPDFPageObj_GetType) or 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line as it is seen, in points from the left and the top of the page; across or down it has no extent."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def upright(self) -> bool:
        """Whether it goes down the page."""
        return self.bottom - self.top > self.right - self.left


@dataclass(slots=True)
class Drawn:
    """What one page holds."""

    pictures: int = 0
    shapes: int = 0
    rules: list[Rule] = field(default_factory=list)


def look_at(page: Any) -> Drawn:
    """What is drawn on an opened page (pypdfium2), in its forms too."""
    drawn = Drawn()
    place = _Place(page)
    drawn.rules = [place.seen(*line) for line in _walk(page.raw, 0, drawn)]
    return drawn


def _walk(holder: Any, depth: int, drawn: Drawn) -> Iterator[_Line]:
    """The lines of the objects of a page (depth 0) or a form, in its own space; pictures and shapes are counted."""
    get, count = (
        (_FORM_OBJECT, pdfium.FPDFFormObj_CountObjects)
        if depth
        else (_PAGE_OBJECT, pdfium.FPDFPage_CountObjects)
    )
    address, is_text = _address(holder), pdfium.FPDF_PAGEOBJ_TEXT
    for index in range(min(count(holder), _MOST_OBJECTS)):
        found = get(address, index)
        kind = _KIND(found)
        if kind == is_text:
            continue
        shape = ctypes.cast(found, pdfium.FPDF_PAGEOBJECT)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.shapes += 1
            yield from _lines(shape)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = _matrix(shape)
            yield from (_moved(line, matrix) for line in _walk(shape, depth + 1, drawn))


def _matrix(shape: Any) -> Any:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)
    return matrix


def _moved(line: _Line, matrix: Any) -> _Line:
    (x0, y0), (x1, y1) = _put(matrix, line[0], line[1]), _put(matrix, line[2], line[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _put(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _lines(shape: Any) -> Iterator[_Line]:
    """The lines of a path, in the space that holds it."""
    count = pdfium.FPDFPath_CountSegments(shape)
    if count > _BOX_SEGMENTS:
        yield from _grid(shape, min(count, _MOST_SEGMENTS))
        return
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shape, *sides):
        return
    left, bottom, right, top = (side.value for side in sides)
    yield from _box(left, bottom, right, top)


def _box(left: float, bottom: float, right: float, top: float) -> Iterator[_Line]:
    width, height = right - left, top - bottom
    if height <= _THIN:
        if width >= _SHORT:
            middle = (bottom + top) / 2
            yield left, middle, right, middle
    elif width <= _THIN:
        if height >= _SHORT:
            middle = (left + right) / 2
            yield middle, bottom, middle, top
    else:
        yield left, bottom, right, bottom
        yield left, top, right, top
        yield left, bottom, left, top
        yield right, bottom, right, top


def _grid(shape: Any, count: int) -> Iterator[_Line]:
    """The straight pieces of a path of many, point by point."""
    matrix = _matrix(shape)
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        point = _put(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if before is not None and kind == pdfium.FPDF_SEGMENT_LINETO:
            left, right = sorted((before[0], point[0]))
            bottom, top = sorted((before[1], point[1]))
            if right - left <= _THIN or top - bottom <= _THIN:
                yield from _box(left, bottom, right, top)
        before = point


class _Place:
    """Where a point of a page is seen: the page may be turned, and its box may begin anywhere."""

    def __init__(self, page: Any) -> None:
        self._turn = page.get_rotation()
        self._left, self._bottom, self._right, self._top = page.get_mediabox()

    def seen(self, left: float, bottom: float, right: float, top: float) -> Rule:
        corners = (self._point(left, bottom), self._point(right, top))
        (x0, y0), (x1, y1) = corners
        return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        match self._turn:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
            case _:
                return x - self._left, self._top - y
