"""Is a stored run what it was? Every body is hashed again, every record and file compared with the seal."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from evidence.bodies import Bodies
from evidence.errors import StoreError
from evidence.seal import (
    BODIES,
    INDEX,
    OPEN,
    SEAL,
    bodies_of,
    connected,
    file_digest,
    files_of,
    read_seal,
    rows_of,
)

_CACHES = frozenset({"facts"})
"""Tables that hold no evidence: what they say can be worked out again from the bodies."""
_MOST_FACTS = 1 << 28


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found."""

    faults: tuple[str, ...]
    """What was altered or is lacking, one line for each address or file; empty where the store is whole."""
    notes: tuple[str, ...]
    """What does not count as a fault."""
    captures: int
    bodies: int
    seal: str
    """SHA-256 of `seal.json`, "" where there is none."""


def verify(folder: Path) -> Verified:
    """Verify the store in a folder; nothing is written.

    Raises:
        StoreError: there is neither a store nor the seal of one, or the index cannot be read and nothing says that it
            was altered.
    """
    if not (folder / INDEX).exists() and not (folder / SEAL).exists():
        raise StoreError(f"no stored run in {folder}: there is no {INDEX}")
    return _Verifying(folder).all()


class _Verifying:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seal = read_seal(folder)
        self._faults: dict[str, None] = {}
        self._notes: list[str] = []
        self._users: dict[str, list[str]] = defaultdict(list)
        """Digest of a body to the addresses that it stood at."""
        self._sizes: dict[str, int] = {}
        self._captures = 0

    def all(self) -> Verified:
        """Every check, in order."""
        altered = self._sealed_index()
        try:
            self._records()
            self._rows()
        except (sqlite3.Error, UnicodeDecodeError, ValueError) as error:
            if not altered:
                raise StoreError(f"the index in {self._folder} cannot be read: {error}") from error
            self._fault(f"{INDEX}: cannot be read ({error})")
        self._bodies()
        self._files()
        path = self._folder / SEAL
        digest = file_digest(path) if path.exists() else ""
        return Verified(tuple(self._faults), tuple(self._notes), self._captures, len(self._users), digest)

    def _fault(self, line: str) -> None:
        self._faults[" ".join(line.split())] = None

    def _sealed_index(self) -> bool:
        """Whether the seal or the index is known not to be what it was."""
        if self._seal is None:
            there = (self._folder / SEAL).exists()
            self._fault(
                f"{SEAL}: was altered"
                if there
                else f"{SEAL}: lacking: the run was not finished, or its seal was taken away"
            )
            return there
        if (self._folder / OPEN).exists():
            self._notes.append(
                "the run is being written on, or the writing was cut off: what was added since is not sealed"
            )
        try:
            return bool(file_digest(self._folder / INDEX) != self._seal.get("index"))
        except OSError as error:
            self._fault(f"{INDEX}: cannot be read ({error.strerror})")
            return True

    def _rows(self) -> None:
        """Compare the records with the seal, and name the addresses whose records differ."""
        if self._seal is None or file_digest(self._folder / INDEX) == self._seal.get("index"):
            return
        told, found = self._seal["rows"], rows_of(self._folder)
        differs = False
        for table in sorted({*told, *found}):
            for address, what in _different(told.get(table, {}), found.get(table, {})):
                differs = True
                if table in _CACHES and self._notes:
                    continue  # it was being written when the program ended
                where = address or f"{INDEX}, {table or 'layout'}"
                self._fault(f"{where}: {_NAMES.get(table, table)} {what}")
        if not differs and not self._notes and self._seal.get("index"):
            self._fault(f"{INDEX}: altered, though every record is what it was")

    def _records(self) -> None:
        """Read every record, and note which addresses have which body."""
        with closing(connected(self._folder)) as db:
            for (fault,) in db.execute("PRAGMA integrity_check(20)"):
                if fault != "ok":
                    self._fault(f"{INDEX}: {fault}")
            for url, digest, size in db.execute("SELECT url, sha256, size FROM capture"):
                self._captures += 1
                if digest is not None:
                    self._users[str(digest)].append(str(url))
                    self._sizes[str(digest)] = size if isinstance(size, int) else -1
            self._packed(db, "SELECT source, links FROM page_links", "links")
            self._packed(db, "SELECT key, payload FROM facts", "cache of facts")

    def _packed(self, db: sqlite3.Connection, query: str, what: str) -> None:
        machine = zstandard.ZstdDecompressor()
        for name, blob in db.execute(query):
            try:
                json.loads(machine.decompress(blob, max_output_size=_MOST_FACTS))
            except (zstandard.ZstdError, ValueError, TypeError, RecursionError):
                self._fault(f"{name}: {what} cannot be read")

    def _bodies(self) -> None:
        """Hash every body again, and compare its file with the seal."""
        bodies = Bodies(self._folder / BODIES)
        told = self._seal["bodies"] if self._seal else {}
        there = set(bodies_of(self._folder))
        for digest in sorted({*self._users, *(Path(name).stem for name in {*told, *there})}):
            name = f"{BODIES}/{digest[:2]}/{digest}.zst"
            fault = self._body(bodies, digest, name, told, self._sizes.get(digest))
            for address in self._users.get(digest, [name]) if fault else []:
                self._fault(f"{address}: {fault} ({name})")

    def _body(self, bodies: Bodies, digest: str, name: str, told: Mapping[str, str], size: int | None) -> str:
        """What is wrong with one body, "" where nothing is."""
        path = self._folder / name
        if not path.exists():
            return "its body is lacking"
        try:
            body = bodies.get(digest)
            packed = file_digest(path)
        except (StoreError, OSError):
            return "its body was altered"
        if size is not None and len(body) != size:
            return "its body has another length than was recorded"
        if self._seal is None or told.get(name) == packed:
            return ""
        if name not in told:
            return "" if self._notes else "its body was added after the run was sealed"
        return "the file of its body was altered"

    def _files(self) -> None:
        """Compare the other files with the seal."""
        if self._seal is None:
            return
        told = self._seal["files"]
        strange = {
            n for n in bodies_of(self._folder) if n not in self._seal["bodies"] and not n.endswith(".zst")
        }
        there = {*files_of(self._folder), *strange}
        for name in sorted({*told, *there}):
            if name not in there:
                self._fault(f"{name}: lacking")
            elif name not in told:
                self._fault(f"{name}: was added after the run was sealed")
            elif file_digest(self._folder / name) != told[name]:
                self._fault(f"{name}: was altered")


_NAMES = {
    "capture": "its record",
    "page_links": "its links",
    "run": "the record of the run",
    "facts": "the cache of facts",
}


def _different(told: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Addresses whose digests differ, and how."""
    for address in sorted({*told, *found}):
        if address not in found:
            yield address, "is lacking"
        elif address not in told:
            yield address, "was added"
        elif told[address] != found[address]:
            yield address, "was altered"
