"""Room on the disk that is held back while a run is written, so that a full disk still takes how the run ended."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

ROOM = 8 * 1024 * 1024
"""Bytes: the journal of the index at its longest, the record of the run, and the reports of one office."""
_NAME = ".reserve"


class Reserve:
    """A file that takes up room until it is needed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME

    def make(self) -> None:
        """Take the room up.

        Raises:
            OSError: there is none.
        """
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644)
        try:
            os.posix_fallocate(handle, 0, ROOM)
        except OSError:
            self.give_up()
            raise
        finally:
            os.close(handle)

    def give_up(self) -> None:
        """Let the room be used."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
