"""Zip-based files, read under limits that are counted while reading: what a header says of a size is not believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from documents import limits
from documents.limits import DamagedError, LockedError

_PIECE = 1 << 16
_SMALL = 1 << 20
"""Below this many bytes a high ratio does no harm: short XML packs well."""
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, KeyError)


class Archive:
    """Members of one zip file. All members that are read share one allowance of bytes."""

    def __init__(self, body: bytes) -> None:
        """Opens the file.

        Raises:
            documents.limits.DamagedError: it is no zip file, or has too many members.
        """
        self._packed = len(body)
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except _BAD_ZIP as error:
            raise DamagedError(f"damaged zip container: {error}") from error
        self.names = [info.filename for info in self._zip.infolist()]
        if len(self.names) > limits.MEMBERS:
            raise DamagedError(f"limit: more than {limits.MEMBERS:,} members")

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, None where there is none of that name.

        Raises:
            documents.limits.DamagedError: it is damaged, or a limit is passed.
            documents.limits.LockedError: it is encrypted.
        """
        parts: list[bytes] = []
        return b"".join(parts) if self._stream(name, parts.append) else None

    def check(self) -> None:
        """Reads every member and keeps none: for readers that unpack for themselves. Raises what `read` does."""
        for name in self.names:
            self._stream(name, len)

    def _stream(self, name: str, keep: Callable[[bytes], object]) -> bool:
        if name not in self.names:
            return False
        try:
            if self._zip.getinfo(name).flag_bits & 1:
                raise LockedError(f"{name} is encrypted")
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    self._count(len(piece))
                    keep(piece)
        except _BAD_ZIP as error:
            raise DamagedError(f"damaged member {name}: {error}") from error
        except RuntimeError as error:
            raise LockedError(str(error)) from error
        return True

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > limits.UNPACKED_BYTES:
            raise DamagedError(f"limit: unpacks to more than {limits.UNPACKED_BYTES // 1_000_000} MB")
        if self._unpacked > _SMALL and self._unpacked > limits.RATIO * self._packed:
            raise DamagedError(f"limit: unpacks to more than {limits.RATIO} times its size")
