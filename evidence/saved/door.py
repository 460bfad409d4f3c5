"""The one door to saved copies: a path to what it holds, by content and not by name."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from evidence.errors import CopyError
from evidence.saved.folder import copies_in, read_folder
from evidence.saved.mhtml import MOST_FILE, looks_like_mhtml, read_mhtml
from evidence.saved.shelf import Shelf
from evidence.saved.wacz import read_wacz
from evidence.saved.warc import looks_like_warc, read_warc

_HEAD = 64 * 1024


def read_copies(paths: Sequence[Path], spool: Path, base: str = "") -> Shelf:
    """Everything that some saved copies hold, as one site.

    Args:
        paths: WARC, WACZ and MHTML files, and folders of saved pages.
        spool: an empty folder for the bodies; it must last as long as the shelf is used.
        base: canonical address for pages that do not say theirs; "" for none.

    Raises:
        CopyError: one of them is no saved copy, or they hold nothing at all.
        StoreError: the spool cannot be written.
    """
    shelf = Shelf(spool)
    for path in paths:
        _fill(shelf, path, base)
    shelf.settle()
    if not shelf.urls():
        why = f" ({shelf.notes.lines[0]})" if shelf.notes.lines else ""
        raise CopyError(f"{', '.join(map(str, paths))}: nothing in it that was saved from a website{why}")
    return shelf


def _fill(shelf: Shelf, path: Path, base: str) -> None:
    try:
        if path.is_dir():
            inner = copies_in(path)
            for one in inner:
                _fill_softly(shelf, one, base)
            shelf.fill(path.name, read_folder(path, shelf.notes, base))
        else:
            _fill_file(shelf, path, base)
    except OSError as error:
        raise CopyError(f"{path}: cannot be read ({error.strerror or error})") from error


def _fill_softly(shelf: Shelf, path: Path, base: str) -> None:
    """A copy among others in a folder: one that cannot be read costs a note."""
    try:
        _fill_file(shelf, path, base)
    except CopyError as error:
        shelf.notes.say(f"{error}; left out")


def _fill_file(shelf: Shelf, path: Path, base: str) -> None:
    name = path.name
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = path.stat().st_size
        if head.startswith(b"PK\x03\x04"):
            shelf.fill(name, read_wacz(path, name, shelf.notes))
        elif looks_like_warc(_unpacked(head)):
            file.seek(0)
            shelf.fill(name, read_warc(file, size, name, shelf.notes))
        elif looks_like_mhtml(head):
            if size > MOST_FILE:
                raise CopyError(f"{path}: longer than {MOST_FILE >> 20} MB, too long for an MHTML file")
            file.seek(0)
            shelf.fill(name, read_mhtml(file.read(), name, shelf.notes, base))
        else:
            raise CopyError(f"{path}: no saved copy: neither WARC nor WACZ nor MHTML by its content")


def _unpacked(head: bytes) -> bytes:
    """The first bytes of a file, without gzip around them."""
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""
