"""Words in a picture, by the program tesseract with its Thai script model, as lines with a confidence.

Its layout analysis is tried two ways. `--psm 4` (one column) keeps sentences and rows of tables together; with some
fonts it takes the marks above the letters for lines of their own, which then stand out by their low confidence.
`--psm 11` (sparse text) keeps those marks and finds what is strewn over an infographic, but knows no columns.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from documents import limits, tools

LEAST_CONFIDENCE = 60
"""Percent; what stands below is stains, lines and torn marks. Sound lines have 80 and more."""
_LEAST_LETTERS = 2
_FEW = 120
"""Fewer letters than this on a page, and the other layout is tried."""
_DROPPED = 0.02
"""The same where so large a share of the letters stands in lines of low confidence."""
_BETTER = 1.01
"""The other way is taken if it finds so many times as much."""
_SOUND = 88
_LONG = 25
_MARK_WEIGHT = 3
"""A mark that was found weighs so many letters more: marks are what gets lost."""
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LETTER = re.compile(rf"[^\W_]|{_MARK.pattern}")
_GAP = re.compile(r" {3,}")
_SPACES = re.compile(r"\s+")
_WORD_LEVEL = "5"
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture; the cells of a row are parted by " | "."""

    text: str
    confidence: int
    """Percent."""


@dataclass(frozen=True, slots=True)
class _Seen:
    text: str
    confidence: float
    left: int
    right: int
    top: int
    bottom: int


def is_installed() -> bool:
    """Whether tesseract and its model of the Thai script are there."""
    return _is_installed(os.environ.get("PATH", ""), os.environ.get("TESSDATA_PREFIX", ""))


@lru_cache(maxsize=8)
def _is_installed(path: str, _: str) -> bool:
    tool = shutil.which("tesseract", path=path)
    if tool is None:
        return False
    try:
        told = tools.run([tool, "--list-langs"], b"", seconds=limits.OCR_PAGE_SECONDS)
    except OSError:
        return False
    return "Thai" in told.output.decode("utf-8", "replace").split()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one picture."""

    lines: tuple[Line, ...] = ()
    worth: int = 0
    """Letters and marks, the marks counted more: of two readings of a page the one with more is the better."""

    @property
    def is_doubtful(self) -> bool:
        """Whether a long line was read with less confidence than sound ones are: another size may suit it better."""
        return any(line.confidence < _SOUND and len(line.text) >= _LONG for line in self.lines)

    def better(self, other: Reading | None) -> Reading:
        """The other reading where it finds clearly more, else this one."""
        return other if other is not None and other.worth >= _BETTER * self.worth else self


def read_picture(picture: bytes, dpi: int, seconds: float) -> Reading | None:
    """What stands in a picture in any format that leptonica reads; None where it could not be read in that time.

    Args:
        picture: PNG, JPEG, TIFF, GIF, WebP, BMP or PNM.
        dpi: dots an inch, 70 to 300.
        seconds: for both layouts together.
    """
    column = _layout(picture, dpi, 4, seconds / 2)
    if column is not None and not _is_doubtful(column):
        return _reading(column)
    sparse = _layout(picture, dpi, 11, seconds / 2)
    other = None if sparse is None else _reading(_in_rows(sparse))
    return other if column is None else _reading(column).better(other)


def _layout(picture: bytes, dpi: int, layout: int, seconds: float) -> list[_Seen] | None:
    """What one layout shows: every line, sure or not."""
    tool = shutil.which("tesseract")
    if tool is None:
        return None
    options = ["-l", "Thai", "--psm", str(layout), "--dpi", str(dpi)]
    # Plain text has the spaces as they are, the table has the places and confidences: both are asked for at once.
    command = [tool, "-", "-", *options, "-c", "preserve_interword_spaces=1", "txt", "tsv"]
    try:
        answer = tools.run(command, picture, seconds=seconds, most=limits.OCR_BYTES, more=_ONE_THREAD)
    except OSError:
        return None
    if answer.stopped or answer.status != 0:
        return None
    return list(_parsed(answer.output.decode("utf-8", "replace")))


def _parsed(told: str) -> Iterator[_Seen]:
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    written: dict[str, str] = {}
    for line in told.replace("\f", "\n").split("\n"):
        fields = line.split("\t")
        if len(fields) == _COLUMNS:
            if fields[0] == _WORD_LEVEL:
                rows.setdefault(tuple(fields[1:5]), []).append(fields)
        elif line.strip():
            written.setdefault(_SPACES.sub("", line), line.strip())
    for words in rows.values():
        letters = "".join(word[11] for word in words)
        bare = _SPACES.sub("", letters)
        if bare:
            yield _seen(words, written.get(bare, letters))


def _seen(words: list[list[str]], text: str) -> _Seen:
    sizes = [max(1, len(word[11].strip())) for word in words]
    sums = sum(size * float(word[10]) for size, word in zip(sizes, words, strict=True))
    lefts, tops, widths, heights = ([int(word[at]) for word in words] for at in range(6, 10))
    rights = [left + width for left, width in zip(lefts, widths, strict=True)]
    bottoms = [top + height for top, height in zip(tops, heights, strict=True)]
    return _Seen(text, sums / sum(sizes), min(lefts), max(rights), min(tops), max(bottoms))


def _is_sure(line: _Seen) -> bool:
    return line.confidence >= LEAST_CONFIDENCE and len(_LETTER.findall(line.text)) >= _LEAST_LETTERS


def _letters(lines: list[_Seen]) -> int:
    return sum(len(_LETTER.findall(line.text)) for line in lines if _is_sure(line))


def _worth(lines: list[_Seen]) -> int:
    marks = sum(len(_MARK.findall(line.text)) for line in lines if _is_sure(line))
    return _letters(lines) + _MARK_WEIGHT * marks


def _is_doubtful(lines: list[_Seen]) -> bool:
    sure = _letters(lines)
    every = sum(len(_LETTER.findall(line.text)) for line in lines)
    return sure < _FEW or every - sure > _DROPPED * every


def _reading(lines: list[_Seen]) -> Reading:
    read = [
        Line(" | ".join(_GAP.split(line.text.strip())), round(line.confidence))
        for line in lines
        if _is_sure(line)
    ]
    return Reading(tuple(read), _worth(lines))


def _in_rows(lines: list[_Seen]) -> list[_Seen]:
    """Lines that follow one another from left to right at one height, as one row."""
    sure = [line for line in lines if _is_sure(line)]
    rows = [[line] for line in sure[:1]]
    for before, line in pairwise(sure):
        middle = (line.top + line.bottom) / 2
        if before.right <= line.left and before.top < middle < before.bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(row) for row in rows]


def _joined(row: list[_Seen]) -> _Seen:
    return _Seen(
        "    ".join(line.text for line in row),
        min(line.confidence for line in row),
        row[0].left,
        row[-1].right,
        min(line.top for line in row),
        max(line.bottom for line in row),
    )
