"""A rest for a server that fails again and again. No clock in here: every time is handed in, in seconds.

After so many failures in a row, on different addresses, the server is left alone for a while, then asked once more;
each failure then doubles the rest, an answer ends it. After a number of rests the server is given up: what is left of
it was not looked at, which says nothing about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.answers import Answer
from evidence.records import Outcome

FAILURES = 10
"""Different addresses in a row that must fail."""
MOST_RESTS = 3
FORGIVEN_AFTER = 100
"""Answers for which one earlier rest is forgotten."""


@dataclass(slots=True)
class Breaker:
    """One server. `pause` is the length of the first rest, in seconds."""

    pause: float
    rests: int = 0
    given_up: str = ""
    """Why nothing more is asked, "" while something is."""
    _row: set[str] = field(default_factory=set)
    _tripped: bool = False
    _until: float = float("-inf")
    _good: int = 0

    def answered(self) -> None:
        """The server gave an answer that is one, whatever it says of the address."""
        self._row.clear()
        self._tripped = False
        self._good += 1
        if self._good >= FORGIVEN_AFTER:
            self._good, self.rests = 0, max(0, self.rests - 1)

    def failed(self, url: str, witness: str, now: float) -> float:
        """An address failed: seconds for which the server is to be left alone from `now` on, 0 for none."""
        if now < self._until or self.given_up:
            return 0.0  # it was under way when the rest began
        self._row.add(url)
        if len(self._row) < FAILURES and not self._tripped:
            return 0.0
        self._tripped = True
        if self.rests >= MOST_RESTS:
            self.given_up = f"its server failed again and again, the last time with: {witness}"
            return 0.0
        seconds: float = self.pause * 2**self.rests
        self.rests += 1
        self._until = now + seconds
        return seconds


class Breakers:
    """The breakers of all servers of a crawl."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._servers: dict[str, Breaker] = {}

    def of(self, name: str) -> Breaker:
        """The breaker of a server (host and port)."""
        if (found := self._servers.get(name)) is None:
            found = self._servers[name] = Breaker(self._pause)
        return found

    def state(self) -> dict[str, Any]:
        """What a resumed crawl must know, for JSON: which servers had to rest, and which were given up."""
        return {n: [b.rests, b.given_up] for n, b in self._servers.items() if b.rests or b.given_up}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave."""
        for name, (rests, given_up) in state.items():
            self._servers[name] = Breaker(self._pause, int(rests), str(given_up))


def is_failure(outcome: Outcome, answer: Answer | None, is_wall: bool) -> bool:
    """Whether what came of a request says that the server as a whole may be in trouble, or shut to us."""
    if outcome in (Outcome.CONNECT, Outcome.TIMEOUT) or is_wall:
        return True
    return answer is not None and (answer.status >= 500 or answer.status == 429)
