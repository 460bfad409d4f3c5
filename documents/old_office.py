"""The old Office formats DOC and PPT, by the programs catdoc and catppt under limits."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator

from documents import ole, tools
from documents.blocks import TEXT_CHARACTERS, Draft, settle_page
from documents.facts import Facts, Kind, Shape
from documents.limits import DamagedError, LockedError
from documents.plain import join_cells

OLD_OFFICE: dict[Kind, tuple[str, ...]] = {Kind.DOC: ("catdoc", "-w"), Kind.PPT: ("catppt", "/dev/stdin")}
_WORD_STREAM = "WordDocument"
_LOCKED_FLAG = 0x0100
_FLAGS_AT = 10
_LEAST_CELLS = 3
"""A line with so many parts between tabs is the row of a table; one with fewer has its tabs for the look."""
_SLIDE_END = "\f"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")


def read_old_office(body: bytes, kind: Kind, media_type: str, extractor: str) -> Facts:
    """The facts of a DOC or PPT file. Without its program a file is called corrupt, with the reason."""
    base = Facts(kind=kind, media_type=media_type, extractor=extractor)
    try:
        _check_lock(body)
        text, truncated = _text(body, kind)
        if ole.is_cut_short(body):
            truncated = True
            _check_any(text)
    except LockedError:
        return base.model_copy(update={"encrypted": True})
    except DamagedError as error:
        return base.model_copy(update={"corrupt": str(error)})
    pictures = sum(body.count(start) for start in _PICTURES)
    pages = (
        text[:TEXT_CHARACTERS].removesuffix(_SLIDE_END).split(_SLIDE_END)
        if kind is Kind.PPT
        else [text[:TEXT_CHARACTERS]]
    )
    read = [
        settle_page(list(_drafts(page, number if kind is Kind.PPT else None)))
        for number, page in enumerate(pages, 1)
    ]
    if pictures and not any(health.characters for _, health in read):
        read = [(blocks, health.model_copy(update={"pictures": pictures})) for blocks, health in read[:1]]
    found = {
        "pages": len(pages) if kind is Kind.PPT else None,
        "blocks": tuple(block for blocks, _ in read for block in blocks),
        "health": tuple(health for _, health in read),
        "empty": not any(health.characters or health.pictures for _, health in read),
        "truncated": truncated or len(text) > TEXT_CHARACTERS,
    }
    return base.model_copy(update=found)


def _check_lock(body: bytes) -> None:
    """Word tells by a flag at the head of its stream ([MS-DOC] 2.5.2), PowerPoint by a stream of its own."""
    if "EncryptedSummary" in ole.root_names(body):
        raise LockedError("an encrypted summary")
    head = ole.head_of(body, _WORD_STREAM)
    if len(head) >= _FLAGS_AT + 2 and struct.unpack_from("<H", head, _FLAGS_AT)[0] & _LOCKED_FLAG:
        raise LockedError("the flag of encryption")


def _check_any(text: str) -> None:
    if not text.strip():
        raise DamagedError("its end is missing")


def _text(body: bytes, kind: Kind) -> tuple[str, bool]:
    name, *options = OLD_OFFICE[kind]
    tool = shutil.which(name)
    if tool is None:
        raise DamagedError(f"limit: {name} is not installed")
    # Word 97 and later hold Thai as Unicode; what stands in single bytes is windows-874 in files of Thai offices.
    answer = tools.run([tool, "-dutf-8", "-scp874", *options], body)
    text = answer.output.decode("utf-8", "replace")
    if answer.late:
        raise DamagedError(f"limit: {name} took too long")
    if answer.status != 0 and not text.strip():
        raise DamagedError(f"{name} gave up with status {answer.status}")
    return text, answer.cut


def _drafts(text: str, page: int | None) -> Iterator[Draft]:
    for line in text.split("\n"):
        cells = [cell for cell in line.split("\t") if cell.strip()]
        if len(cells) >= _LEAST_CELLS:
            yield Draft(join_cells(cells), Shape.ROW, page=page)
        elif line.strip():
            yield Draft(line, page=page)
