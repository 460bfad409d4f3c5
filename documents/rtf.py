"""RTF: paragraphs and table rows."""

from __future__ import annotations

from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from documents.blocks import TEXT_CHARACTERS, Draft, settle_page
from documents.facts import Facts, Kind, Shape
from documents.plain import decode_plain, join_cells

MEDIA_TYPE = "application/rtf"
_CELL = "|"
_PICTURE = r"\pict"


def read_rtf(body: bytes, extractor: str) -> Facts:
    """The facts of an RTF file. Its letters are in windows-874 or in numbers of Unicode, as each font says."""
    source, _ = decode_plain(body)
    try:
        text = rtf_to_text(source, encoding="cp874", errors="replace")
    except (ValueError, OverflowError, LookupError) as error:
        reason = f"damaged RTF: {type(error).__name__}"
        return Facts(kind=Kind.RTF, media_type=MEDIA_TYPE, extractor=extractor, corrupt=reason)
    pictures = source.count(_PICTURE)
    blocks, health = settle_page(list(_drafts(text[:TEXT_CHARACTERS])), pictures=pictures)
    return Facts(
        kind=Kind.RTF,
        media_type=MEDIA_TYPE,
        extractor=extractor,
        blocks=tuple(blocks),
        health=(health,),
        empty=not (health.characters or pictures),
        truncated=len(text) > TEXT_CHARACTERS,
    )


def _drafts(text: str) -> Iterator[Draft]:
    for line in text.split("\n"):
        if line.rstrip().endswith(_CELL):
            yield Draft(join_cells(line.rstrip().removesuffix(_CELL).split(_CELL)), Shape.ROW)
        elif line.strip():
            yield Draft(line)
