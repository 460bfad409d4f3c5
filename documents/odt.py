"""ODT and ODP: paragraphs, headings, table rows; the slides of a presentation are its pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from documents.archive import Archive
from documents.blocks import Draft, clean, fold, settle, settle_page
from documents.facts import Block, Facts, Kind, PageHealth, Shape
from documents.limits import DamagedError, LockedError
from documents.plain import join_cells
from documents.xml import read_member

MEDIA_TYPES = {
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODP: "application/vnd.oasis.opendocument.presentation",
}
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOTES = f"{_PRESENTATION}notes"
_UNREAD = frozenset({f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", _NOTES})
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": " "}


def read_odt(body: bytes, kind: Kind, extractor: str) -> Facts:
    """The facts of an OpenDocument text or presentation."""
    base = Facts(kind=kind, media_type=MEDIA_TYPES[kind], extractor=extractor)
    try:
        return _read(Archive(body), base)
    except LockedError:
        return base.model_copy(update={"encrypted": True})
    except DamagedError as error:
        return base.model_copy(update={"corrupt": str(error)})


def _read(archive: Archive, base: Facts) -> Facts:
    check_lock(archive)
    root = read_member(archive, "content.xml")
    if root is None:
        raise DamagedError("no member content.xml")
    about = read_member(archive, "meta.xml")
    title = _about(about, f"{_DC}title")
    slides = list(root.iter(f"{_DRAW}page")) if base.kind is Kind.ODP else []
    head, _ = settle([Draft(title, Shape.TITLE)] if title else [])
    pages = [_page(slide, number) for number, slide in enumerate(slides, 1)] or [_page(root, None)]
    health = [page for _, page in pages]
    found = {
        "title": clean(title),
        "pages": len(slides) or None,
        "blocks": (*head, *chain.from_iterable(blocks for blocks, _ in pages)),
        "health": tuple(health),
        "empty": not any(page.characters or page.pictures for page in health),
        "created": _about(about, f"{_META}creation-date"),
        "modified": _about(about, f"{_DC}date"),
        "author": clean(_about(about, f"{_DC}creator")),
    }
    return base.model_copy(update=found)


def _page(root: Any, number: int | None) -> tuple[list[Block], PageHealth]:
    drafts = list(_blocks(root))
    for draft in drafts:
        draft.page = number
    return settle_page(drafts, pictures=sum(1 for _ in root.iter(f"{_DRAW}image")))


def check_lock(archive: Archive) -> None:
    """Raises LockedError for an encrypted OpenDocument file: its members are locked one by one, the manifest says so."""
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise LockedError("the manifest names a cipher")


def _about(root: Any, tag: str) -> str:
    return "" if root is None else fold(root.findtext(f".//{tag}") or "")


def _blocks(root: Any) -> Iterator[Draft]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.get(f"{_PRESENTATION}class") == "title":
            yield from _slide_title(element)
        elif element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _paragraph(element)
        elif element.tag == f"{_TABLE}table-row":
            yield from _row(element)
        elif element.tag not in _UNREAD:
            waiting.extend(reversed(element))


def _slide_title(frame: Any) -> Iterator[Draft]:
    text = fold(" ".join(paragraph_text(paragraph) for paragraph in frame.iter(f"{_TEXT}p")))
    if text:
        yield Draft(text, Shape.HEADING, level=1)


def _paragraph(element: Any) -> Iterator[Draft]:
    text = fold(paragraph_text(element))
    if not text:
        return
    if element.tag == f"{_TEXT}p":
        yield Draft(text)
        return
    given = element.get(f"{_TEXT}outline-level", "1")
    yield Draft(text, Shape.HEADING, level=min(max(int(given), 1), 6) if given.isdecimal() else 1)


def _row(row: Any) -> Iterator[Draft]:
    cells = (
        " ".join(paragraph_text(paragraph) for paragraph in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
        for cell in row
        if cell.tag == f"{_TABLE}table-cell"
    )
    text = join_cells(cells)
    if text:
        yield Draft(text, Shape.ROW)


def paragraph_text(element: Any) -> str:
    """Words of a paragraph (text:p, text:h) with those of its spans. Walked by hand, for spaces and breaks are elements."""
    pieces: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        pieces.append(_SPACES.get(node.tag, ""))
        pieces.append(node.text or "")
        for child in reversed(node):
            waiting += [child.tail or "", *([] if child.tag in _UNREAD else [child])]
    return "".join(pieces)
