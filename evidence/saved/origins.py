"""What a saved page says of where it was saved from: comments of browsers and mirrors, and the page's own words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from evidence.saved.records import bangkok, web_address

HEAD = 256 * 1024
"""How much of a file's beginning is looked at, in bytes."""
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(\S{1,4000}?)\s*-->", re.IGNORECASE)
_MIRRORED = re.compile(
    rb"<!--\s*Mirrored from (\S{1,4000}?) by HTTrack[^>]{0,80}?(?:\],? ([^>]{5,60}? GMT))?\s*-->",
    re.IGNORECASE,
)
_LINK = re.compile(rb"<link\b[^>]{0,500}>", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,4500}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""\b(rel|href|property|content)\s*=\s*("[^"]{0,4000}"|'[^']{0,4000}'|[^\s>]{1,4000})""", re.I
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|frameset|title|meta|table|div|p|!--)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a page was saved."""

    url: str = ""
    """Canonical, "" where the page does not say it."""
    saved_at: str = ""
    own: str = ""
    """The address that the page itself calls its own (canonical link, og:url): not always where it was fetched."""


def is_html(head: bytes) -> bool:
    """Whether a file begins as a page does."""
    return (
        bool(_HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:200].lstrip()))
        or b"<html" in head[:2048].lower()
    )


def origin_of(head: bytes) -> Origin:
    """What the beginning of a saved page says of where it was saved from."""
    own = own_address(head)
    found = _MIRRORED.search(head)
    if found:
        address = found[1].decode("utf-8", "replace")
        address = address if "://" in address else f"http://{address}"
        when = bangkok(found[2].decode("ascii", "replace")) if found[2] else ""
        return Origin(web_address(address), when, own)
    found = _SAVED_FROM.search(head)
    url = web_address(html.unescape(found[1].decode("utf-8", "replace"))) if found else ""
    return Origin(url, "", own)


def own_address(head: bytes) -> str:
    """The absolute address that a page calls its own, "" where it calls none."""
    for tag, key, name, value in (
        (_LINK, "rel", "canonical", "href"),
        (_META, "property", "og:url", "content"),
    ):
        for match in tag.finditer(head):
            told = {
                k.decode().lower(): html.unescape(v.strip(b"\"'").decode("utf-8", "replace"))
                for k, v in _ATTRIBUTE.findall(match[0])
            }
            if told.get(key, "").strip().lower() == name and (url := web_address(told.get(value, ""))):
                return url
    return ""
