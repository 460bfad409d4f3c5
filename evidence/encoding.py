"""Bytes of an HTML page to text: BOM, what is declared if it decodes strictly, UTF-8, then windows-874.

Measured on Thai pages, this order reads more of them right than statistical guessing, because a strict UTF-8
decoder practically never accepts windows-874 text, nor the other way round.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_THAI_NAMES = frozenset(
    {"tis-620", "tis620", "windows-874", "cp874", "iso-8859-11", "x-windows-874", "ms874"}
)
_WESTERN = frozenset({"iso8859-1", "cp1252", "ascii"})
_HEAD = 4096


def decode_html(body: bytes, http_charset: str | None = None) -> tuple[str, str]:
    """The text of an HTML page and the name of the encoding that it was read with.

    A Western single-byte declaration counts as none when the page has other than ASCII bytes: such pages are Thai
    ones whose maker left the tool's default. Never raises: what cannot be read becomes U+FFFD.

    Args:
        body: the page after transfer and content decoding.
        http_charset: the charset parameter of the Content-Type header, if there was one.

    Returns:
        The text without a byte order mark, and a Python codec name in lower case.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    if body.isascii():
        return body.decode("ascii"), "utf-8"
    for encoding in _candidates(body, http_charset):
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _least_damage(body)


def charset_of(content_type: str) -> str | None:
    """The charset parameter of a Content-Type header, None where there is none."""
    match = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", content_type, re.IGNORECASE)
    return match.group(1) if match else None


def _candidates(body: bytes, http_charset: str | None) -> list[str]:
    """Encodings to try strictly, the likeliest first: UTF-8 before any single-byte one that accepts everything."""
    head = body[:_HEAD]
    declared = [http_charset] + [m.group(1).decode("ascii") for p in (_META, _XML) if (m := p.search(head))]
    known = [name for raw in declared if raw and (name := _codec(raw))]
    multi = [name for name in known if name not in _WESTERN and name != "cp874"]
    order = ["utf-8", "cp874"] if "cp874" in known or not multi else [*multi, "utf-8", "cp874"]
    return list(dict.fromkeys(order))


def _codec(name: str) -> str | None:
    """A Python codec for a declared name; UTF-16 without a byte order mark is a wrong declaration."""
    if name.lower() in _THAI_NAMES:
        return "cp874"
    try:
        info = codecs.lookup(name)
        b"?".decode(info.name)  # some codecs are no text encodings
    except (LookupError, ValueError):
        return None
    return None if info.name.startswith(("utf-16", "utf-32", "utf-7")) else info.name


def _least_damage(body: bytes) -> tuple[str, str]:
    """The reading with fewer lost characters: a page cut in the middle of a letter is still UTF-8."""
    readings = [(body.decode(name, "replace"), name) for name in ("utf-8", "cp874")]
    return min(readings, key=lambda reading: reading[0].count("\ufffd"))
