"""How fast one server is asked. No clock in here: every time is handed in, in seconds of one monotonic clock."""

from __future__ import annotations

from dataclasses import dataclass

SLOWEST = 60.0
"""Seconds; the throttle goes no slower, and a longer Retry-After is cut to it."""
LONGEST_CRAWL_DELAY = 10.0


@dataclass(slots=True)
class Pace:
    """The pace for one server: the delay asked for, slowed down while the server answers slowly.

    The throttle is AutoThrottle's rule for one request at a time: the pause moves half way towards the time that
    the last answer took, at once if that is longer, and an error never makes it shorter.
    """

    least: float
    """Seconds between two requests; 0 means no pause and no throttle."""
    pause: float = 0.0
    _last: float = float("-inf")
    _before: float = float("-inf")
    _held: float = float("-inf")

    def __post_init__(self) -> None:
        self.pause = self.least

    @property
    def not_before(self) -> float:
        """When the next request may go out."""
        return max(self._last + self.pause, self._held)

    def demand(self, crawl_delay: float) -> None:
        """Take a larger Crawl-delay of robots.txt, up to `LONGEST_CRAWL_DELAY`."""
        self.least = max(self.least, min(crawl_delay, LONGEST_CRAWL_DELAY))
        self.pause = max(self.pause, self.least)

    def started(self, now: float) -> None:
        """A request goes out."""
        self._before, self._last = self._last, now

    def spared(self) -> None:
        """The request did not go out after all."""
        self._last = self._before

    def answered(self, latency: float, good: bool) -> None:
        """An answer took so many seconds; `good` is a 200."""
        if self.least == 0:
            return
        wanted = min(max(latency, (self.pause + latency) / 2, self.least), SLOWEST)
        if good or wanted > self.pause:
            self.pause = wanted

    def hold(self, now: float, seconds: float) -> None:
        """The server asks to be left alone for a while."""
        self._held = max(self._held, now + min(seconds, SLOWEST))

    def rest(self, now: float, seconds: float) -> None:
        """Leave the server alone, however long."""
        self._held = max(self._held, now + seconds)
