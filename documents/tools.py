"""Programs that read documents, run as children with limits of time, memory and output."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Timer
from typing import IO

from documents import limits

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said."""

    output: bytes
    """Its standard output, up to the limit."""
    status: int
    late: bool = False
    """Whether it was ended because its time was over."""
    cut: bool = False
    """Whether it said more than the limit lets through."""

    @property
    def stopped(self) -> bool:
        """Whether a limit ended it."""
        return self.late or self.cut


def run(
    command: Sequence[str],
    body: bytes,
    *,
    seconds: float = limits.SECONDS,
    most: int = limits.TEXT_BYTES,
    more: Mapping[str, str] | None = None,
) -> Answer:
    """Run a program on a body, which it finds as its standard input (a file that it may seek in).

    Args:
        command: the program's full path and its arguments.
        body: what it reads.
        seconds: wall and processor time.
        most: bytes of output that are kept; a program that says more is ended.
        more: variables of its environment beside ours.

    Raises:
        OSError: it cannot be started.
    """
    with tempfile.TemporaryFile() as source:
        source.write(body)
        source.seek(0)
        environment = {**os.environ, **(more or {})}
        child = subprocess.Popen(
            list(command),
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        return _collect(child, seconds, most)


def _collect(child: subprocess.Popen[bytes], seconds: float, most: int) -> Answer:
    _limit(child.pid, seconds)
    late = Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        assert child.stdout is not None
        output, cut = _read(child.stdout, most)
        if cut:
            child.kill()
        status = child.wait()
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    return Answer(output, status, late.is_set(), cut)


def _limit(pid: int, seconds: float) -> None:
    """Memory and processor time of the child; it may have ended already, and not every system has prlimit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        resource.prlimit(pid, resource.RLIMIT_AS, (limits.TOOL_BYTES, limits.TOOL_BYTES))
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))


def _read(stream: IO[bytes], most: int) -> tuple[bytes, bool]:
    """What the child says, up to the limit, and whether there was more."""
    parts: list[bytes] = []
    left = most
    with stream:
        while left > 0 and (part := stream.read(min(_READ_BYTES, left))):
            parts.append(part)
            left -= len(part)
    return b"".join(parts), left <= 0
