"""Plain text and CSV: encoding, delimiter, lines and rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from documents import limits
from documents.blocks import TEXT_CHARACTERS, Draft, settle_page
from documents.facts import Facts, Kind, Shape

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = ",;\t|"
_SAMPLE = 64_000
_SAMPLE_LINES = 50
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r\f\x1a\x1b"))
_MOST_CONTROLS = 0.01
_THAI_SHARE = 0.7
"""Of the bytes above ASCII in windows-874 text, so many at least are Thai letters."""
_THAI_BYTES = bytes([*range(0xA1, 0xDB), *range(0xDF, 0xFC)])
_AGREEING = 0.8
_TIED_AGREEING = 0.5
_LAST_CHARACTER = 3


def decode_plain(body: bytes) -> tuple[str, str]:
    """The text and the Python name of its encoding: byte order mark, strict UTF-8, then windows-874. Never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A file that was cut in the middle of a character is UTF-8 all the same.
        if error.start >= len(body) - _LAST_CHARACTER and error.start > 0:
            return body[: error.start].decode("utf-8"), "utf-8"
    return body.decode("cp874", "replace"), "cp874"


def is_textual(body: bytes) -> bool:
    """Whether a body can be text in an encoding known here, by its bytes."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    sample = body[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(sample):
        return False
    if decode_plain(sample)[1] == "utf-8":
        return True
    high = sample.translate(None, bytes(range(128)))
    return len(high) - len(high.translate(None, _THAI_BYTES)) >= _THAI_SHARE * len(high)


def sniff_delimiter(text: str, *, table: bool = False) -> str:
    """What parts the columns, "" for text that has no such shape.

    A table has two lines or more that hold the same number of columns. `table` says that the address or the declared
    type calls it one: then fewer lines need to agree.
    """
    lines = [line for line in islice(_lines(text[:_SAMPLE]), _SAMPLE_LINES) if line.strip()]
    best = max(_DELIMITERS, key=lambda mark: _agreement(lines, mark))
    share = _agreement(lines, best)
    least = _TIED_AGREEING if table else _AGREEING
    if len(lines) >= 2 and share >= least and (table or not _is_prose(lines, best)):
        return best
    return best if table and len(lines) == 1 and best in lines[0] else ""


def _agreement(lines: list[str], mark: str) -> float:
    """Share of the rows that have the most frequent number of columns, if that is two or more."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
    except csv.Error:
        return 0.0
    shared = [(count, width) for width, count in widths.items() if width > 1]
    return max(shared)[0] / widths.total() if shared else 0.0


_NO_DELIMITER = re.compile(r",(?=\s)|(?<=\d),(?=\d{3}(?!\d))")
"""The comma of a sentence, and the one of thousands."""


def _is_prose(lines: list[str], mark: str) -> bool:
    """Whether most commas are those of sentences and sums: such lines are no table unless something else says so."""
    commas = sum(line.count(",") for line in lines)
    return mark == "," and commas > 0 and len(_NO_DELIMITER.findall("\n".join(lines))) > commas / 2


def _lines(text: str) -> Iterator[str]:
    return iter(text.splitlines())


def read_csv(body: bytes, extractor: str, *, table: bool = False) -> Facts:
    """The facts of a table in text; each row is a block, its cells joined with " | "."""
    text, encoding = decode_plain(body)
    delimiter = sniff_delimiter(text, table=table) or ","
    rows = islice(_rows(text[:TEXT_CHARACTERS], delimiter), limits.ROWS + 1)
    drafts = [Draft(row, Shape.ROW) for row in rows]
    cut = len(text) > TEXT_CHARACTERS
    base = Facts(kind=Kind.CSV, media_type="text/csv", extractor=extractor, encoding=encoding, truncated=cut)
    return _facts(base, drafts, limits.ROWS)


def _rows(text: str, delimiter: str) -> Iterator[str]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # One field beyond the reader's limit; the rows after it are read.
            continue
        if any(cell.strip() for cell in cells):
            yield join_cells(cells)


def join_cells(cells: Iterable[str]) -> str:
    """Cells as one line: empty ones kept inside, left out at the end, each cut of its own line ends."""
    kept = [" ".join(cell.split()) for cell in islice(cells, limits.COLUMNS)]
    while kept and not kept[-1]:
        kept.pop()
    return " | ".join(kept)


def read_text(body: bytes, media_type: str, extractor: str) -> Facts:
    """The facts of plain text; each line that holds anything is a block."""
    text, encoding = decode_plain(body)
    drafts = [
        Draft(line) for line in islice(_lines(text[:TEXT_CHARACTERS]), limits.LINES + 1) if line.strip()
    ]
    cut = len(text) > TEXT_CHARACTERS
    base = Facts(kind=Kind.TEXT, media_type=media_type, extractor=extractor, encoding=encoding, truncated=cut)
    return _facts(base, drafts, limits.LINES)


def _facts(base: Facts, drafts: list[Draft], most: int) -> Facts:
    """The facts with the words of the drafts, of which `most` are kept."""
    blocks, health = settle_page(drafts[:most])
    found = {
        "blocks": tuple(blocks),
        "health": (health,),
        "empty": not blocks,
        "truncated": base.truncated or len(drafts) > most,
    }
    return base.model_copy(update=found)
