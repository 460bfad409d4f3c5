"""Sitemaps: the addresses that a site lists of itself."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from lxml import etree

MOST_ADDRESSES = 50_000
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap file lists, as it stands there."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(body: bytes) -> Sitemap:
    """The addresses of a sitemap or sitemap index: XML, packed or not, or plain lines. Never raises."""
    body = _unpacked(body)
    if body.lstrip()[:1] != b"<":
        lines = body[:_MOST_BYTES].decode("utf-8", "replace").split("\n", MOST_ADDRESSES)
        return Sitemap(
            pages=tuple(u for line in lines if (u := line.strip()).startswith(("http://", "https://")))
        )
    pages: list[str] = []
    sitemaps: list[str] = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return Sitemap()
    if root is None:
        return Sitemap()
    for place in root.iter("{*}loc"):
        parent = place.getparent()
        # A name that is none (`a:b` without its space) is mended by the parser and refused by QName.
        name = "" if parent is None else str(parent.tag).rpartition("}")[2]
        if name in ("url", "sitemap") and place.text and len(pages) < MOST_ADDRESSES:
            (pages if name == "url" else sitemaps).append(place.text.strip())
    return Sitemap(tuple(pages), tuple(sitemaps))


def _unpacked(body: bytes) -> bytes:
    """The body of a `.gz`, cut at a limit; what is not packed stays as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MOST_BYTES)
    except zlib.error:
        return b""
