"""One process at a time on one run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oit.errors import UsageError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Within it no other process works on the run in `folder`. The lock dies with its process, however that ends.

    Raises:
        UsageError: another process is at work there, or the folder cannot be read.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error.strerror})") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise UsageError(f"{folder}: another process is at work on this run; wait until it is done") from None
    try:
        yield
    finally:
        os.close(handle)
