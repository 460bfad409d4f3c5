"""`index.sqlite`: its layout, how it is made in one step, and how it is opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from evidence import rows
from evidence.agenda import AGENDA_SCHEMA
from evidence.errors import StoreError

VERSION = 2
"""Version of the store's layout, which this program writes."""
READ = (1, VERSION)
"""Versions that it reads."""
INDEX = "index.sqlite"
_APPLICATION = 0x6F697473
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE run (id INTEGER PRIMARY KEY CHECK (id = 1), record TEXT NOT NULL);
CREATE TABLE capture (seq INTEGER PRIMARY KEY, {", ".join(rows.CAPTURE_COLUMNS)});
CREATE INDEX capture_url ON capture (url, fetched_at);
CREATE TABLE page_links (seq INTEGER PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, links BLOB NOT NULL);
CREATE INDEX page_links_source ON page_links (source, digest);
CREATE TABLE facts (key TEXT PRIMARY KEY, payload BLOB NOT NULL);
{AGENDA_SCHEMA}"""


def made(folder: Path, record: str) -> None:
    """Make an index that holds only the record of its run. It appears under its name whole, or not at all.

    Raises:
        OSError, sqlite3.Error: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{INDEX}.{os.getpid()}"
    for half in folder.glob(f".{INDEX}.*"):
        half.unlink(missing_ok=True)
    connection = sqlite3.connect(new, isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO run VALUES (1, ?)", (record,))
    finally:
        connection.close()
    new.replace(folder / INDEX)


def folder_of(folder: Path) -> Path:
    """The folder that holds the index: the one given, or its `evidence/`.

    Raises:
        StoreError: neither does.
    """
    try:
        found = next((f for f in (folder, folder / "evidence") if (f / INDEX).is_file()), None)
    except OSError as error:
        raise StoreError(f"cannot read the stored run in {folder}: {error.strerror}") from error
    if found is None:
        raise StoreError(f"no stored run in {folder}: there is no {INDEX}")
    return found


def connected(folder: Path, writable: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection to a store that this program reads, and whether it can be written.

    Raises:
        StoreError: it is no store, or of a version that is not read.
        sqlite3.Error: it cannot be read.
    """
    path = folder / INDEX
    may_write = os.access(path, os.W_OK) and os.access(folder, os.W_OK)
    writable = writable and may_write
    # Without write permission a journal that is not there must not be looked for: hence "immutable".
    left_over = path.with_name(f"{INDEX}-wal").exists()
    mode = "mode=rw" if writable else "mode=ro" if left_over or may_write else "mode=ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if application != _APPLICATION:
            raise StoreError(f"{path} is not a stored run")
        version = version_of(connection)
        if version not in READ:
            raise StoreError(
                f"{path} is a stored run of version {version}; this program reads versions up to {VERSION}"
            )
    except BaseException:
        connection.close()
        raise
    return connection, writable


def version_of(connection: sqlite3.Connection) -> int:
    """The version of a store's layout."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def capture_columns(connection: sqlite3.Connection) -> str:
    """What to select for `rows.CAPTURE_COLUMNS`; columns that an earlier version lacked have their defaults."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(capture)")}
    return ", ".join(
        name if name in there else f"{rows.DEFAULTS[name]!r} AS {name}" for name in rows.CAPTURE_COLUMNS
    )
