"""Where an element leads to: attributes to raw addresses, raw addresses to canonical ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from evidence.address import canonical
from evidence.records import LinkKind

_SOURCES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_DATA = ("data-href", "data-url", "data-src")
_VIEWERS = ("data-pdf", "data-pdf-url", "data-file", "data-doc-url", "data-embed-open-url")
"""Attributes by which an element says which document it shows (the last is Google Sites')."""
_VIEWER_PAGE = re.compile(
    r"//docs\.google\.com/(?:a/[^/]+/)?(?:viewer|gview)\b|//view\.officeapps\.live\.com/op/|/viewer\.html?\b"
)
_GOES = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\(|window\.open\(|\bopen\()\s*[\"']([^\"']+)[\"'](?!\s*\+)"
)
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_NOWHERE = re.compile(r"\s*(?:#|javascript:|$)", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|ods|odt|csv)$", re.IGNORECASE)
_VIEWED = frozenset({"file", "url", "src", "pdf", "doc"})


def base_of(url: str, root: Any) -> str:
    """The address that relative ones on a page start from."""
    for element in root.iter("base"):
        if element.get("href"):
            try:
                return urljoin(url, str(element.get("href")).strip())
            except ValueError:
                return url
    return url


def of(element: Any) -> Iterator[tuple[LinkKind, str]]:
    """Kinds and raw addresses of the links that an element makes; one that leads nowhere is kept as a fact."""
    tag = element.tag
    if tag in ("a", "area"):
        yield from _anchor(element, LinkKind.ANCHOR if tag == "a" else LinkKind.AREA)
    elif tag in _SOURCES:
        raw = element.get(_SOURCES[tag]) or element.get("data-src") or ""
        if raw.strip() and not raw.startswith(("about:", "data:")):
            yield LinkKind.FRAME, raw
    elif tag == "img":
        raw = element.get("data-src") or element.get("src") or ""
        if raw and not raw.startswith("data:"):
            yield LinkKind.IMAGE, raw
    elif tag == "form":
        yield LinkKind.FORM, element.get("action") or ""
    elif tag == "meta":
        yield from _refresh(element)
    else:
        yield from _scripted(element)
    if element.attrib and tag not in ("a", "img"):
        yield from _viewed(element)


def _viewed(element: Any) -> Iterator[tuple[LinkKind, str]]:
    """The documents that an element shows by its own word."""
    for raw in (element.get(name) for name in _VIEWERS):
        if raw and ("/" in raw or _FILE_NAME.search(raw)):
            yield LinkKind.FRAME, raw


def _anchor(element: Any, kind: LinkKind) -> Iterator[tuple[LinkKind, str]]:
    raw = element.get("href")
    if raw is not None and not _NOWHERE.match(raw):
        yield kind, raw
        return
    found = [goes for _, goes in _scripted(element)]
    called = _GOES.search(raw or "")
    if called and not found:
        found = [called.group(1)]
    if found:
        yield from ((kind, goes) for goes in found)
    elif raw is not None:
        yield kind, raw


def _refresh(element: Any) -> Iterator[tuple[LinkKind, str]]:
    if (element.get("http-equiv") or "").lower() == "refresh":
        match = _REFRESH.match(element.get("content") or "")
        if match:
            yield LinkKind.REDIRECT, match.group(1).strip()


def _scripted(element: Any) -> Iterator[tuple[LinkKind, str]]:
    """Addresses that only a script would open."""
    found = [element.get(name) for name in _DATA]
    clicked = _GOES.search(element.get("onclick") or "")
    found.append(clicked.group(1) if clicked else None)
    for raw in dict.fromkeys(raw for raw in found if raw):
        # data-url and its like hold any kind of value; only what looks like an address is one.
        if "/" in raw or _FILE_NAME.search(raw) or re.search(r"\.(?:html?|php|aspx?)\b", raw):
            yield LinkKind.ANCHOR, raw


def resolved(raw: str, base: str, encoding: str) -> str:
    """The canonical address that a raw one means on its page, "" where it leads nowhere.

    Args:
        raw: as it stands on the page.
        base: the address that relative ones start from.
        encoding: of the page: browsers send letters of the query in it.
    """
    text = raw.strip()
    if (
        not text
        or text == "#"
        or text.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "about:"))
    ):
        return ""
    path, mark, query = text.partition("?")
    if mark and not query.isascii() and encoding != "utf-8":
        text = path + mark + quote(query, safe="%&=+#/?:;,@!$'()*[]~", encoding=encoding, errors="replace")
    try:
        return canonical(text, base)
    except ValueError:
        return ""


def shown_inside(target: str) -> list[str]:
    """Files that a viewer page shows: `viewer.html?file=/plan.pdf` speaks of /plan.pdf.

    The known viewers (PDF.js, Google's, Microsoft's) show whatever they are given, also what has no file's name.
    """
    query = urlsplit(target).query
    if not query:
        return []
    pairs = parse_qsl(query, max_num_fields=100) if query.count("&") < 100 else []
    is_viewer = bool(_VIEWER_PAGE.search(target))
    return [
        value
        for name, value in pairs
        if name.lower() in _VIEWED
        and ((is_viewer and "/" in value) or _FILE_NAME.search(value.split("?", 1)[0]))
    ]
