"""XLSX, XLSB, XLS and ODS: the sheets that a reader sees, row by row, as values and not as formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import python_calamine as calamine

from documents import limits
from documents.archive import Archive
from documents.blocks import TEXT_CHARACTERS, Draft, clean, settle, settle_page
from documents.facts import Block, Facts, Kind, PageHealth, Shape
from documents.limits import DamagedError, LockedError
from documents.ods import Sheet, read_ods
from documents.plain import join_cells
from documents.xml import core_properties

WORKBOOKS = (Kind.XLSX, Kind.XLS, Kind.ODS)

_MEDIA = re.compile(r"(?:xl/media|Pictures)/[^/]+$")
_PASSWORD = re.compile(r"password|encrypt", re.I)


@dataclass(slots=True)
class _Sheets:
    blocks: list[list[Block]] = field(default_factory=list)
    health: list[PageHealth] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    truncated: bool = False
    characters: int = 0


def read_sheets(body: bytes, kind: Kind, media_type: str, extractor: str) -> Facts:
    """The facts of a workbook; sheets count as pages, the name of a sheet is its heading."""
    try:
        return _read(body, kind, media_type, extractor)
    except LockedError:
        return Facts(kind=kind, media_type=media_type, extractor=extractor, encrypted=True)
    except DamagedError as error:
        return Facts(kind=kind, media_type=media_type, extractor=extractor, corrupt=str(error))


def _read(body: bytes, kind: Kind, media_type: str, extractor: str) -> Facts:
    about: dict[str, str] = {}
    pictures = 0
    if kind is not Kind.XLS:
        archive = Archive(body)
        archive.check()
        about = core_properties(Archive(body), "meta.xml" if kind is Kind.ODS else "docProps/core.xml")
        pictures = sum(bool(_MEDIA.match(name)) for name in archive.names)
    listed = read_ods(Archive(body)) if kind is Kind.ODS else _listed(_opened(body))
    sheets = _read_all(listed, pictures)
    title = about.get("title", "")
    return Facts(
        kind=kind,
        media_type=media_type,
        extractor=extractor,
        title=clean(title),
        pages=len(listed),
        blocks=tuple(chain.from_iterable(sheets.blocks)),
        health=tuple(sheets.health),
        empty=not any(page.characters or page.pictures for page in sheets.health),
        truncated=sheets.truncated,
        created=about.get("created", ""),
        modified=about.get("modified", ""),
        author=clean(about.get("author", "")),
        notes=tuple(sheets.notes),
    )


def _opened(body: bytes) -> calamine.CalamineWorkbook:
    with _guarded():
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))


@contextmanager
def _guarded() -> Iterator[None]:
    """Calamine raises several kinds of error for bad bytes, Rust panics among them; all mean one thing here."""
    try:
        yield
    except MemoryError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__module__ != "pyo3_runtime":
            raise
        text = str(error) or type(error).__name__
        if _PASSWORD.search(text):
            raise LockedError(text) from error
        raise DamagedError(f"damaged workbook: {text[:200]}") from error


def _listed(book: calamine.CalamineWorkbook) -> list[Sheet]:
    return [
        Sheet(
            about.name,
            about.visible == calamine.SheetVisibleEnum.Visible
            and about.typ == calamine.SheetTypeEnum.WorkSheet,
            _rows(book, about.name),
        )
        for about in book.sheets_metadata
    ]


def _rows(book: calamine.CalamineWorkbook, name: str) -> Iterator[Sequence[Any]]:
    with _guarded():
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
    yield from rows


def _read_all(listed: Sequence[Sheet], pictures: int) -> _Sheets:
    sheets = _Sheets()
    for number, sheet in enumerate(listed[: limits.SHEETS], start=1):
        if sheet.visible:
            _read_one(sheet, number, pictures if not sheets.health else 0, sheets)
            continue
        sheets.notes.append(f"sheet {number} is hidden or no table and was not read")
        sheets.blocks.append([])
        sheets.health.append(PageHealth())
    sheets.truncated = sheets.truncated or len(listed) > limits.SHEETS
    return sheets


def _read_one(sheet: Sheet, number: int, pictures: int, sheets: _Sheets) -> None:
    left = TEXT_CHARACTERS - sheets.characters
    drafts = list(islice(_drafts(sheet.rows, number, left), limits.ROWS + 1))
    sheets.truncated = sheets.truncated or len(drafts) > limits.ROWS
    drafts = drafts[: limits.ROWS]
    sheets.characters += sum(len(draft.text) for draft in drafts)
    heading, _ = settle([Draft(sheet.name, Shape.HEADING, level=1, page=number)])
    blocks, health = settle_page(drafts, pictures=pictures)
    sheets.blocks.append([*heading, *blocks])
    sheets.health.append(health)


def _drafts(rows: Iterable[Sequence[Any]], number: int, left: int) -> Iterator[Draft]:
    for row in rows:
        text = join_cells(_written(value) for value in row)
        if text:
            left -= len(text)
            if left < 0:
                return
            yield Draft(text, Shape.ROW, page=number)


def _written(value: object) -> str:
    """A value as a reader writes it: dates in ISO form, whole numbers without a point."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
