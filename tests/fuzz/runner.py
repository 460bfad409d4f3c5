"""Runs one reader under damaged files for a while: Hypothesis draws and shrinks, a watchdog ends what hangs."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import monotonic
from types import FrameType

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS

SLOWEST = 20.0
"""Seconds for one input. The slowest honest ones take one on an idle machine."""
_BATCH = 200


def last_input(process: int) -> Path:
    """Where a process keeps what it reads at the moment: what is left there when it died is what it died of."""
    return Path(tempfile.gettempdir()) / f"oit-fuzz-{process}"


class TooSlowError(Exception):
    """One input took longer than `SLOWEST`."""


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    runs: int
    seconds: float
    slowest: float
    """Seconds of the slowest input."""
    crash: str = ""
    """The error, "" where there was none."""
    data: bytes = b""
    """The smallest input known to bring it about."""
    ended: int = 0
    """How often the limit of memory ended the process: in the program that costs one document, as documented."""


class _Crashing:
    """Calls a reader and remembers the last input that it crashed on: after shrinking that is the smallest."""

    def __init__(self, name: str, until: float) -> None:
        self._read = TARGETS[name].run
        self._until = until
        self._last = last_input(os.getpid())
        self.runs = 0
        self.slowest = 0.0
        self.data = b""

    def __call__(self, data: bytes) -> None:
        if monotonic() > self._until and not self.data:
            return
        self.runs += 1
        self._last.write_bytes(data)
        began = monotonic()
        try:
            with _watched():
                self._read(data)
        except MemoryError:
            return  # the limit of the process, as documented for readers of documents
        except BaseException:
            self.data = data
            raise
        finally:
            self.slowest = max(self.slowest, monotonic() - began)


def run_apart(name: str, seconds: float, first: int = 0) -> Ran:
    """The same in a child of this process, which may be ended by its limit of memory: then another one goes on."""
    began, ended = monotonic(), 0

    def work() -> Ran:
        return run(name, max(seconds - (monotonic() - began), 0.1), first + 1000 * ended)

    while monotonic() - began < seconds or not ended:
        with tempfile.TemporaryFile() as errors:
            said, child, status = _forked(work, errors.fileno())
            errors.seek(0)
            told = errors.read(1 << 20).decode("utf-8", "replace")
        last = last_input(child)
        data = last.read_bytes() if last.exists() else b""
        last.unlink(missing_ok=True)
        if said:
            return replace(Ran(**{**json.loads(said), "data": data}), ended=ended)
        if "memory allocation of" not in told:
            crash = f"its process died ({status}): {' '.join(told.split())[-300:]}"
            return Ran(1, monotonic() - began, 0.0, crash, data, ended)
        ended += 1
    return Ran(1, monotonic() - began, 0.0, ended=ended)


def _forked(work: Callable[[], Ran], errors: int) -> tuple[bytes, int, int]:
    """What came of some work in a child (nothing where it died), its process id, and how it ended."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(errors, 2)
        try:
            ran = asdict(work())
            last_input(os.getpid()).write_bytes(ran.pop("data"))
            os.write(theirs, json.dumps(ran).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    return said, child, os.waitpid(child, 0)[1]


def run(name: str, seconds: float, first: int = 0) -> Ran:
    """Run one reader for some seconds, from a first seed on; it ends at the first crash."""
    target, began = TARGETS[name], monotonic()
    crashing = _Crashing(name, began + seconds)
    number = first
    while monotonic() - began < seconds:
        try:
            _batch(crashing, damaged(target.seeds(), target.tokens), number)
        except Exception as error:
            lines = " ".join(f"{type(error).__name__}: {error}".split())[:500]
            return Ran(crashing.runs, monotonic() - began, crashing.slowest, lines, crashing.data)
        number += 1
    return Ran(crashing.runs, monotonic() - began, crashing.slowest)


def _batch(crashing: _Crashing, inputs: object, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)  # type: ignore[arg-type]
    def reads(data: bytes) -> None:
        crashing(data)

    reads()


@contextmanager
def _watched() -> Iterator[None]:
    """An error after `SLOWEST` seconds; where even that is not heard, the end of the process with its stack."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {SLOWEST:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SLOWEST)
    faulthandler.dump_traceback_later(3 * SLOWEST, exit=True, file=2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
