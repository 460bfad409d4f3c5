"""All that one crawl must know again when it goes on after it was killed, and when that is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic, time

from crawler.frontier import Entry, Frontier
from crawler.keeping import SPENT, TIME, Keeper, Notes, Part, seconds_spent
from crawler.plan import CrawlPlan
from crawler.robots import rules_of
from evidence.store import Store

GOES_ON = frozenset({"running", "interrupted", "disk_full", "max_pages", "max_minutes"})
"""Endings after which a crawl can go on: what was not requested by then is still known."""
_AT_WORK = {"stopped_because": "running", "reason": "", "finished_at": ""}


class Memory:
    """What the walk itself remembers, and the keeper of this and of all other parts."""

    def __init__(self, plan: CrawlPlan, store: Store, frontier: Frontier, parts: Mapping[str, Part]) -> None:
        self.robots = Notes()
        """Server to the status (None: no answer) and digest ("": no body) of its robots.txt."""
        self.holds = Notes()
        """Server to the time (seconds since 1970) until which it asked to be left alone."""
        self.moves = Notes()
        """Server to the one that its start page moved to."""
        self.starts = Notes()
        """Start address that was answered to (because, reason) where that ends the crawl, else to None."""
        self._time = Notes()
        self._plan = plan
        self._store = store
        self._frontier = frontier
        self._began = monotonic() - seconds_spent(store.agenda)
        own = {"robots": self.robots, "holds": self.holds, "moves": self.moves, "starts": self.starts}
        self._keeper = Keeper(store.agenda, frontier, {**parts, **own, TIME: self._time})

    @property
    def is_new(self) -> bool:
        """Whether this crawl was never begun."""
        return self._store.agenda.is_empty

    def keep(self) -> None:
        """Commit what came of an answer together with all that follows from it.

        Raises:
            StoreError: the store cannot be written.
        """
        if self._plan.max_minutes is not None:
            self._time[SPENT] = round(monotonic() - self._began, 1)
        self._keeper.keep()
        self._store.flush()

    def take_up(self, pause: Callable[[Entry], float]) -> None:
        """Have everything in mind again that was written down with the last answer, and be at work.

        Args:
            pause: seconds before an address that was tried is tried again.
        """
        self._store.agenda.take_back_end()
        tried = self._keeper.restore()
        for name, (status, digest) in self.robots.items():
            self._frontier.set_rules(name, rules_of(status, self._store.body(digest) if digest else b""))
        now = monotonic()
        for name, until in self.holds.items():
            self._frontier.hold(name, now, until - time())
        for entry in tried:
            self._frontier.again(entry, now + pause(entry))
        self._store.set_run(self._store.run().model_copy(update=_AT_WORK))

    def end(self, because: str) -> None:
        """The crawl is over; what it had in mind is kept where it may go on another time."""
        if because not in GOES_ON:
            self._store.agenda.clear()

    def disk_is_full(self) -> None:
        """Take back what could not be committed, the figures included, and make room for how the crawl ended."""
        self._store.make_room()
        self._keeper.restore_part("ledger")
