"""One door to all formats: bytes in, facts out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from documents import limits
from documents.bundle import GZIP, read_gzip, read_zip
from documents.facts import Facts, Kind
from documents.html import read_html
from documents.mail import read_mail
from documents.ocr import Budget, with_ocr
from documents.odt import MEDIA_TYPES as OPEN_TEXTS
from documents.odt import read_odt
from documents.old_office import OLD_OFFICE, read_old_office
from documents.pdf import read_pdf
from documents.pictures import read_picture
from documents.plain import read_csv, read_text
from documents.pptx import read_pptx
from documents.rtf import read_rtf
from documents.sheets import WORKBOOKS, read_sheets
from documents.sniff import Sniffed, sniff
from documents.word import read_docx

EXTRACTOR = "2"
"""Version of everything below this door: it rises when the same bytes give other facts."""

_BUNDLES = frozenset({Kind.ARCHIVE, Kind.MAIL})
_TABLE_TYPE = re.compile(r"text/(?:csv|tab-separated-values)|application/csv", re.I)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv)(?:$|[?#])", re.I)


def extract(
    body: bytes, *, declared_type: str = "", charset: str = "", url: str = "", ocr: Budget | None = None
) -> Facts:
    """The facts of a body. The same bytes and hints give the same facts; bad bytes are a fact, never an error.

    Runs in the caller's process: foreign bytes go through `documents.worker`, which limits time and memory.

    Args:
        body: after transfer and content decoding.
        declared_type: Content-Type as the server sent it; asked only whether a text is CSV.
        charset: as the server declared it; asked only for HTML.
        url: asked only whether a text is CSV.
        ocr: what OCR may do for scans and pictures, None for nothing.

    Raises:
        MemoryError: the machine, or the worker's limit, has no more.
    """
    return _extract(body, _Hints(declared_type, _plain(charset), url, ocr))


@dataclass(frozen=True, slots=True)
class _Hints:
    declared_type: str
    charset: str
    url: str
    ocr: Budget | None
    depth: int = 0
    """How many files this one lies in."""


def _extract(body: bytes, hints: _Hints) -> Facts:
    table = _says_table(hints.declared_type, hints.url)
    what = sniff(body, table=table)
    try:
        return with_ocr(_with_repairs(_read(what, body, hints, table=table)), body, hints.ocr)
    except MemoryError:
        raise
    except Exception as error:
        # A reader that stumbles over bytes in a way nobody foresaw: the document is damaged, the run goes on.
        return unreadable(what.kind, what.media_type, f"unforeseen: {type(error).__name__}: {error}"[:200])


def _with_repairs(facts: Facts) -> Facts:
    """The facts with a note on letters that were put right beyond what every text is given."""
    restored = sum(page.restored for page in facts.health)
    if not restored or facts.kind in _BUNDLES:
        return facts
    return facts.model_copy(update={"notes": (*facts.notes, f"ำ put right in {restored} places")})


def unreadable(kind: Kind, media_type: str, reason: str) -> Facts:
    """The facts of a body that could not be read, and why."""
    return Facts(kind=kind, media_type=media_type, extractor=EXTRACTOR, corrupt=reason)


def _read(what: Sniffed, body: bytes, hints: _Hints, *, table: bool) -> Facts:
    readers: dict[Kind, Callable[[], Facts]] = {
        Kind.HTML: lambda: read_html(body, hints.charset, EXTRACTOR),
        Kind.PDF: lambda: read_pdf(body, EXTRACTOR),
        Kind.DOCX: lambda: read_docx(body, EXTRACTOR),
        Kind.PPTX: lambda: read_pptx(body, EXTRACTOR),
        Kind.RTF: lambda: read_rtf(body, EXTRACTOR),
        Kind.CSV: lambda: read_csv(body, EXTRACTOR, table=table),
        Kind.TEXT: lambda: read_text(body, what.media_type, EXTRACTOR),
        Kind.IMAGE: lambda: read_picture(body, what.media_type, EXTRACTOR),
        **dict.fromkeys(WORKBOOKS, lambda: read_sheets(body, what.kind, what.media_type, EXTRACTOR)),
        **dict.fromkeys(OPEN_TEXTS, lambda: read_odt(body, what.kind, EXTRACTOR)),
        **dict.fromkeys(OLD_OFFICE, lambda: read_old_office(body, what.kind, what.media_type, EXTRACTOR)),
    }
    if what.kind in _BUNDLES:
        return _bundle(what, body, hints)
    return readers.get(what.kind, lambda: _other(what, body))()


def _bundle(what: Sniffed, body: bytes, hints: _Hints) -> Facts:
    """The facts of a file that holds others; beyond the depth that is opened it counts as one of an unknown kind."""
    if hints.depth >= limits.BUNDLE_DEPTH:
        return _other(what, body)

    def read(inner: bytes, declared_type: str, charset: str, name: str) -> Facts:
        return _extract(inner, _Hints(declared_type, _plain(charset), name, hints.ocr, hints.depth + 1))

    if what.kind is Kind.MAIL:
        return read_mail(body, EXTRACTOR, read)
    return (read_gzip if what.media_type == GZIP else read_zip)(body, EXTRACTOR, read)


def _other(what: Sniffed, body: bytes) -> Facts:
    return Facts(
        kind=Kind.OTHER,
        media_type=what.media_type,
        extractor=EXTRACTOR,
        encrypted=what.encrypted,
        empty=not body,
    )


def extractor_key(
    sha256: str, declared_type: str = "", charset: str = "", url: str = "", *, ocr: bool = False
) -> str:
    """The key of a body's facts in a cache: digest, version of the extractor, and the hints that can change them.

    Give it the hints that `extract` gets, and whether words in pictures were asked for. Types, addresses and charsets that lead to the same facts share a key.
    """
    table = "csv" if _says_table(declared_type, url) else ""
    return f"{sha256}:{EXTRACTOR}:{table}:{_plain(charset)}{':ocr' if ocr else ''}"


def _says_table(declared_type: str, url: str) -> bool:
    return bool(_TABLE_TYPE.match(declared_type.strip()) or _TABLE_NAME.search(url))


def _plain(charset: str) -> str:
    return charset.strip().strip("\"'").lower()
