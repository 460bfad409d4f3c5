"""Several documents in one file: ZIP and gzip. Their facts are joined, one document after the other.

The name of a member is a heading, its pages follow those of the member before; a member without pages is one page.
What could not be read is said in the notes by name.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from documents import limits
from documents.archive import Archive
from documents.blocks import TEXT_CHARACTERS, Draft, settle
from documents.facts import Block, Facts, Kind, PageHealth, Shape
from documents.limits import DamagedError, LockedError

Read = Callable[[bytes, str, str, str], Facts]
"""Facts of a member from its bytes, declared type, charset and name."""

GZIP = "application/gzip"
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_THAI = re.compile("[\u0e01-\u0e4e]")
_GZIP_WINDOW = 31
"""Asks zlib for the head and foot of gzip."""


@dataclass(frozen=True, slots=True)
class Member:
    """One document inside another file."""

    name: str
    """"" for what is the file itself: the text of a message."""
    facts: Facts


@dataclass(slots=True)
class _Joined:
    blocks: list[Block] = field(default_factory=list)
    health: list[PageHealth] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages: int = 0
    read: int = 0
    encrypted: int = 0
    corrupt: list[str] = field(default_factory=list)
    truncated: bool = False
    letters: int = 0


def read_zip(body: bytes, extractor: str, read: Read) -> Facts:
    """The facts of a ZIP file that is no document of its own."""
    base = Facts(kind=Kind.ARCHIVE, media_type="application/zip", extractor=extractor)
    try:
        archive = Archive(body)
    except DamagedError as error:
        return base.model_copy(update={"corrupt": str(error)})
    names = [name for name in archive.names if not _is_litter(name)]
    return joined(base, _members(archive, names, read), more=len(names) > limits.BUNDLE_MEMBERS)


def _members(archive: Archive, names: Iterable[str], read: Read) -> Iterator[Member]:
    for name in names:
        base = Facts(kind=Kind.OTHER, media_type="application/octet-stream", extractor="")
        try:
            body = archive.read(name)
            facts = read(body or b"", "", "", shown_name(name))
        except LockedError:
            facts = base.model_copy(update={"encrypted": True})
        except DamagedError as error:
            facts = base.model_copy(update={"corrupt": str(error)})
        yield Member(shown_name(name), facts)


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        name.endswith("/") or "__MACOSX" in path.parts or path.name in _LITTER or path.name.startswith("._")
    )


def shown_name(name: str) -> str:
    """A member's name as its maker wrote it: old packers keep Thai in windows-874 and do not say so."""
    for encoding in ("utf-8", "cp874"):
        try:
            told = name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
        if _THAI.search(told):
            return told
    return name


def joined(base: Facts, members: Iterable[Member], *, more: bool = False) -> Facts:
    """The facts of a file from those of its members; `more` says that it has others that nobody looked at."""
    sums = _Joined(blocks=list(base.blocks), truncated=more)
    end = time.monotonic() + limits.BUNDLE_SECONDS
    for number, member in enumerate(members):
        if number >= limits.BUNDLE_MEMBERS or sums.letters > TEXT_CHARACTERS:
            sums.truncated = True
            break
        _add(sums, member)
        if time.monotonic() > end:
            sums.truncated = True
            sums.notes.append("not all of it was read: it took too long")
            break
    return base.model_copy(update=_found(sums))


def _found(sums: _Joined) -> dict[str, object]:
    failed = sums.encrypted + len(sums.corrupt)
    nothing = failed > 0 and not sums.read
    return {
        "pages": sums.pages or None,
        "blocks": tuple(sums.blocks),
        "health": tuple(sums.health),
        "encrypted": nothing and sums.encrypted > 0,
        "corrupt": sums.corrupt[0] if nothing and not sums.encrypted else "",
        "empty": not (sums.read or failed or sums.notes),
        "truncated": sums.truncated,
        "notes": tuple(sums.notes),
    }


def _add(sums: _Joined, member: Member) -> None:
    facts, name = member.facts, member.name or "its text"
    sums.notes += [f"{name}: {note}" if member.name else note for note in facts.notes]
    if facts.encrypted:
        sums.encrypted += 1
        sums.notes.append(f"{name}: encrypted")
    elif facts.corrupt:
        sums.corrupt.append(f"{name}: {facts.corrupt}"[:200])
        sums.notes.append(sums.corrupt[-1])
    elif facts.kind is Kind.OTHER:
        sums.notes.append(f"{name}: not read, {facts.media_type}")
    else:
        _append(sums, member)


def _append(sums: _Joined, member: Member) -> None:
    facts, first = member.facts, sums.pages + 1
    if member.name:
        sums.blocks += settle([Draft(member.name, Shape.HEADING, level=1, page=first)])[0]
    for block in facts.blocks:
        if block.shape is not Shape.TITLE:
            sums.blocks.append(block.model_copy(update={"page": sums.pages + (block.page or 1)}))
            sums.letters += len(block.text)
    sums.health += facts.health
    sums.pages += max(1, facts.pages or len(facts.health))
    sums.read += 1
    sums.truncated = sums.truncated or facts.truncated


def read_gzip(body: bytes, extractor: str, read: Read) -> Facts:
    """The facts of the one document in a gzip file, as if it lay there unpacked; a note says that it does not."""
    base = Facts(kind=Kind.ARCHIVE, media_type=GZIP, extractor=extractor)
    try:
        unpacked = _gunzipped(body)
    except (DamagedError, zlib.error) as error:
        return base.model_copy(update={"corrupt": f"damaged gzip: {error}"})
    facts = read(unpacked, "", "", "")
    return facts.model_copy(update={"notes": (*facts.notes, "unpacked from gzip")})


def _gunzipped(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    most = min(limits.UNPACKED_BYTES, max(1 << 20, limits.RATIO * len(body)))
    unpacked = unpacker.decompress(body, most)
    if unpacker.unconsumed_tail:
        raise DamagedError(f"limit: unpacks to more than {most // 1_000_000} MB")
    if not unpacker.eof:
        raise DamagedError("its end is missing")
    return unpacked
