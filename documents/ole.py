"""The old container of Office files (OLE2): the names in its root folder tell what it holds."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_END = 0xFFFFFFFA
_MOST_SECTORS = 1_000
_NONE = 0xFFFFFFFF
_SMALL = 4096


def root_names(body: bytes) -> frozenset[str]:
    """Names of the streams and folders in the root folder; empty where the container is damaged.

    Layout: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory). Only the 109 FAT sectors named in the header are
    used, which reach 6.8 MB with sectors of 512 bytes: the directory of a document lies near the front.
    """
    try:
        return frozenset(map(_name, _tree(_entries(body))))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def head_of(body: bytes, name: str) -> bytes:
    """The first sector of a stream in the root folder, b"" where there is none or the container is damaged.

    Streams below 4,096 bytes lie elsewhere ([MS-CFB] 2.4) and are not looked for.
    """
    try:
        for entry in _tree(_entries(body)):
            if _name(entry) == name:
                start, length = struct.unpack_from("<2I", entry, 116)
                size = 1 << struct.unpack_from("<H", body, 30)[0]
                return body[(start + 1) * size : (start + 2) * size] if length >= _SMALL else b""
    except (struct.error, IndexError, ValueError):
        pass
    return b""


def is_cut_short(body: bytes) -> bool:
    """Whether the allocation table names sectors beyond the end of the file: a download that broke off."""
    try:
        size = 1 << struct.unpack_from("<H", body, 30)[0]
        highest: int = -1
        for place, sector in enumerate(struct.unpack_from("<109I", body, 76)):
            start = (sector + 1) * size
            if sector < _END and start < len(body):
                entries = struct.unpack(f"<{size // 4}I", body[start : start + size])
                used = (at for at in reversed(range(size // 4)) if entries[at] != _NONE)
                highest = max(highest, place * (size // 4) + next(used, -1))
            elif sector < _END:
                return True
    except struct.error:
        return True
    return bool((highest + 1) * size >= len(body))


def _entries(body: bytes) -> list[bytes]:
    shift: int = struct.unpack_from("<H", body, 30)[0]
    if shift not in {9, 12}:
        raise ValueError("no sector size")
    size = 1 << shift
    sector: int = struct.unpack_from("<I", body, 48)[0]
    fat_sectors = struct.unpack_from("<109I", body, 76)
    seen: set[int] = set()
    directory = b""
    while sector < _END and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        start = (sector + 1) * size
        directory += body[start : start + size]
        fat_start = (fat_sectors[sector // (size // 4)] + 1) * size
        sector = struct.unpack_from("<I", body, fat_start + 4 * (sector % (size // 4)))[0]
    return [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]


def _tree(entries: list[bytes]) -> Iterator[bytes]:
    """The entries of the tree that hangs from the root, which is the first entry."""
    seen: set[int] = set()
    waiting: list[int] = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        index = waiting.pop()
        if index == _NONE or index in seen or index >= len(entries):
            continue
        seen.add(index)
        yield entries[index]
        waiting.extend(struct.unpack_from("<2I", entries[index], 68))


def _name(entry: bytes) -> str:
    length: int = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
