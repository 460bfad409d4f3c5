"""A stream of unknown length in bounded bites: lines that may not be too long, blocks that may be cut off."""

from __future__ import annotations

import gzip
import zlib
from typing import IO, cast

_BITE = 64 * 1024
MOST_RATIO = 200
"""How many times its packed size a packed stream may yield: the limit of zip-based files too."""
_FREE = 64 * 1024 * 1024
"""Unpacked bytes to which the ratio is not applied."""


class DamagedError(Exception):
    """The stream cannot be read on; the message says why."""


class Stream:
    """Reading with limits, packed with gzip or not."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        """A stream that is taken as it is; more than `MOST_RATIO` times `size` bytes are not read of it."""
        self._bite = getattr(source, "read1", source.read)
        self._allowed = max(_FREE, size * MOST_RATIO)
        self._buffer = b""
        self.at = 0
        """Bytes taken so far."""

    @classmethod
    def unpacked(cls, raw: IO[bytes], size: int) -> Stream:
        """A stream of `size` bytes that may be packed with gzip; it can be rewound."""
        try:
            head = raw.read(2)
            raw.seek(0)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise DamagedError(f"cannot be read ({_short(error)})") from error
        packed = head == b"\x1f\x8b"
        return cls(cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw, size)

    def line(self, limit: int) -> bytes:
        """The next line with its end; b"" at the end of the stream. A longer one comes in pieces of `limit`."""
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) < limit:
            if not self._more():
                break
        size = min(end + 1, limit) if end >= 0 else min(limit, len(self._buffer))
        return self._taken(size)

    def block(self, size: int, most: int) -> tuple[bytes, int]:
        """The next `size` bytes, of which at most `most` are kept; and how many there really were."""
        kept: list[bytes] = []
        left, room = size, most
        while left and (self._buffer or self._more()):
            bite = self._taken(min(left, len(self._buffer)))
            left -= len(bite)
            if room:
                kept.append(bite[:room])
                room -= min(room, len(bite))
        return b"".join(kept), size - left

    def _taken(self, size: int) -> bytes:
        bite, self._buffer = self._buffer[:size], self._buffer[size:]
        self.at += size
        return bite

    def _more(self) -> bool:
        try:
            # One bite and no more: what stands before the damage is given out first.
            bite = self._bite(_BITE)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise DamagedError(f"damaged after {self.at} bytes ({_short(error)})") from error
        self._allowed -= len(bite)
        if self._allowed < 0:
            raise DamagedError(f"packed more than {MOST_RATIO} times: not read on after {self.at} bytes")
        self._buffer += bite
        return bool(bite)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
