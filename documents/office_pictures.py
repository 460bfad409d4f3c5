"""The pictures inside office files: for a document that is nothing but a scan pasted into a page."""

from __future__ import annotations

import posixpath
import re

from documents.archive import Archive
from documents.facts import Kind
from documents.limits import DamagedError, LockedError
from documents.pptx import slide_names
from documents.xml import read_member

_MEDIA = re.compile(r"(?:word/media|Pictures)/[^/]+\.(?:png|jpe?g|tiff?|gif|bmp)$", re.I)
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
    for page, name in enumerate(slide_names(archive), 1):
        folder, _, file = name.rpartition("/")
        links = read_member(archive, f"{folder}/_rels/{file}.rels")
        targets = [posixpath.normpath(f"{folder}/{link.get('Target', '')}") for link in links or ()]
        largest = _largest(archive, [target for target in targets if target.startswith("ppt/media/")])
        if largest:
            found[page] = largest
    return found


def _largest(archive: Archive, names: list[str]) -> bytes | None:
    bodies = (archive.read(name) for name in names)
    return max((data for data in bodies if data and len(data) >= _LEAST_BYTES), key=len, default=None)
