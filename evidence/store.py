"""The store of one run: `index.sqlite` beside `bodies/`.

Nothing is committed but by `flush`, `set_run` and `close`: who writes says what belongs together. A body lies on the
disk before the row that names it, so a run that is killed leaves a store that is whole, only shorter.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import zstandard

from evidence import index, rows
from evidence.agenda import Agenda
from evidence.bodies import Bodies
from evidence.errors import StoreError, StoreFullError
from evidence.index import INDEX, VERSION
from evidence.records import Capture, Link, RunRecord
from evidence.reserve import Reserve
from evidence.seal import Keeper

__all__ = ["INDEX", "VERSION", "Store", "StoreError", "StoreFullError"]

_PAGES_AT_ONCE = 500
_MAX_FACTS = 1 << 28
_INSERT = f"INSERT INTO capture ({', '.join(rows.CAPTURE_COLUMNS)}) VALUES ({', '.join('?' * len(rows.CAPTURE_COLUMNS))})"
_LAST_LINKS = (
    "SELECT source, links FROM page_links WHERE source = '' OR seq IN (SELECT MAX(seq) FROM page_links GROUP BY source)"
    " ORDER BY source, seq"
)


class Store:
    """What one run has seen. Made by `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, writable: bool) -> None:
        self.folder = folder
        self.writable = writable
        self.agenda = Agenda(connection, self._writing)
        self._db = connection
        self._bodies = Bodies(folder / "bodies")
        self._reserve = Reserve(folder)
        self._select = f"SELECT {index.capture_columns(connection)} FROM capture"
        self._compressor = zstandard.ZstdCompressor(level=3)
        self._decompressor = zstandard.ZstdDecompressor()
        self.version = index.version_of(connection)
        self._full = False
        self._keeper = Keeper(folder)
        self._closed = False

    @classmethod
    def create(cls, folder: Path, run: RunRecord) -> Store:
        """A new, empty store in `folder` (made if need be). It is there with its run, or not at all.

        Raises:
            StoreFullError: no room on the disk.
            StoreError: there is a store already, or the folder cannot be written.
        """
        if (folder / INDEX).exists():
            raise StoreError(f"there is a stored run already in {folder}")
        try:
            index.made(folder, run.model_dump_json())
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot write a store in {folder}: {error}") from error
        return cls.resume(folder)

    @classmethod
    def resume(cls, folder: Path) -> Store:
        """The store in `folder`, to be written on, also after the program that wrote it was killed.

        Raises:
            StoreFullError: no room on the disk.
            StoreError: there is none, it cannot be read or written, or it is of an earlier version.
        """
        store = cls.open(folder)
        try:
            if not store.writable:
                raise StoreError(f"the stored run in {store.folder} cannot be written")
            if store.version != VERSION:
                raise StoreError(f"the run in {store.folder} is of an earlier version: start a new one")
            with store._translated():
                store._db.execute("PRAGMA journal_mode = WAL")
                store._db.execute("PRAGMA synchronous = NORMAL")
                store._bodies.tidy()
                store._reserve.make()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, folder: Path, writable: bool = True) -> Store:
        """The store in `folder`, or in its `evidence/`. A read-only folder can be read.

        Args:
            folder: of the store, or of the run.
            writable: False to leave it alone even where it could be written.

        Raises:
            StoreError: there is none, or it cannot be read, or it is of another version.
        """
        folder = index.folder_of(folder)
        try:
            connection, writable = index.connected(folder, writable)
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
            capture: its `sha256` and `size` are set from `body`; where they are set, the body is stored already.
            body: the decoded body, None where there is none.
            links: in page order; their `source` is the page's address.

        Returns:
            The capture as stored.

        Raises:
            StoreFullError: no room on the disk.
            StoreError: the store cannot be written.
        """
        with self._writing():
            if body is not None and capture.sha256 is None:
                digest = self._bodies.put(body)
                capture = capture.model_copy(update={"sha256": digest, "size": len(body)})
            self._db.execute(_INSERT, rows.capture_row(capture))
            self._put_links(links, capture.sha256 or "")
        return capture

    def add_links(self, links: Sequence[Link]) -> None:
        """Keep links that no capture carries: start addresses and those of a sitemap (source "").

        Raises:
            StoreError: the store cannot be written.
        """
        with self._writing():
            self._put_links(links)

    def _put_links(self, links: Sequence[Link], digest: str = "") -> None:
        if links:
            blob = rows.links_blob(links, self._compressor)
            query = "INSERT INTO page_links (source, digest, links) VALUES (?, ?, ?)"
            self._db.execute(query, (links[0].source, digest, blob))

    def take_body(self, other: Store, sha256: str) -> None:
        """Have a body that another store holds, as a link to the same file where the disk allows it.

        Raises:
            StoreError: it cannot be read there, or not be written here.
        """
        with self._translated():
            self._bodies.take(other._bodies, sha256)

    def has_body(self, sha256: str) -> bool:
        """Whether a body is there; `body` says whether it is whole."""
        return self._bodies.has(sha256)

    def links_of_page(self, source: str, sha256: str) -> list[Link]:
        """The links that were read from one body of a page, in page order; none where none were kept."""
        query = (
            "SELECT source, links FROM page_links WHERE source = ? AND digest = ? ORDER BY seq DESC LIMIT 1"
        )
        return self._links_of(self._db.execute(query, (source, sha256)).fetchall())

    def capture(self, url: str, sent: bool = False) -> Capture | None:
        """The last capture of one canonical address, None where there is none.

        Args:
            url: the address asked for.
            sent: only what a server sent, not what a browser made of it.
        """
        only = " AND browser = ''" if sent else ""
        query = f"{self._select} WHERE url = ?{only} ORDER BY fetched_at DESC, rowid DESC LIMIT 1"
        row = self._db.execute(query, (url,)).fetchone()
        return rows.capture_of(row) if row else None

    def captures(self) -> Iterator[Capture]:
        """All captures, by address, then time."""
        for row in self._reading(f"{self._select} ORDER BY url, fetched_at, rowid"):
            yield rows.capture_of(row)

    def links(self) -> Iterator[Link]:
        """All links, by the page that carries them, then in page order; of a page that was kept twice, the last ones."""
        pages = self._reading(_LAST_LINKS)
        while some := list(islice(pages, _PAGES_AT_ONCE)):
            yield from self._links_of(some)

    def links_digest(self) -> bytes:
        """A digest of what `links` gives, without unpacking it; it may differ where the links do not."""
        digest = hashlib.sha256()
        for source, links in self._reading(_LAST_LINKS):
            digest.update(f"{source}\0{len(links)}\0".encode() + links)
        return digest.digest()

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

    def keys_of_facts(self, prefix: str) -> list[str]:
        """The keys of extraction results that begin so, in order."""
        query = "SELECT key FROM facts WHERE substr(key, 1, ?) = ? ORDER BY key"
        return [key for (key,) in self._db.execute(query, (len(prefix), prefix))]

    def take_facts(self, other: Store, keys: Iterable[str]) -> None:
        """Have the extraction results of another store by their keys; those that it lacks are left out.

        Raises:
            StoreError: the store cannot be written.
        """
        query = "SELECT key, payload FROM facts WHERE key = ?"
        with self._writing():
            for key in keys:
                self._db.executemany(
                    "INSERT OR IGNORE INTO facts VALUES (?, ?)", other._db.execute(query, (key,))
                )

    def put_facts(self, key: str, payload: bytes) -> None:
        """Cache an extraction result. In a store that cannot be written nothing happens: a cache is no evidence."""
        if not self.writable or self._full:
            return
        with self._writing():
            blob = self._compressor.compress(payload)
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, blob))

    def flush(self) -> None:
        """Commit what waits.

        Raises:
            StoreError: the store cannot be written.
        """
        if self._db.in_transaction:
            with self._translated():
                self._db.execute("COMMIT")

    def drop(self) -> None:
        """Take back what was not committed."""
        if self._db.in_transaction:
            with self._translated():
                self._db.execute("ROLLBACK")

    def make_room(self) -> None:
        """After the disk was full: take back what was not committed, and give up the room held for the end of the run."""
        self._full = True
        self.drop()
        self._reserve.give_up()

    def close(self) -> None:
        """Commit, close and seal; the index is then one file that can be read from a read-only folder."""
        if self._closed:
            return
        self._closed = True
        try:
            self.flush()
        finally:
            if self.writable:
                self._reserve.give_up()
                # Someone else reads it, or the disk is full: the journal stays.
                with suppress(sqlite3.OperationalError):
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
