"""Runs one reader under damaged files for a while: Hypothesis draws and shrinks, a watchdog ends what hangs."""

from __future__ import annotations

import faulthandler
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from types import FrameType

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS

SLOWEST = 20.0
"""Seconds for one input. The slowest honest ones take one on an idle machine."""
_BATCH = 200


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


class _Crashing:
    """Calls a reader and remembers the last input that it crashed on: after shrinking that is the smallest."""

    def __init__(self, name: str, until: float) -> None:
        self._read = TARGETS[name].run
        self._until = until
        self.runs = 0
        self.slowest = 0.0
        self.data = b""

    def __call__(self, data: bytes) -> None:
        if monotonic() > self._until and not self.data:
            return
        self.runs += 1
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
    faulthandler.dump_traceback_later(3 * SLOWEST, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
