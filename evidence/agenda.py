"""What a crawl still has to do, kept beside what it has seen, so that a killed one can go on.

Opaque to this folder: the crawler says what its addresses and its state mean. Everything is written inside the same
transaction as the captures that it follows from, so that the two never tell different stories.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

_END = "end"
AGENDA_SCHEMA = """
CREATE TABLE agenda (url TEXT PRIMARY KEY, waits INTEGER NOT NULL, rank INTEGER NOT NULL, found INTEGER NOT NULL,
    entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE crawl_state (part TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (part, key)) WITHOUT ROWID;
"""
_PUT = "INSERT OR REPLACE INTO agenda VALUES (?, ?, ?, ?, ?)"
_NEWEST = "SELECT (SELECT IFNULL(MAX(seq), 0) FROM capture), (SELECT IFNULL(MAX(seq), 0) FROM page_links)"


class Row(NamedTuple):
    """One address of the agenda."""

    url: str
    waits: bool
    """Whether it is still to be requested; else it is only known."""
    rank: int
    found: int
    """Its place in the order of finding."""
    entry: str
    """The rest of what the crawler knows of it, as JSON."""


class Agenda:
    """Addresses and state of one crawl, in its store."""

    def __init__(self, db: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._writing = writing

    def put(self, rows: Iterable[Row]) -> None:
        """Keep addresses as they now are.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._writing():
            self._db.executemany(_PUT, rows)

    @property
    def is_empty(self) -> bool:
        """Whether there are no addresses: the crawl has not begun, or is over for good."""
        return self._db.execute("SELECT 1 FROM agenda LIMIT 1").fetchone() is None

    def rows(self) -> list[Row]:
        """All addresses, in the order of finding."""
        found = self._db.execute("SELECT url, waits, rank, found, entry FROM agenda ORDER BY found, url")
        return [Row(url, bool(waits), rank, place, entry) for url, waits, rank, place, entry in found]

    def put_state(self, part: str, values: dict[str, Any], gone: Iterable[str] = ()) -> None:
        """Keep some values (for JSON) of a part of the crawl's state, and forget others.

        Raises:
            StoreError: the store cannot be written.
        """
        rows = [(part, key, json.dumps(value, ensure_ascii=False)) for key, value in values.items()]
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO crawl_state VALUES (?, ?, ?)", rows)
            self._db.executemany(
                "DELETE FROM crawl_state WHERE part = ? AND key = ?", [(part, key) for key in gone]
            )

    def state(self, part: str) -> dict[str, Any]:
        """What is kept of a part of the state, in the order of the keys; empty where nothing is."""
        found = self._db.execute("SELECT key, value FROM crawl_state WHERE part = ? ORDER BY key", (part,))
        return {key: json.loads(value) for key, value in found}

    def mark_end(self) -> None:
        """All that is stored from now on was noted because the crawl ended.

        Raises:
            StoreError: the store cannot be written.
        """
        captures, links = self._db.execute(_NEWEST).fetchone()
        self.put_state(_END, {"captures": captures, "links": links})

    def take_back_end(self) -> None:
        """Drop what was noted because the crawl ended: it goes on, and will say what becomes of those addresses.

        Raises:
            StoreError: the store cannot be written.
        """
        end = self.state(_END)
        if not end:
            return
        with self._writing():
            self._db.execute("DELETE FROM capture WHERE seq > ?", (end["captures"],))
            self._db.execute("DELETE FROM page_links WHERE seq > ?", (end["links"],))
            self._db.execute("DELETE FROM crawl_state WHERE part = ?", (_END,))

    def clear(self) -> None:
        """Forget everything: the crawl is over for good.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._writing():
            self._db.execute("DELETE FROM agenda")
            self._db.execute("DELETE FROM crawl_state")
