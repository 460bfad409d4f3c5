"""The old container of Office files (OLE2): the names in its root folder tell what it holds."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_END = 0xFFFFFFFA
_MOST_SECTORS = 1_000
_NONE = 0xFFFFFFFF


def root_names(body: bytes) -> frozenset[str]:
    """Names of the streams and folders in the root folder; empty where the container is damaged.

    Layout: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory). Only the 109 FAT sectors named in the header are
    used, which reach 6.8 MB with sectors of 512 bytes: the directory of a document lies near the front.
    """
    try:
        return frozenset(_children(_entries(body)))
    except (struct.error, IndexError, ValueError):
        return frozenset()


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


def _children(entries: list[bytes]) -> list[str]:
    """Names in the tree of entries that hangs from the root, which is the first entry."""
    names: list[str] = []
    seen: set[int] = set()
    waiting: list[int] = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        index = waiting.pop()
        if index == _NONE or index in seen or index >= len(entries):
            continue
        seen.add(index)
        entry = entries[index]
        length: int = struct.unpack_from("<H", entry, 64)[0]
        names.append(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting.extend(struct.unpack_from("<2I", entry, 68))
    return names
