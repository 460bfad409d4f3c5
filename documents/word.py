"""DOCX: paragraphs, headings, table rows, text boxes, headers and footers, read straight from the XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from documents.archive import Archive
from documents.blocks import TEXT_CHARACTERS, Draft, clean, count_letters, fold, settle_page
from documents.facts import Facts, Kind, Shape, Zone
from documents.limits import DamagedError, LockedError
from documents.plain import join_cells
from documents.word_styles import Styles, W, outline_level, read_number
from documents.xml import core_properties, read_member

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = re.compile(r"\}(?:blip|imagedata)$")
_FRINGE = re.compile(r"word/(?:header|footer)\d*\.xml")
_LAYOUT_PARAGRAPHS = 12
"""A table of one row whose cell holds more paragraphs than this arranges the page."""
_TEXT_BOX = f"{W}txbxContent"
_SPACES = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_UNREAD = frozenset({_ALTERNATIVE, f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText"})


def read_docx(body: bytes, extractor: str) -> Facts:
    """The facts of a Word file."""
    try:
        return _read(Archive(body), extractor)
    except LockedError:
        return Facts(kind=Kind.DOCX, media_type=MEDIA_TYPE, extractor=extractor, encrypted=True)
    except DamagedError as error:
        return Facts(kind=Kind.DOCX, media_type=MEDIA_TYPE, extractor=extractor, corrupt=str(error))


def _read(archive: Archive, extractor: str) -> Facts:
    root = read_member(archive, "word/document.xml")
    if root is None:
        raise DamagedError("no member word/document.xml")
    styles = Styles(read_member(archive, "word/styles.xml"))
    about = core_properties(archive)
    title = about.get("title", "")
    drafts = [Draft(title, Shape.TITLE)] if title else []
    drafts += _limited(_blocks(root.find(f"{W}body"), styles))
    fringe = list(_fringe(archive, styles))
    pictures = sum(
        1 for element in root.iter() if isinstance(element.tag, str) and _PICTURE.search(element.tag)
    )
    blocks, health = settle_page([*drafts, *fringe], pictures=pictures)
    return Facts(
        kind=Kind.DOCX,
        media_type=MEDIA_TYPE,
        extractor=extractor,
        title=clean(title),
        blocks=tuple(blocks),
        health=(health,),
        empty=not (health.characters or pictures or fringe),
        truncated=sum(len(draft.text) for draft in drafts) >= TEXT_CHARACTERS,
        created=about.get("created", ""),
        modified=about.get("modified", ""),
        author=clean(about.get("author", "")),
    )


def _limited(drafts: Iterator[Draft]) -> Iterator[Draft]:
    left = TEXT_CHARACTERS
    for draft in drafts:
        if left <= 0:
            return
        left -= len(draft.text)
        yield draft


def _fringe(archive: Archive, styles: Styles) -> Iterator[Draft]:
    """Headers and footers of the pages: a letterhead, a form number. Each text once."""
    seen: set[str] = set()
    for name in sorted(name for name in archive.names if _FRINGE.fullmatch(name)):
        for draft in _blocks(read_member(archive, name), styles):
            if draft.text not in seen and not draft.text.isdigit():
                seen.add(draft.text)
                yield Draft(draft.text, Shape.TEXT, Zone.FOOT)


def _blocks(parent: Any, styles: Styles) -> Iterator[Draft]:
    """Paragraphs and tables under an element, in reading order; what wraps them (sections, controls) is looked through."""
    if parent is None:
        return
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}p":
            yield from _paragraph(element, styles)
        elif element.tag == f"{W}tbl" and not _is_layout(element):
            yield from _rows(element)
            yield from _boxes(element, styles)
        elif element.tag not in _UNREAD and isinstance(element.tag, str) and element.tag != f"{W}sectPr":
            waiting.extend(reversed(element))


def _is_layout(table: Any) -> bool:
    """A table around a page: one cell, or one row of cells that hold whole texts."""
    rows = table.findall(f"{W}tr")
    cells = [cell for row in rows for cell in row.findall(f"{W}tc")]
    if len(cells) <= 1:
        return True
    return len(rows) == 1 and any(sum(1 for _ in cell.iter(f"{W}p")) > _LAYOUT_PARAGRAPHS for cell in cells)


def _paragraph(paragraph: Any, styles: Styles) -> Iterator[Draft]:
    level = _level(paragraph, styles)
    text, linked = _text(paragraph)
    lines = [fold(text)] if level else [fold(line) for line in text.split("\n")]
    for line in filter(None, lines):
        links = min(linked, count_letters(line))
        linked -= links
        yield Draft(line, Shape.HEADING if level else Shape.TEXT, Zone.MAIN, level, None, links)
    yield from _boxes(paragraph, styles)


def _level(paragraph: Any, styles: Styles) -> int:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return 0
    outline = read_number(properties.find(f"{W}outlineLvl"))
    if outline is not None:
        return outline_level(outline)
    style = properties.find(f"{W}pStyle")
    return 0 if style is None else styles.level(style.get(f"{W}val", ""))


def _boxes(element: Any, styles: Styles) -> Iterator[Draft]:
    """Texts of the boxes drawn on a paragraph. A box in a box is read with the outer one."""
    for box in element.iter(_TEXT_BOX):
        outer = next(box.iterancestors(_TEXT_BOX, _ALTERNATIVE), None)
        if outer is None or outer not in element.iter(_TEXT_BOX, _ALTERNATIVE):
            yield from _blocks(box, styles)


def _text(element: Any) -> tuple[str, int]:
    """Words of a paragraph, line breaks as "\\n", and its letters of link text. Boxes and deleted words are left out."""
    pieces: list[str] = []
    linked = 0
    waiting = [(child, False) for child in reversed(element)]
    while waiting:
        node, in_link = waiting.pop()
        tag = node.tag
        if tag in _UNREAD or tag == _TEXT_BOX or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            pieces.append(node.text or "")
            linked += count_letters(node.text or "") if in_link else 0
        elif tag in _SPACES:
            pieces.append(_SPACES[tag])
        in_link = in_link or tag == f"{W}hyperlink"
        waiting.extend((child, in_link) for child in reversed(node))
    return "".join(pieces), linked


def _rows(table: Any) -> Iterator[Draft]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        cells, linked = [], 0
        for cell in _cells(row):
            texts = [_text(paragraph) for paragraph in cell.iter(f"{W}p")]
            cells.append(" ".join(text for text, _ in texts))
            linked += sum(letters for _, letters in texts)
        text = join_cells(cells)
        if text.strip(" |"):
            yield Draft(text, Shape.ROW, links=min(linked, count_letters(text)))


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, also those inside a content control."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iterfind(f"{W}sdtContent/{W}tc")
