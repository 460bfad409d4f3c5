"""PPTX: the slides of a presentation in their order, as pages; hidden slides and speaker's notes are left out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import chain
from typing import Any

from documents import limits
from documents.archive import Archive
from documents.blocks import Draft, clean, fold, settle, settle_page
from documents.facts import Block, Facts, Kind, PageHealth, Shape
from documents.limits import DamagedError, LockedError
from documents.plain import join_cells
from documents.xml import core_properties, read_member

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = frozenset({"title", "ctrTitle"})
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SLIDES = 2_000


def read_pptx(body: bytes, extractor: str) -> Facts:
    """The facts of a PowerPoint file."""
    base = Facts(kind=Kind.PPTX, media_type=MEDIA_TYPE, extractor=extractor)
    try:
        return _read(Archive(body), base)
    except LockedError:
        return base.model_copy(update={"encrypted": True})
    except DamagedError as error:
        return base.model_copy(update={"corrupt": str(error)})


def _read(archive: Archive, base: Facts) -> Facts:
    names = slide_names(archive)
    about = core_properties(archive)
    title = about.get("title", "")
    head, _ = settle([Draft(title, Shape.TITLE)] if title else [])
    pages = [_slide(archive, name, number) for number, name in enumerate(names[:_SLIDES], 1)]
    health = [page for _, page in pages]
    found = {
        "title": clean(title),
        "pages": len(names),
        "blocks": (*head, *chain.from_iterable(blocks for blocks, _ in pages)),
        "health": tuple(health),
        "empty": not any(page.characters or page.pictures for page in health),
        "truncated": len(names) > _SLIDES,
        "created": about.get("created", ""),
        "modified": about.get("modified", ""),
        "author": clean(about.get("author", "")),
    }
    return base.model_copy(update=found)


def slide_names(archive: Archive) -> list[str]:
    """Members that hold the slides, in the order of the presentation.

    Raises:
        documents.limits.DamagedError: the list of slides is missing or broken.
        documents.limits.LockedError: the file is encrypted.
    """
    root = read_member(archive, "ppt/presentation.xml")
    links = read_member(archive, "ppt/_rels/presentation.xml.rels")
    if root is None or links is None:
        raise DamagedError("no list of slides")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    ids = (slide.get(f"{_R}id") for slide in root.iter(f"{_P}sldId"))
    return [posixpath.normpath(posixpath.join("ppt", targets[known])) for known in ids if known in targets]


def _slide(archive: Archive, name: str, number: int) -> tuple[list[Block], PageHealth]:
    root = read_member(archive, name)
    if root is None or root.get("show") == "0":
        return [], PageHealth()
    drafts = list(_drafts(root, number))
    return settle_page(drafts, pictures=sum(1 for _ in root.iter(f"{_A}blip")))


def _drafts(root: Any, number: int) -> Iterator[Draft]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_A}tbl":
            yield from _rows(element, number)
        elif element.tag == f"{_P}sp":
            yield from _shape(element, number)
        elif element.tag == f"{_A}p":
            yield from _paragraph(element, number)
        elif isinstance(element.tag, str) and element.tag != _ALTERNATIVE:
            waiting.extend(reversed(element))


def _shape(shape: Any, number: int) -> Iterator[Draft]:
    holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    if holder is not None and holder.get("type") in _TITLES:
        text = fold(" ".join(_text(paragraph) for paragraph in shape.iter(f"{_A}p")))
        if text:
            yield Draft(text, Shape.HEADING, level=1, page=number)
        return
    for paragraph in shape.iter(f"{_A}p"):
        yield from _paragraph(paragraph, number)


def _paragraph(paragraph: Any, number: int) -> Iterator[Draft]:
    text = _text(paragraph)
    if text.strip():
        yield Draft(text, page=number)


def _rows(table: Any, number: int) -> Iterator[Draft]:
    for row in table.iterfind(f"{_A}tr"):
        cells = [" ".join(map(_text, cell.iter(f"{_A}p"))) for cell in row.iterfind(f"{_A}tc")]
        text = join_cells(cells[: limits.COLUMNS])
        if text.strip(" |"):
            yield Draft(text, Shape.ROW, page=number)


def _text(paragraph: Any) -> str:
    """Words of a paragraph; a line break is a space, the number of the slide is left out."""
    pieces = []
    for element in paragraph.iter(f"{_A}t", f"{_A}br"):
        parent = element.getparent()
        if parent.tag == f"{_A}fld" and parent.get("type") == "slidenum":
            continue
        pieces.append(" " if element.tag == f"{_A}br" else element.text or "")
    return "".join(pieces)
