"""One door to all formats: bytes in, facts out."""

from __future__ import annotations

import re
from collections.abc import Callable

from documents.facts import Facts, Kind
from documents.html import read_html
from documents.odt import read_odt
from documents.pdf import read_pdf
from documents.pictures import read_picture
from documents.plain import read_csv, read_text
from documents.sheets import WORKBOOKS, read_sheets
from documents.sniff import Sniffed, sniff
from documents.word import read_docx

EXTRACTOR = "2"
"""Version of everything below this door: it rises when the same bytes give other facts."""

_TABLE_TYPE = re.compile(r"text/(?:csv|tab-separated-values)|application/csv", re.I)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv)(?:$|[?#])", re.I)


def extract(body: bytes, *, declared_type: str = "", charset: str = "", url: str = "") -> Facts:
    """The facts of a body. The same bytes and hints give the same facts; bad bytes are a fact, never an error.

    Runs in the caller's process: foreign bytes go through `documents.worker`, which limits time and memory.

    Args:
        body: after transfer and content decoding.
        declared_type: Content-Type as the server sent it; asked only whether a text is CSV.
        charset: as the server declared it; asked only for HTML.
        url: asked only whether a text is CSV.

    Raises:
        MemoryError: the machine, or the worker's limit, has no more.
    """
    table = _says_table(declared_type, url)
    what = sniff(body, table=table)
    try:
        return _read(what, body, _plain(charset), table=table)
    except MemoryError:
        raise
    except Exception as error:
        # A reader that stumbles over bytes in a way nobody foresaw: the document is damaged, the run goes on.
        return unreadable(what.kind, what.media_type, f"unforeseen: {type(error).__name__}: {error}"[:200])


def unreadable(kind: Kind, media_type: str, reason: str) -> Facts:
    """The facts of a body that could not be read, and why."""
    return Facts(kind=kind, media_type=media_type, extractor=EXTRACTOR, corrupt=reason)


def _read(what: Sniffed, body: bytes, charset: str, *, table: bool) -> Facts:
    readers: dict[Kind, Callable[[], Facts]] = {
        Kind.HTML: lambda: read_html(body, charset, EXTRACTOR),
        Kind.PDF: lambda: read_pdf(body, EXTRACTOR),
        Kind.DOCX: lambda: read_docx(body, EXTRACTOR),
        Kind.ODT: lambda: read_odt(body, EXTRACTOR),
        Kind.CSV: lambda: read_csv(body, EXTRACTOR, table=table),
        Kind.TEXT: lambda: read_text(body, what.media_type, EXTRACTOR),
        Kind.IMAGE: lambda: read_picture(body, what.media_type, EXTRACTOR),
        **dict.fromkeys(WORKBOOKS, lambda: read_sheets(body, what.kind, what.media_type, EXTRACTOR)),
    }
    return readers.get(what.kind, lambda: _other(what, body))()


def _other(what: Sniffed, body: bytes) -> Facts:
    return Facts(
        kind=Kind.OTHER,
        media_type=what.media_type,
        extractor=EXTRACTOR,
        encrypted=what.encrypted,
        empty=not body,
    )


def extractor_key(sha256: str, declared_type: str = "", charset: str = "", url: str = "") -> str:
    """The key of a body's facts in a cache: digest, version of the extractor, and the hints that can change them.

    Give it the hints that `extract` gets. Types, addresses and charsets that lead to the same facts share a key.
    """
    table = "csv" if _says_table(declared_type, url) else ""
    return f"{sha256}:{EXTRACTOR}:{table}:{_plain(charset)}"


def _says_table(declared_type: str, url: str) -> bool:
    return bool(_TABLE_TYPE.match(declared_type.strip()) or _TABLE_NAME.search(url))


def _plain(charset: str) -> str:
    return charset.strip().strip("\"'").lower()
