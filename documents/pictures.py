"""Pictures: what they are and how large. Words in a picture are no words to a machine."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from documents.facts import Facts, Kind, PageHealth

_SVG = re.compile(rb"\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!doctype svg[^>]*>|\s)*<svg[\s>]", re.I | re.S)
_SVG_SIZE = re.compile(
    rb"<svg[^>]*?\b(width|height)\s*=\s*[\"']\s*([\d.]+)[^>]*?\b(width|height)\s*=\s*[\"']\s*([\d.]+)", re.I
)
_HEAD = 4096
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_BRANDS = {b"avif": "image/avif", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif"}


def picture_type(body: bytes) -> str:
    """Media type of a picture, "" for anything else."""
    for start, media_type in _STARTS:
        if body.startswith(start):
            return media_type
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"BM") and body[6:10] == bytes(4) and len(body) > 26:
        return "image/bmp"
    if body[4:8] == b"ftyp":
        return _BRANDS.get(body[8:12], "")
    return "image/svg+xml" if _SVG.match(body[:_HEAD].removeprefix(b"\xef\xbb\xbf")) else ""


def read_picture(body: bytes, media_type: str, extractor: str) -> Facts:
    """The facts of a picture; its size in pixels stands in the notes where it can be told."""
    try:
        measure = _MEASURES.get(media_type)
        size = measure(body) if measure else None
    except (struct.error, IndexError, ValueError):
        size = None
    notes = (f"{size[0]} × {size[1]} pixels",) if size else ("the size of the picture cannot be told",)
    return Facts(
        kind=Kind.IMAGE,
        media_type=media_type,
        extractor=extractor,
        pages=1,
        health=(PageHealth(pictures=1),),
        notes=notes,
    )


def _unpacked(layout: str, body: bytes, offset: int) -> tuple[int, int]:
    width, height = struct.unpack_from(layout, body, offset)
    return abs(width), abs(height)


def _jpeg_size(body: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(body):
        if body[at] != 0xFF:
            at += 1
            continue
        marker = body[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">2H", body, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        elif marker in {0x01, *range(0xD0, 0xDA)}:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", body, at + 2)[0]
    return None


def _webp_size(body: bytes) -> tuple[int, int] | None:
    match body[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
        case b"VP8 ":
            width, height = struct.unpack_from("<2H", body, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 21)
            return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
        case _:
            return None


def _tiff_size(body: bytes) -> tuple[int, int] | None:
    order = "<" if body.startswith(b"II") else ">"
    (at,) = struct.unpack_from(order + "I", body, 4)
    (entries,) = struct.unpack_from(order + "H", body, at)
    sizes: dict[int, int] = {}
    for index in range(entries):
        tag, kind, _, value = struct.unpack_from(order + "2HII", body, at + 2 + 12 * index)
        if kind == 3:
            (value,) = struct.unpack_from(order + "H", body, at + 10 + 12 * index)
        sizes[tag] = value
    return (sizes[256], sizes[257]) if 256 in sizes and 257 in sizes else None


def _svg_size(body: bytes) -> tuple[int, int] | None:
    found = _SVG_SIZE.search(body[:_HEAD])
    if not found or found[1].lower() == found[3].lower():
        return None
    sizes = {found[1].lower(): found[2], found[3].lower(): found[4]}
    return round(float(sizes[b"width"])), round(float(sizes[b"height"]))


_MEASURES: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    "image/png": lambda body: _unpacked(">2I", body, 16),
    "image/gif": lambda body: _unpacked("<2H", body, 6),
    "image/bmp": lambda body: _unpacked("<2i", body, 18),
    "image/jpeg": _jpeg_size,
    "image/webp": _webp_size,
    "image/tiff": _tiff_size,
    "image/svg+xml": _svg_size,
}
