"""ODT: paragraphs, headings, table rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from documents.archive import Archive
from documents.blocks import Draft, clean, fold, settle_page
from documents.facts import Facts, Kind, Shape
from documents.limits import DamagedError, LockedError
from documents.plain import join_cells
from documents.xml import read_member

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_UNREAD = frozenset({f"{_TEXT}tracked-changes", f"{_TEXT}note-citation"})
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": " "}


def read_odt(body: bytes, extractor: str) -> Facts:
    """The facts of an OpenDocument text."""
    try:
        return _read(Archive(body), extractor)
    except LockedError:
        return Facts(kind=Kind.ODT, media_type=MEDIA_TYPE, extractor=extractor, encrypted=True)
    except DamagedError as error:
        return Facts(kind=Kind.ODT, media_type=MEDIA_TYPE, extractor=extractor, corrupt=str(error))


def _read(archive: Archive, extractor: str) -> Facts:
    _check_lock(archive)
    root = read_member(archive, "content.xml")
    if root is None:
        raise DamagedError("no member content.xml")
    about = read_member(archive, "meta.xml")
    title = _about(about, f"{_DC}title")
    drafts = [Draft(title, Shape.TITLE)] if title else []
    drafts += _blocks(root)
    pictures = sum(1 for _ in root.iter(f"{_DRAW}image"))
    blocks, health = settle_page(drafts, pictures=pictures)
    return Facts(
        kind=Kind.ODT,
        media_type=MEDIA_TYPE,
        extractor=extractor,
        title=clean(title),
        blocks=tuple(blocks),
        health=(health,),
        empty=not (health.characters or pictures),
        created=_about(about, f"{_META}creation-date"),
        modified=_about(about, f"{_DC}date"),
        author=clean(_about(about, f"{_DC}creator")),
    )


def _check_lock(archive: Archive) -> None:
    """OpenDocument files lock each member by themselves; the manifest says so."""
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise LockedError("the manifest names a cipher")


def _about(root: Any, tag: str) -> str:
    return "" if root is None else fold(root.findtext(f".//{tag}") or "")


def _blocks(root: Any) -> Iterator[Draft]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _paragraph(element)
        elif element.tag == f"{_TABLE}table-row":
            yield from _row(element)
        elif element.tag not in _UNREAD:
            waiting.extend(reversed(element))


def _paragraph(element: Any) -> Iterator[Draft]:
    text = fold(_text(element))
    if not text:
        return
    if element.tag == f"{_TEXT}p":
        yield Draft(text)
        return
    given = element.get(f"{_TEXT}outline-level", "1")
    yield Draft(text, Shape.HEADING, level=min(max(int(given), 1), 6) if given.isdecimal() else 1)


def _row(row: Any) -> Iterator[Draft]:
    cells = (
        " ".join(_text(paragraph) for paragraph in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
        for cell in row
        if cell.tag == f"{_TABLE}table-cell"
    )
    text = join_cells(cells)
    if text:
        yield Draft(text, Shape.ROW)


def _text(element: Any) -> str:
    """Words of a paragraph with those of its spans. Walked by hand, for spaces and breaks are elements."""
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
