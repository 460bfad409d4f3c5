"""The store of one run: `index.sqlite` beside `bodies/`.

Writes are batched: a commit every `_BATCH` captures. A body lies on the disk before the row that names it, so a
run that is killed leaves a store that is whole, only shorter.
"""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import zstandard

from evidence import rows
from evidence.bodies import Bodies
from evidence.errors import StoreError, StoreFullError
from evidence.records import Capture, Link, RunRecord
from evidence.seal import Keeper

__all__ = ["INDEX", "VERSION", "Store", "StoreError", "StoreFullError"]

VERSION = 2
"""Version of the store's layout; another version is refused."""
INDEX = "index.sqlite"
_APPLICATION = 0x6F697473
_BATCH = 100
_PAGES_AT_ONCE = 500
_MAX_FACTS = 1 << 28
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE run (id INTEGER PRIMARY KEY CHECK (id = 1), record TEXT NOT NULL);
CREATE TABLE capture ({", ".join(rows.CAPTURE_COLUMNS)});
CREATE INDEX capture_url ON capture (url, fetched_at);
CREATE TABLE page_links (seq INTEGER PRIMARY KEY, source TEXT NOT NULL, links BLOB NOT NULL);
CREATE TABLE facts (key TEXT PRIMARY KEY, payload BLOB NOT NULL);
"""
_INSERT = f"INSERT INTO capture VALUES ({', '.join('?' * len(rows.CAPTURE_COLUMNS))})"
_SELECT = f"SELECT {', '.join(rows.CAPTURE_COLUMNS)} FROM capture"


class Store:
    """What one run has seen. Made by `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, writable: bool) -> None:
        self.folder = folder
        self.writable = writable
        self._db = connection
        self._bodies = Bodies(folder / "bodies")
        self._compressor = zstandard.ZstdCompressor(level=3)
        self._decompressor = zstandard.ZstdDecompressor()
        self._keeper = Keeper(folder)
        self._waiting = 0
        self._closed = False

    @classmethod
    def create(cls, folder: Path, run: RunRecord) -> Store:
        """A new, empty store in `folder` (made if need be).

        Raises:
            StoreError: there is a store already, or the folder cannot be written.
        """
        index = folder / INDEX
        if index.exists():
            raise StoreError(f"there is a stored run already in {folder}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(index, isolation_level=None, check_same_thread=False)
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot write a store in {folder}: {error}") from error
        store = cls(folder, connection, writable=True)
        store.set_run(run)
        return store

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store in `folder`, or in its `evidence/`. A read-only folder can be read.

        Raises:
            StoreError: there is none, or it cannot be read, or it is of another version.
        """
        folder = _folder_of(folder)
        index = folder / INDEX
        writable = os.access(index, os.W_OK) and os.access(folder, os.W_OK)
        try:
            connection = _connected(index, writable)
        except sqlite3.Error as error:
            raise StoreError(f"cannot read the stored run in {folder}: {error}") from error
        return cls(folder, connection, writable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self) -> RunRecord:
        """The record of the run.

        Raises:
            StoreError: it is lacking or damaged.
        """
        try:
            row = self._db.execute("SELECT record FROM run").fetchone()
            return RunRecord.model_validate_json(row[0])
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise StoreError(f"the record of the run in {self.folder} cannot be read") from error

    def set_run(self, run: RunRecord) -> None:
        """Write the record of the run, at once and for good.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO run VALUES (1, ?)", (run.model_dump_json(),))
        self.flush()

    def add_capture(self, capture: Capture, body: bytes | None, links: Sequence[Link] = ()) -> Capture:
        """Keep a capture with its body and the links that its page carries.

        Args:
            capture: its `sha256` and `size` are set from `body` where there is one.
            body: the decoded body, None where there is none (or where it is stored already).
            links: in page order; their `source` is the page's address.

        Returns:
            The capture as stored.

        Raises:
            StoreFullError: no room on the disk.
            StoreError: the store cannot be written.
        """
        with self._writing():
            if body is not None:
                digest = self._bodies.put(body)
                capture = capture.model_copy(update={"sha256": digest, "size": len(body)})
            self._db.execute(_INSERT, rows.capture_row(capture))
            self._put_links(links)
            self._waiting += 1
        if self._waiting >= _BATCH:
            self.flush()
        return capture

    def add_links(self, links: Sequence[Link]) -> None:
        """Keep links that no capture carries: start addresses and those of a sitemap (source "").

        Raises:
            StoreError: the store cannot be written.
        """
        with self._writing():
            self._put_links(links)

    def _put_links(self, links: Sequence[Link]) -> None:
        if links:
            blob = rows.links_blob(links, self._compressor)
            self._db.execute("INSERT INTO page_links (source, links) VALUES (?, ?)", (links[0].source, blob))

    def capture(self, url: str) -> Capture | None:
        """The last capture of one canonical address, None where it was never asked for."""
        query = f"{_SELECT} WHERE url = ? ORDER BY fetched_at DESC, rowid DESC LIMIT 1"
        row = self._db.execute(query, (url,)).fetchone()
        return rows.capture_of(row) if row else None

    def captures(self) -> Iterator[Capture]:
        """All captures, by address, then time."""
        for row in self._reading(f"{_SELECT} ORDER BY url, fetched_at, rowid"):
            yield rows.capture_of(row)

    def links(self) -> Iterator[Link]:
        """All links, by the page that carries them, then in page order; of a page that was kept twice, the last ones."""
        last = "seq IN (SELECT MAX(seq) FROM page_links GROUP BY source)"
        pages = self._reading(
            f"SELECT source, links FROM page_links WHERE source = '' OR {last} ORDER BY source, seq"
        )
        while some := list(islice(pages, _PAGES_AT_ONCE)):
            yield from self._links_of(some)

    def body(self, sha256: str) -> bytes:
        """The body with this digest.

        Raises:
            StoreError: it is lacking, unreadable or altered.
        """
        return self._bodies.get(sha256)

    def facts(self, key: str) -> bytes | None:
        """A cached extraction result, None where there is none."""
        row = self._db.execute("SELECT payload FROM facts WHERE key = ?", (key,)).fetchone()
        return self._unpacked(row[0]) if row else None

    def all_facts(self) -> dict[str, bytes]:
        """Every cached extraction result by key, in the order of the keys."""
        found = self._reading("SELECT key, payload FROM facts ORDER BY key")
        return {key: self._unpacked(payload) for key, payload in found}

    def put_facts(self, key: str, payload: bytes) -> None:
        """Cache an extraction result. In a store that cannot be written nothing happens: a cache is no evidence."""
        if not self.writable:
            return
        with self._writing():
            blob = self._compressor.compress(payload)
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, blob))

    def flush(self) -> None:
        """Commit what waits.

        Raises:
            StoreError: the store cannot be written.
        """
        self._waiting = 0
        if self._db.in_transaction:
            with self._translated():
                self._db.execute("COMMIT")

    def close(self) -> None:
        """Commit, close and seal; the index is then one file that can be read from a read-only folder."""
        if self._closed:
            return
        self._closed = True
        self.flush()
        if self.writable:
            with suppress(sqlite3.OperationalError):  # someone else reads it: the journal stays
                self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()
        self._keeper.closed()

    def _links_of(self, pages: Sequence[tuple[str, bytes]]) -> list[Link]:
        # Nothing in here is garbage, and looking for it takes as long as the reading itself.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return [
                link for source, blob in pages for link in rows.links_of(source, blob, self._decompressor)
            ]
        finally:
            if collecting:
                gc.enable()

    def _unpacked(self, payload: bytes) -> bytes:
        return self._decompressor.decompress(payload, max_output_size=_MAX_FACTS)

    def _reading(self, query: str) -> Iterator[tuple[Any, ...]]:
        with self._translated():
            yield from self._db.execute(query)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.writable:
            raise StoreError(f"the stored run in {self.folder} cannot be written")
        with self._translated():
            self._keeper.before_writing()
            if not self._db.in_transaction:
                self._db.execute("BEGIN")
            yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Disk and database errors as one line for people."""
        try:
            yield
        except sqlite3.Error as error:
            kind = StoreFullError if "full" in str(error) else StoreError
            raise kind(f"the stored run in {self.folder}: {error}") from error
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise (StoreFullError if full else StoreError)(
                f"the stored run in {self.folder}: {error}"
            ) from error


def _folder_of(folder: Path) -> Path:
    """The folder that holds the index: the one given, or its `evidence/`."""
    try:
        found = next((f for f in (folder, folder / "evidence") if (f / INDEX).is_file()), None)
    except OSError as error:
        raise StoreError(f"cannot read the stored run in {folder}: {error.strerror}") from error
    if found is None:
        raise StoreError(f"no stored run in {folder}: there is no {INDEX}")
    return found


def _connected(index: Path, writable: bool) -> sqlite3.Connection:
    """A connection to a store of this version.

    Raises:
        StoreError: it is no store, or of another version.
        sqlite3.Error: it cannot be read.
    """
    # Without write permission a journal that is not there must not be looked for: hence "immutable".
    left_over = index.with_name(f"{INDEX}-wal").exists()
    mode = "mode=rw" if writable else "mode=ro" if left_over else "mode=ro&immutable=1"
    uri = f"{index.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != _APPLICATION:
            raise StoreError(f"{index} is not a stored run")
        if version != VERSION:
            raise StoreError(
                f"{index} is a stored run of version {version}; this program reads version {VERSION}"
            )
    except BaseException:
        connection.close()
        raise
    return connection
