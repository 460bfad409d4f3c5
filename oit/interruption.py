"""Ctrl-C and SIGTERM outside the crawl: the first ends what is under way, the next one the program."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Never


class InterruptedWorkError(KeyboardInterrupt):
    """The first signal: whoever catches it goes on with what there is."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Within it the first SIGINT or SIGTERM raises InterruptedWorkError, every later one KeyboardInterrupt.

    Outside the main thread, which gets no signals, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    first = True

    def stop(_number: int, _frame: FrameType | None) -> Never:
        nonlocal first
        error = InterruptedWorkError if first else KeyboardInterrupt
        first = False
        raise error

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, signal.SIG_DFL if old is None else old)
