"""The pictures inside office files: for a document that is nothing but a scan pasted into a page."""

from __future__ import annotations

import posixpath
import re

from documents.archive import Archive
from documents.facts import Kind
from documents.limits import DamagedError, LockedError
from documents.xml import read_member

_MEDIA = re.compile(r"(?:word/media|Pictures)/[^/]+\.(?:png|jpe?g|tiff?|gif|bmp)$", re.I)
_SLIDE = re.compile(r"ppt/slides/_rels/slide(\d+)\.xml\.rels")
_LEAST_BYTES = 10_000
"""A smaller picture is an emblem."""


def office_pictures(body: bytes, kind: Kind) -> dict[int, bytes]:
    """The largest picture of each page (from 1): of each slide of a presentation, else of the whole document."""
    try:
        archive = Archive(body)
        if kind is Kind.PPTX:
            return _of_slides(archive)
        largest = _largest(archive, [name for name in archive.names if _MEDIA.search(name)])
        return {1: largest} if largest else {}
    except (DamagedError, LockedError):
        return {}


def _of_slides(archive: Archive) -> dict[int, bytes]:
    found = {}
    slides = sorted((int(match[1]), match[0]) for name in archive.names if (match := _SLIDE.fullmatch(name)))
    for page, (_, name) in enumerate(slides, 1):
        root = read_member(archive, name)
        targets = [posixpath.normpath(f"ppt/slides/{link.get('Target', '')}") for link in root]
        largest = _largest(archive, [target for target in targets if target.startswith("ppt/media/")])
        if largest:
            found[page] = largest
    return found


def _largest(archive: Archive, names: list[str]) -> bytes | None:
    bodies = (archive.read(name) for name in names)
    return max((data for data in bodies if data and len(data) >= _LEAST_BYTES), key=len, default=None)
