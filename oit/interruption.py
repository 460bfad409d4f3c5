"""Ctrl-C and SIGTERM outside the crawl: the first ends what is under way, the next one the program."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Never

STOPPED = 130
"""Exit code of a program that was stopped by hand."""


class InterruptedWorkError(KeyboardInterrupt):
    """The first signal: whoever catches it goes on with what there is."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Within it the first SIGINT or SIGTERM raises InterruptedWorkError, the next one ends the program with 130.

    Outside the main thread, which gets no signals, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    first = True

    def stop(_number: int, _frame: FrameType | None) -> Never:
        nonlocal first
        if not first:
            _end_now()
        first = False
        raise InterruptedWorkError

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, signal.SIG_DFL if old is None else old)


def _end_now() -> Never:
    """End without tidying up: a reader that hangs must not hold the program that waits for it.

    Readers and their tools live in process groups of their own and are killed first; the store is whole at any moment.
    """
    for child in multiprocessing.active_children():
        with suppress(OSError):
            if child.pid is not None and os.getpgid(child.pid) == child.pid:
                os.killpg(child.pid, signal.SIGKILL)
    os._exit(STOPPED)
