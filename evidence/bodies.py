"""Bodies by digest: `bodies/ab/<sha256>.zst`, each stored once, never half."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import zstandard

from evidence.errors import StoreError

_LEVEL = 3
_MAX_BODY = 1 << 30


class Bodies:
    """The folder of bodies of one store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._decompressor = zstandard.ZstdDecompressor()

    def put(self, body: bytes) -> str:
        """Keep a body and give its SHA-256; a body that is there already is not written again.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if digest[:2] not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(digest[:2])
        if not path.exists():
            # A reader sees the whole body or none: it appears under its own name by one rename.
            part = path.with_name(f".{digest}.{os.getpid()}")
            try:
                part.write_bytes(self._compressor.compress(body))
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
        return digest

    def has(self, digest: str) -> bool:
        """Whether a body is there."""
        return self._path(digest).exists()

    def take(self, other: Bodies, digest: str) -> None:
        """Have a body of another folder here too: the same file under a second name where the disk allows it.

        Raises:
            OSError: it is not there, or this folder cannot be written.
            StoreError: it had to be copied and is not what it was.
        """
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to(other._path(digest))
        except FileExistsError:
            return
        except OSError:
            self.put(other.get(digest))

    def tidy(self) -> None:
        """Take away what a killed program left half written."""
        for part in self._folder.glob("??/.*"):
            part.unlink(missing_ok=True)

    def get(self, digest: str) -> bytes:
        """The body with this digest.

        Raises:
            StoreError: it is not there, cannot be read, or is not what it was.
        """
        path = self._path(digest)
        try:
            body = self._decompressor.decompress(path.read_bytes(), max_output_size=_MAX_BODY)
        except FileNotFoundError:
            raise StoreError(f"the store lacks the body {digest} ({path})") from None
        except (OSError, zstandard.ZstdError) as error:
            raise StoreError(f"the body {digest} cannot be read: {error}") from error
        if hashlib.sha256(body).hexdigest() != digest:
            raise StoreError(f"the body {digest} was altered after it was stored ({path})")
        return body

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.zst"
