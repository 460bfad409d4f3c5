"""The seal of a finished run: digests of everything in its store, in `seal.json` beside the index.

What it shows: that the store is, to the byte, what it was when the seal was written. What it cannot show: that nobody
who may write in the folder altered the store and sealed it anew. Against that helps only the digest of the seal itself,
kept by somebody else (`oit evidence verify` prints it).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

SEAL = "seal.json"
OPEN = "seal.open"
"""Marks a sealed store that is being written on: until it is sealed again the seal speaks of what was there before."""
INDEX = "index.sqlite"
BODIES = "bodies"
_BANGKOK = ZoneInfo("Asia/Bangkok")
_BITE = 1 << 20
_BY_ADDRESS = {"capture": "url", "page_links": "source"}
"""Tables whose rows speak of addresses, and the column that names them."""
_OWN = (SEAL, OPEN, INDEX, f"{INDEX}-wal", f"{INDEX}-shm", f"{INDEX}-journal", ".reserve")


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


Rows = dict[str, dict[str, str]]
"""Table to (address, or "" for the whole table) to the digest of its rows."""


class Keeper:
    """Keeps the seal of one store true while the store is written on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wrote = False
        self._broken = False

    def before_writing(self) -> None:
        """Call before anything is written: a seal that no longer holds is left as it is, and never made to hold again."""
        if self._wrote:
            return
        self._wrote = True
        known = read_seal(self._folder)
        if known is None:
            self._broken = (self._folder / SEAL).exists()
        elif not (self._folder / OPEN).exists():
            self._broken = not _holds(self._folder, known)
            if not self._broken:
                (self._folder / OPEN).write_bytes(b"")

    def closed(self) -> None:
        """Call when the store was closed: what was written is sealed.

        Where that cannot be done (a full disk) there is no new seal, and verifying says so.
        """
        if self._wrote and not self._broken:
            with suppress(OSError, sqlite3.Error):
                seal(self._folder)


def seal(folder: Path) -> str:
    """Seal a closed store, and give the digest of the seal.

    What an earlier seal says of a body or file still counts: those never change, so one that did stays found out.

    Raises:
        OSError, sqlite3.Error: the store cannot be read, or the seal not be written.
    """
    known = read_seal(folder) or {}
    rows = rows_of(folder)
    made = {
        "seal": 1,
        "run": _run_id(folder),
        "sealed_at": dt.datetime.now(_BANGKOK).isoformat(timespec="seconds"),
        "index": file_digest(folder / INDEX) if not (folder / f"{INDEX}-wal").exists() else "",
        "rows": rows,
        "bodies": {**_digests(folder, bodies_of(folder), known.get("bodies", {}))},
        "files": {**_digests(folder, files_of(folder), known.get("files", {}))},
    }
    data = canonical({**made, "self": _self_digest(made)})
    part = folder / f".{SEAL}.{os.getpid()}"
    try:
        part.write_bytes(data)
        part.replace(folder / SEAL)
    finally:
        part.unlink(missing_ok=True)
    (folder / OPEN).unlink(missing_ok=True)
    return hashlib.sha256(data).hexdigest()


def read_seal(folder: Path) -> dict[str, Any] | None:
    """The seal of a store; None where there is none, or it is not to the byte as it was written."""
    try:
        data = (folder / SEAL).read_bytes()
        found = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("seal") != 1 or canonical(found) != data:
        return None
    if found.get("self") != _self_digest(found):
        return None
    whole = all(isinstance(found.get(name), dict) for name in ("rows", "bodies", "files"))
    return found if whole and all(isinstance(rows, dict) for rows in found["rows"].values()) else None


def canonical(made: Mapping[str, Any]) -> bytes:
    """The one way in which a seal is written."""
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _self_digest(made: Mapping[str, Any]) -> str:
    """Of all of a seal but itself: so that no byte of the seal can be altered unseen."""
    rest = {name: value for name, value in made.items() if name != "self"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def rows_of(folder: Path) -> Rows:
    """Digests of all rows of the index, by table and, where rows speak of one, by address; and of its layout.

    Raises:
        sqlite3.Error: the index cannot be read.
    """
    with closing(connected(folder)) as db:
        # Bytes that are no UTF-8 must not stop the reading: they are what is looked for.
        db.text_factory = bytes
        tables = [
            name.decode()
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        found = {table: _table(db, table) for table in tables if not table.startswith("sqlite_")}
        layout = hashlib.sha256()
        for row in db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"):
            _add(layout, row)
        for setting in ("application_id", "user_version"):
            _add(layout, db.execute(f"PRAGMA {setting}").fetchone())
        return {**found, "": {"": layout.hexdigest()}}


def connected(folder: Path) -> sqlite3.Connection:
    """A connection to the index that writes nothing.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    path = folder / INDEX
    mode = "mode=ro" if path.with_name(f"{INDEX}-wal").exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)


def evidence_folder(run: Path) -> Path:
    """The folder of a run's store: its `evidence/`, or the one given, by what lies there."""
    inner = run / "evidence"
    return inner if (inner / INDEX).exists() or (inner / SEAL).exists() else run


def bodies_of(folder: Path) -> Iterator[str]:
    """Names of all files below `bodies/`, with the folder."""
    yield from (p.relative_to(folder).as_posix() for p in sorted((folder / BODIES).rglob("*")) if p.is_file())


def files_of(folder: Path) -> Iterator[str]:
    """Names of all other files beside the index."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_file()
            and not name.startswith(f"{BODIES}/")
            and name not in _OWN
            and f".{SEAL}." not in name
        ):
            yield name


def file_digest(path: Path) -> str:
    """SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while bite := file.read(_BITE):
            digest.update(bite)
    return digest.hexdigest()


def _digests(folder: Path, names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    return {name: known.get(name) or file_digest(folder / name) for name in names}


def _holds(folder: Path, known: Mapping[str, Any]) -> bool:
    """Whether the index is what its seal says: to the byte, or else in every row."""
    with suppress(OSError, sqlite3.Error):
        return bool(file_digest(folder / INDEX) == known.get("index") or rows_of(folder) == known["rows"])
    return False


def _run_id(folder: Path) -> str:
    with closing(connected(folder)) as db, suppress(ValueError, TypeError, sqlite3.Error):
        return str(json.loads(db.execute("SELECT record FROM run").fetchone()[0])["id"])
    return ""


def _table(db: sqlite3.Connection, table: str) -> dict[str, str]:
    cursor = db.execute(f'SELECT * FROM "{table}"')
    columns = [about[0] for about in cursor.description]
    named = _BY_ADDRESS.get(table)
    at = columns.index(named) if named in columns else None
    digests: defaultdict[str, _Hash] = defaultdict(hashlib.sha256)
    digests[""].update(repr(columns).encode())
    for row in cursor:
        address = "" if at is None or not isinstance(row[at], bytes) else row[at].decode("utf-8", "replace")
        _add(digests[address], row)
    return {address: digest.hexdigest() for address, digest in digests.items()}


def _add(digest: _Hash, row: Iterable[object]) -> None:
    """Add a row so that no two different rows are the same bytes."""
    for value in row:
        data = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(f"{type(value).__name__} {len(data)}:".encode() + data)
    digest.update(b"\n")
