"""Text of a PDF by poppler's `pdftotext -raw`, as a child process with limits.

Of the readers measured on Thai files it is the only one that got every letter of Chrome-printed pages right.
"""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from threading import Event, Timer
from typing import IO

from documents import limits

_TOOL = "pdftotext"
_MEMORY_BYTES = 1 << 30
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PagesText:
    """What the tool gave."""

    pages: list[str] | None
    """Text by page; None where there is no tool or it could not open the file."""
    truncated: bool = False
    note: str = ""


def read_pages(body: bytes, seconds: float = limits.SECONDS) -> PagesText:
    """Text of each page of a PDF. Never raises for bad bytes."""
    tool = shutil.which(_TOOL)
    if tool is None:
        return PagesText(None, note="pdftotext is not installed: text by the second reader")
    command = [tool, "-raw", "-q", "-enc", "UTF-8", "-l", str(limits.PAGES), "-", "-"]
    with tempfile.TemporaryFile() as source:
        source.write(body)
        source.seek(0)
        child = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return _collect(child, seconds)


def _collect(child: subprocess.Popen[bytes], seconds: float) -> PagesText:
    _limit(child.pid, seconds)
    late = Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        assert child.stdout is not None
        output, cut = _read(child.stdout)
        if cut:
            child.kill()
        status = child.wait()
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    pages = output.decode("utf-8", "replace").split("\f")[:-1]
    if late.is_set() or cut:
        return PagesText(pages, truncated=True, note="pdftotext was stopped at its limit")
    if status != 0 and not pages:
        return PagesText(None, note=f"pdftotext gave up with status {status}")
    return PagesText(pages)


def _limit(pid: int, seconds: float) -> None:
    """Memory and processor time of the child; it may have ended already, and not every system has prlimit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))


def _read(stream: IO[bytes]) -> tuple[bytes, bool]:
    """What the child says, up to the limit, and whether there was more."""
    parts: list[bytes] = []
    left = limits.TEXT_BYTES
    with stream:
        while left > 0 and (part := stream.read(min(_READ_BYTES, left))):
            parts.append(part)
            left -= len(part)
    return b"".join(parts), left <= 0
