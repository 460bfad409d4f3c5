"""What year a source is of, by several witnesses in one order, with the reason kept and the disagreement told.

The year in the document comes before that of the link, the link before the file name, the file name before the folder
(domain 6.2, point 5). A file's own dates, the server's and the day on which we first saw it never say a year: they only
rule one out, or hint at one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any


class WitnessKind(StrEnum):
    """Where a year is said."""

    TITLE = "title"
    HEADING = "heading"
    """Of the page around a section, or of the line that calls the element by name."""
    TEXT = "text"
    TABLE = "table"
    SIGNATURE = "signature"
    ABOUT = "about"
    """Behind words that say which year the content is about ("ผลการประเมิน … พ.ศ. 2567")."""
    LINK = "link"
    """The words of the link, its row or list item."""
    LINK_HEADING = "link_heading"
    """The heading or column above the link."""
    FILE_NAME = "file_name"
    FOLDER = "folder"
    OCR = "ocr"
    """Read by OCR too unsurely to count as text."""
    METADATA = "metadata"
    """When the file says that it was made or changed: when it was printed."""
    PAGE_MARK = "page_mark"
    """A mark of the page's frame: last change, clock, counter."""
    LAST_MODIFIED = "last_modified"
    FIRST_SEEN = "first_seen"
    """When we saw this very body first: it reports on nothing later."""


class Weight(IntEnum):
    """What a witness is worth beside others; a smaller one never overrules a greater one."""

    HINT = 0
    """Says nothing by itself; told where nothing better speaks."""
    ADDRESS = 1
    LINK = 2
    DOCUMENT = 3


WEIGHTS = {
    WitnessKind.TITLE: Weight.DOCUMENT,
    WitnessKind.HEADING: Weight.DOCUMENT,
    WitnessKind.TEXT: Weight.DOCUMENT,
    WitnessKind.TABLE: Weight.DOCUMENT,
    WitnessKind.SIGNATURE: Weight.DOCUMENT,
    WitnessKind.ABOUT: Weight.DOCUMENT,
    WitnessKind.LINK: Weight.LINK,
    WitnessKind.LINK_HEADING: Weight.LINK,
    WitnessKind.FILE_NAME: Weight.ADDRESS,
    WitnessKind.FOLDER: Weight.ADDRESS,
    WitnessKind.OCR: Weight.HINT,
    WitnessKind.METADATA: Weight.HINT,
    WitnessKind.PAGE_MARK: Weight.HINT,
    WitnessKind.LAST_MODIFIED: Weight.HINT,
    WitnessKind.FIRST_SEEN: Weight.HINT,
}

_ORDER = list(WitnessKind)


@dataclass(frozen=True)
class Witness:
    """One place that says a year, with the words that say so."""

    kind: WitnessKind
    years: tuple[int, ...]
    """Fiscal years, Buddhist era, most telling first."""
    words: str = ""

    @property
    def weight(self) -> Weight:
        """What it is worth beside others."""
        return WEIGHTS[self.kind]

    def as_detail(self) -> dict[str, Any]:
        """The witness as a finding's details carry it."""
        return {"kind": self.kind.value, "fiscal_years": sorted(self.years), "words": self.words}


@dataclass(frozen=True)
class Testimony:
    """All witnesses of one source in order, and what they come to."""

    witnesses: tuple[Witness, ...] = ()
    by: WitnessKind | None = None
    """The kind of the witness that decided; None where none did."""
    against: tuple[Witness, ...] = ()
    """Those of weight that name none of the years decided on."""

    @property
    def hints(self) -> tuple[Witness, ...]:
        """Those that say nothing by themselves."""
        return tuple(w for w in self.witnesses if w.weight is Weight.HINT)


def heard(
    witnesses: Iterable[Witness],
    by: WitnessKind | None,
    years: Sequence[int],
    allowed: Iterable[int] = (),
    silent: Collection[WitnessKind] = (),
) -> Testimony:
    """The testimony on a source of which `by` decided that it is of `years`.

    `allowed`: a year that folder and link heading may name without disagreeing: papers about the year before lie in the
    folder of the round that they are shown for. `silent`: kinds that are listed and disagree with nobody.
    """
    ordered = tuple(sorted(witnesses, key=lambda w: _ORDER.index(w.kind)))
    kept = set(years)
    against = []
    for witness in ordered:
        may = kept | set(allowed) if witness.kind in _OF_THE_ROUND else kept
        if (
            kept
            and witness.kind in _SAY_WHOSE
            and witness.kind not in silent
            and not may & set(witness.years)
        ):
            against.append(witness)
    return Testimony(ordered, by, tuple(against))


_OF_THE_ROUND = frozenset({WitnessKind.FOLDER, WitnessKind.LINK_HEADING})
_SAY_WHOSE = frozenset(
    {
        WitnessKind.TITLE,
        WitnessKind.HEADING,
        WitnessKind.TEXT,
        WitnessKind.ABOUT,
        WitnessKind.LINK,
        WitnessKind.LINK_HEADING,
        WitnessKind.FILE_NAME,
        WitnessKind.FOLDER,
    }
)
"""Witnesses that say of what year a paper is. A signature or a row of a table may well be of another year."""
