"""Files of the old Office formats made by hand: just enough of the container and of the streams for their readers."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096
"""Smaller streams would lie in a container of their own."""


def ole(*names: str) -> bytes:
    """A container that holds streams of these names with nothing in them."""
    return container(dict.fromkeys(names, b""))


def container(streams: Mapping[str, bytes]) -> bytes:
    """A container with these streams: header, one sector of the allocation table, the directory, the data."""
    directory_size = -(-(len(streams) + 1) // 4)
    table = [_FAT, *range(2, 1 + directory_size), _END]
    entries, data = [_entry("Root Entry", child=1)], b""
    for number, (name, body) in enumerate(streams.items(), start=1):
        padded = body.ljust(_SMALLEST, b"\0") if body else b""
        padded += bytes(-len(padded) % SECTOR)
        start = len(table) if padded else _END
        sectors = len(padded) // SECTOR
        table += [*range(start + 1, start + sectors), _END] if sectors else []
        right = number + 1 if number < len(streams) else -1
        entries.append(_entry(name, right=right, start=start, size=len(padded)))
        data += padded
    assert len(table) <= SECTOR // 4
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[_FREE] * (SECTOR // 4 - len(table)))
    return _header() + fat + b"".join(entries).ljust(directory_size * SECTOR, b"\0") + data


def _header() -> bytes:
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 56, _SMALLEST)
    struct.pack_into("<2I", header, 60, _END, 0)
    struct.pack_into("<2I", header, 68, _END, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    return bytes(header)


def _entry(name: str, right: int = -1, child: int = -1, start: int = _END, size: int = 0) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    kind = 5 if child == 1 else 2
    head = raw.ljust(64, b"\0") + struct.pack("<H2B3i", len(raw), kind, 1, -1, right, child)
    return head + bytes(36) + struct.pack("<3I", start, size, 0)


def doc(text: str, *, locked: bool = False) -> bytes:
    """A Word 97 file: the head of its stream, then its letters in UTF-16, each line a paragraph."""
    letters = (text + "\n").replace("\n", "\r").encode("utf-16-le")
    head = bytearray(1024)
    struct.pack_into("<2H", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 10, 0x1000 | (0x0100 if locked else 0))
    struct.pack_into("<2I", head, 24, len(head), len(head) + len(letters))
    return container({"WordDocument": bytes(head) + letters, "1Table": b"\0"})


def ppt(slides: list[list[str]]) -> bytes:
    """A PowerPoint file with the texts of its slides, each text one record."""
    body = b"".join(_slide(texts) for texts in slides)
    return container({"PowerPoint Document": body, "Pictures": b""})


def _slide(texts: list[str]) -> bytes:
    letters = [text.encode("utf-16-le") for text in texts]
    inner = b"".join(struct.pack("<2HI", 0, 4000, len(data)) + data for data in letters)
    return struct.pack("<2HI", 0x0F, 1006, len(inner)) + inner
